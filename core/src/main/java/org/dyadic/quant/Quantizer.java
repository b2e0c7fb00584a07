package org.dyadic.quant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * that follow it, a batch norm elsewhere with the ReLU that follows it, a residual block with the
 * ReLU that follows it, dense layers, recurrent layers and single pools. What does not group, such
 * as a ReLU after a pool, is an error that names the layer. Scales of weights join the
 * requantization ({@link WeightedFold}) or a recurrent layer's rule.
 */
public final class Quantizer {
  private final Network network;
  private final State state;
  private final Map<String, Codes> codes;
  private final ActivationGrids grids;
  private final Fold fold;

  /**
   * A quantizer of one trained network.
   *
   * @param state batch norm and biases; its weights are not read
   * @param codes by parameter name, the codes of every weight array
   * @param steps of all {@link #activations}
   * @param fold what becomes of the batch norms' scales
   */
  public Quantizer(State state, Map<String, Codes> codes, ActivationSteps steps, Fold fold) {
    this.network = state.network();
    this.state = state;
    this.codes = Map.copyOf(codes);
    this.grids = new ActivationGrids(steps);
    this.fold = fold;
  }

  /**
   * The layers whose outputs are stored as integers with a step that must be chosen, and what is
   * known of them. Of a run of dense layers it is the last one: its output holds all parts.
   *
   * @param bits of an activation
   * @throws IllegalArgumentException if a layer cannot be folded
   */
  public static Map<String, Activation> activations(Network network, int bits) {
    return ActivationGrids.of(network, bits);
  }

  /** The same with activations of {@link ActivationSteps#BITS} bits. */
  public static Map<String, Activation> activations(Network network) {
    return activations(network, ActivationSteps.BITS);
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
    List<IntegerLayer> layers = fold(network.nodes(), input, new ChainEnd.Logits());
    return new QuantizedNetwork(
        network.toString(), preprocessing, classNames, fold, layers, provenance);
  }

  private List<IntegerLayer> fold(List<Network.Node> nodes, Grid input, ChainEnd end) {
    Chain chain = new Chain(nodes, end);
    List<IntegerLayer> layers = new ArrayList<>();
    Grid grid = input;
    Shape in = nodes.isEmpty() ? null : nodes.getFirst().in();
    for (int i = 0; i < nodes.size(); ) {
      LayerGroup group = LayerGroup.at(nodes, i);
      if (end instanceof ChainEnd.Logits && chain.isLast(group)) {
        requireLogits(group);
      }
      if (!Chain.keepsStep(group) && !isExactLogits(group, chain)) {
        divide(nodes, i, layers);
        grid = layers.isEmpty() ? input : layers.getLast().output();
      }
      if (group.head().layer() instanceof Layer.Dense) {
        Grid run = grids.ofRun(nodes, i);
        align(group.head().name(), in, grid, run, layers);
        grid = run;
      }
      layers.addAll(fold(group, chain, in, grid));
      if (!layers.isEmpty()) {
        grid = layers.getLast().output();
        in = layers.getLast().out();
      }
      i = group.end();
    }
    if (!(end instanceof ChainEnd.Logits)) {
      divide(nodes, nodes.size(), layers);
    }
    return layers;
  }

  /** Brings exact sums to a power-of-two step, where the fold asks for one. */
  private void divide(List<Network.Node> nodes, int index, List<IntegerLayer> layers) {
    if (fold == Fold.SHIFT && !layers.isEmpty() && Reciprocal.needed(layers.getLast().output())) {
      IntegerLayer sums = layers.getLast();
      layers.add(Reciprocal.of(Chain.poolBefore(nodes, index), sums.out(), sums.output()));
    }
  }

  /** Whether a group gives logits that no step is asked of. */
  private boolean isExactLogits(LayerGroup group, Chain chain) {
    return chain.givesLogits(group) && codesOf(group.head().name() + ".weight").scales().isNone();
  }

  /** The integer layer of a group; none of a flatten, since planar order is flat order. */
  private List<IntegerLayer> fold(LayerGroup group, Chain chain, Shape in, Grid grid) {
    Network.Node node = group.head();
    return switch (node.layer()) {
      case Layer.Convolution c -> List.of(weighted(group, chain, in, grid));
      case Layer.Linear l -> List.of(weighted(group, chain, in, grid));
      case Layer.BatchNorm b -> List.of(affine(group, chain, grid));
      case Layer.MaxPool p ->
          List.of(
              new IntegerLayer.MaxPool(
                  node.in(), node.out(), p.size(), p.stride(), p.padding(), grid));
      case Layer.AveragePool p -> List.of(sumPool(node, p.size(), p.stride(), grid));
      case Layer.GlobalAveragePool p -> List.of(globalPool(node, grid));
      case Layer.Subsample s ->
          List.of(new IntegerLayer.Subsample(node.in(), node.out(), s.stride(), grid));
      case Layer.Residual r -> List.of(residual(group, chain, grid));
      case Layer.Dense d -> List.of(dense(node, grid));
      case Recurrent r -> List.of(recurrent(node, r, grid));
      case Layer.Flatten f -> List.of();
      case Layer.Relu r -> throw LayerGroup.cannotFold(node);
    };
  }

