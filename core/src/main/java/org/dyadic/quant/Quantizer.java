package org.dyadic.quant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Extent;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.Recurrent;
import org.dyadic.model.Shape;
import org.dyadic.model.State;

/**
 * Turns a float network into integers: weights become codes, batch norm folds into the
 * requantization, activations get power-of-two steps.
 *
 * <p>Layers are taken in groups: a convolution or linear layer with the batch norm and the ReLU
 * that follow it, a residual block with the ReLU that follows it, and single pools and recurrent
 * layers. What does not group, such as a batch norm before a convolution, is an error that names
 * the layer. Scales of weights join the requantization ({@link WeightedFold}) or a recurrent
 * layer's rule.
 */
public final class Quantizer {
  /** The bits of an activation. */
  public static final int ACTIVATION_BITS = 8;

  private final Network network;
  private final State state;
  private final Map<String, Codes> codes;
  private final Map<String, Integer> activationExponents;

  /**
   * A quantizer of one trained network.
   *
   * @param state batch norm and biases; its weights are not read
   * @param codes by parameter name, the codes of every weight array
   * @param activationExponents by name of {@link #activations} and {@link #cellStates}, f of the
   *     step 2^-f
   */
  public Quantizer(
      State state, Map<String, Codes> codes, Map<String, Integer> activationExponents) {
    this.network = state.network();
    this.state = state;
    this.codes = Map.copyOf(codes);
    this.activationExponents = Map.copyOf(activationExponents);
  }

  /**
   * The layers whose outputs are stored as integers, so that they need a step, with whether they
   * are signed (no ReLU came last).
   *
   * @throws IllegalArgumentException if a layer cannot be folded
   */
  public static Map<String, Boolean> activations(Network network) {
    Map<String, Boolean> found = new LinkedHashMap<>();
    collect(network.nodes(), found);
    return found;
  }

  private static void collect(List<Network.Node> nodes, Map<String, Boolean> found) {
    for (int i = 0; i < nodes.size(); ) {
      LayerGroup group = LayerGroup.at(nodes, i);
      i = group.end();
      if (group.head().layer() instanceof Layer.Residual) {
        collect(group.head().body(), found);
        collect(group.head().shortcut(), found);
      }
      boolean accumulates = i == nodes.size() && group.accumulates();
      if (group.requantizes() && !accumulates) {
        found.put(group.last().name(), !group.relu());
      }
    }
  }

  /**
   * The cell states of LSTM layers, which need a step each beside {@link #activations}: signed
   * numbers of {@link RecurrentLayer#STATE_BITS} bits. Names are the layer's with {@code .cell}.
   */
  public static Set<String> cellStates(Network network) {
    return RecurrentFold.cellStates(network.nodes());
  }

  /**
   * The integer network.
   *
   * @param preprocessing of the data set
   * @param classNames one a logit
   * @param provenance a JSON object
   * @throws IllegalArgumentException if a layer cannot be folded, or an accumulator could overflow
   */
  public QuantizedNetwork quantize(
      Preprocessing preprocessing, List<String> classNames, String provenance) {
    Grid input = Grid.signed(8, preprocessing.table().exponent());
    List<IntegerLayer> layers = fold(network.nodes(), input, null);
    return new QuantizedNetwork(
        network.toString(), preprocessing, classNames, Fold.EXACT, layers, provenance);
  }

  /**
   * Folds a chain of layers.
   *
   * @param end receives the scale and offset that still apply to the accumulators at the end of a
   *     residual branch; null at the end of the network, where biases join the logits
   */
  private List<IntegerLayer> fold(List<Network.Node> nodes, Grid input, List<Affine> end) {
    List<IntegerLayer> layers = new ArrayList<>();
    Grid grid = input;
    Shape in = nodes.isEmpty() ? null : nodes.getFirst().in();
    for (int i = 0; i < nodes.size(); ) {
      LayerGroup group = LayerGroup.at(nodes, i);
      i = group.end();
      Network.Node node = group.head();
      if (end == null && i == nodes.size()) {
        requireLogits(group);
      }
      switch (node.layer()) {
        case Layer.Convolution c -> layers.add(weighted(group, in, grid, i == nodes.size(), end));
        case Layer.Linear l -> layers.add(weighted(group, in, grid, i == nodes.size(), end));
        case Layer.MaxPool p ->
            layers.add(new IntegerLayer.MaxPool(node.in(), node.out(), p.size(), p.stride(), grid));
        case Layer.AveragePool p -> layers.add(sumPool(node, p.size(), p.stride(), grid));
        case Layer.GlobalAveragePool p -> layers.add(globalPool(node, grid));
        case Layer.Subsample s ->
            layers.add(new IntegerLayer.Subsample(node.in(), node.out(), s.stride(), grid));
        case Layer.Residual r -> layers.add(residual(group, grid));
        case Recurrent r -> layers.add(recurrent(node, r, grid));
        case Layer.Flatten f -> {
          // planar order is flat order: the next layer takes the planar tensor
        }
        case Layer.BatchNorm b -> throw LayerGroup.cannotFold(node);
        case Layer.Relu r -> throw LayerGroup.cannotFold(node);
      }
      if (!layers.isEmpty()) {
        grid = layers.getLast().output();
        in = layers.getLast().out();
      }
    }
    return layers;
  }