  private IntegerLayer weighted(LayerGroup group, Chain chain, Shape in, Grid grid) {
    Network.Node node = group.head();
    Codes weights = codesOf(node.name() + ".weight");
    weights.scales().check(node.name(), node.out().channels());
    Affine affine = Affine.of(group, state, fold);
    WeightedFold fold = new WeightedFold(node.name(), weights, node.out().channels(), grid);
    if (!chain.accumulates(group)) {
      return layer(node, in, weights, fold.requantize(affine, outputGrid(group, chain)));
    }
    if (chain.end() instanceof ChainEnd.Branch branch) {
      branch.affine().add(fold.afterEnd(affine));
      return layer(node, in, weights, fold.branchEnd());
    }
    requireOffsetOnly(group, affine);
    return layer(node, in, weights, fold.logits(affine));
  }

  /** A batch norm that no convolution or linear layer takes in. */
  private IntegerLayer affine(LayerGroup group, Chain chain, Grid grid) {
    Network.Node node = group.head();
    return affine(
        node.name(), node.in(), Affine.of(group, state, fold), grid, outputGrid(group, chain));
  }

  private static IntegerLayer affine(String name, Shape shape, Affine affine, Grid from, Grid to) {
    Interval[] values = ChannelSums.filled(shape.channels(), Interval.of(from));
    return new ChannelAffine(
        name, shape, Requantizer.requantize(name, affine, values, from.step(), to));
  }

  /** Brings a tensor to another grid, if it is another. */
  private static void align(
      String name, Shape shape, Grid from, Grid to, List<IntegerLayer> layers) {
    if (!from.equals(to)) {
      layers.add(affine(name, shape, Affine.identity(shape.channels()), from, to));
    }
  }

  private IntegerLayer dense(Network.Node node, Grid grid) {
    List<IntegerLayer> body = fold(node.body(), grid, new ChainEnd.Concatenation(grid));
    IntegerLayer last = body.getLast();
    align(node.name(), last.out(), last.output(), grid, body);
    return new DenseLayer(node.in(), body);
  }

  private Codes codesOf(String name) {
    Codes weights = codes.get(name);
    if (weights == null) {
      throw new IllegalArgumentException("no codes for " + name);
    }
    int size = state.get(name).length;
    Rules.check(weights.size() == size, name, "%d codes for %d weights", weights.size(), size);
    Rules.check(
        fold == Fold.EXACT || weights.scales().arePowersOfTwo(),
        name,
        "the fold shift multiplies nothing, but these weights have the scales %s, which are no"
            + " powers of two; fold exact can have them",
        weights.scales());
    return weights;
  }

  private IntegerLayer recurrent(Network.Node node, Recurrent cell, Grid grid) {
    Codes ofInput = codesOf(node.name() + "." + Recurrent.INPUT_WEIGHTS);
    Codes ofHidden = codesOf(node.name() + "." + Recurrent.HIDDEN_WEIGHTS);
    GateSums sums = GateSums.of(node.name(), cell.units(), ofInput, ofHidden, grid);
    return switch (cell) {
      case Recurrent.Lstm l ->
          RecurrentFold.lstm(
              node, l, state, sums, grid, grids.exponent(RecurrentFold.cellName(node)));
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

  private Grid outputGrid(LayerGroup group, Chain chain) {
    Grid body = chain.end() instanceof ChainEnd.Concatenation c ? c.grid() : null;
    return grids.of(group, chain.nodes(), body);
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

  private IntegerLayer residual(LayerGroup group, Chain chain, Grid grid) {
    Network.Node node = group.head();
    ChainEnd.Branch bodyEnd = new ChainEnd.Branch();
    ChainEnd.Branch shortcutEnd = new ChainEnd.Branch();
    List<IntegerLayer> body = fold(node.body(), grid, bodyEnd);
    List<IntegerLayer> shortcut = fold(node.shortcut(), grid, shortcutEnd);
    if (bodyEnd.affine().isEmpty()) {
      throw new IllegalArgumentException(
          "layer %s: the body of a residual block must end in a convolution with or without batch norm"
              .formatted(node.name()));
    }
    int channels = node.out().channels();
    Requantizer.Join join =
        Requantizer.join(
            node.name(),
            bodyEnd.scale(channels),
            ChannelSums.atEnd(body, grid, channels),
            endStep(body, grid),
            shortcutEnd.scale(channels),
            ChannelSums.atEnd(shortcut, grid, channels),
            endStep(shortcut, grid),
            outputGrid(group, chain));
    return new IntegerLayer.Residual(
        node.in(), node.out(), body, shortcut, join.requantize(), join.sideMultiplier());
  }

  private static double endStep(List<IntegerLayer> branch, Grid input) {
    return (branch.isEmpty() ? input : branch.getLast().output()).step();
  }
}