  private IntegerLayer weighted(
      LayerGroup group, Shape in, Grid grid, boolean last, List<Affine> end) {
    Network.Node node = group.head();
    Codes weights = codesOf(node.name() + ".weight");
    weights.scales().check(node.name(), node.out().channels());
    Affine affine = Affine.of(group, state);
    WeightedFold fold = new WeightedFold(node.name(), weights, node.out().channels(), grid);
    if (!last || group.relu()) {
      return layer(node, in, weights, fold.requantize(affine, outputGrid(group)));
    }
    if (end != null) {
      end.add(fold.afterEnd(affine));
      return layer(node, in, weights, fold.branchEnd());
    }
    requireOffsetOnly(group, affine);
    return layer(node, in, weights, fold.logits(affine));
  }

  private Codes codesOf(String name) {
    Codes weights = codes.get(name);
    if (weights == null) {
      throw new IllegalArgumentException("no codes for " + name);
    }
    int size = state.get(name).length;
    Rules.check(weights.size() == size, name, "%d codes for %d weights", weights.size(), size);
    return weights;
  }

  private IntegerLayer recurrent(Network.Node node, Recurrent cell, Grid grid) {
    Codes ofInput = codesOf(node.name() + "." + Recurrent.INPUT_WEIGHTS);
    Codes ofHidden = codesOf(node.name() + "." + Recurrent.HIDDEN_WEIGHTS);
    GateSums sums = GateSums.of(node.name(), cell.units(), ofInput, ofHidden, grid);
    return switch (cell) {
      case Recurrent.Lstm l ->
          RecurrentFold.lstm(node, l, state, sums, grid, exponentOf(RecurrentFold.cellName(node)));
      case Recurrent.Gru g -> RecurrentFold.gru(node, g, state, sums, grid);
    };
  }

  private static void requireLogits(LayerGroup group) {
    if (!group.accumulates()) {
      throw new IllegalArgumentException(
          "layer %s: a network must end in a convolution or linear layer without ReLU: the logits"
              .formatted(group.last().name()));
    }
  }

  private static void requireOffsetOnly(LayerGroup group, Affine affine) {
    if (!affine.isOffsetOnly()) {
      throw new IllegalArgumentException(
          "layer %s: the last layer's logits must not pass a batch norm"
              .formatted(group.last().name()));
    }
  }

  private Grid outputGrid(LayerGroup group) {
    int exponent = exponentOf(group.last().name());
    return group.relu()
        ? Grid.unsigned(ACTIVATION_BITS, exponent)
        : Grid.signed(ACTIVATION_BITS, exponent);
  }

  private int exponentOf(String name) {
    Integer exponent = activationExponents.get(name);
    if (exponent == null) {
      throw new IllegalArgumentException("no activation step for layer " + name);
    }
    return exponent;
  }

  private static IntegerLayer layer(Network.Node node, Shape in, Codes weights, Epilogue epilogue) {
    return switch (node.layer()) {
      case Layer.Convolution c ->
          new IntegerLayer.Convolution(
              node.name(),
              in,
              node.out(),
              c.kernel(),
              c.stride(),
              c.padding(),
              c.groups(),
              weights,
              epilogue);
      default -> new IntegerLayer.FullyConnected(node.name(), in, node.out(), weights, epilogue);
    };
  }

  private static IntegerLayer globalPool(Network.Node node, Grid grid) {
    Extent whole = new Extent(node.in().height(), node.in().width());
    return sumPool(node, whole, Extent.square(1), grid);
  }

  private static IntegerLayer sumPool(Network.Node node, Extent size, Extent stride, Grid grid) {
    Grid output = grid.summed(size.area());
    return new IntegerLayer.SumPool(node.in(), node.out(), size, stride, output);
  }

  private IntegerLayer residual(LayerGroup group, Grid grid) {
    Network.Node node = group.head();
    List<Affine> bodyEnd = new ArrayList<>();
    List<Affine> shortcutEnd = new ArrayList<>();
    List<IntegerLayer> body = fold(node.body(), grid, bodyEnd);
    List<IntegerLayer> shortcut = fold(node.shortcut(), grid, shortcutEnd);
    if (bodyEnd.isEmpty()) {
      throw new IllegalArgumentException(
          "layer %s: the body of a residual block must end in a convolution with or without batch norm"
              .formatted(node.name()));
    }
    int channels = node.out().channels();
    Requantizer.Join join =
        Requantizer.join(
            node.name(),
            bodyEnd.getFirst(),
            ChannelSums.atEnd(body, grid, channels),
            endStep(body, grid),
            shortcutEnd.isEmpty() ? Affine.identity(channels) : shortcutEnd.getFirst(),
            ChannelSums.atEnd(shortcut, grid, channels),
            endStep(shortcut, grid),
            outputGrid(group));
    return new IntegerLayer.Residual(
        node.in(), node.out(), body, shortcut, join.requantize(), join.sideMultiplier());
  }

  private static double endStep(List<IntegerLayer> branch, Grid input) {
    return (branch.isEmpty() ? input : branch.getLast().output()).step();
  }
}
