package org.dyadic.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The structure of a float network: an input shape and a tree of layers, checked when it is built.
 * Layers get names by kind and order of execution: {@code conv1}, {@code bn1}, {@code fc1}.
 */
public final class Network {

  /**
   * A layer at its place.
   *
   * @param name unique in the network
   * @param layer the structure
   * @param in the shape that comes in
   * @param out the shape that goes out
   * @param body the nodes of the body of a residual block or a dense layer; else empty
   * @param shortcut the nodes of a residual block's shortcut; empty for other layers
   */
  public record Node(
      String name, Layer layer, Shape in, Shape out, List<Node> body, List<Node> shortcut) {}

  private final Shape input;
  private final List<Layer> layers;
  private final List<Node> nodes;
  private final List<Parameter> parameters;

  /**
   * A network of given layers.
   *
   * @throws IllegalArgumentException if a layer does not fit its input; the message names the
   *     layer, the value and the rule
   */
  public Network(Shape input, List<Layer> layers) {
    this.input = input;
    this.layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one layer");
    }
    this.nodes = resolve(this.layers, input, new HashMap<>());
    List<Parameter> found = new ArrayList<>();
    collect(nodes, found);
    this.parameters = List.copyOf(found);
  }

  private static List<Node> resolve(List<Layer> layers, Shape in, Map<String, Integer> counts) {
    List<Node> nodes = new ArrayList<>();
    Shape shape = in;
    for (Layer layer : layers) {
      String kind = kind(layer);
      String name = kind + counts.merge(kind, 1, Integer::sum);
      Shape out;
      List<Node> body = List.of();
      List<Node> shortcut = List.of();
      if (layer instanceof Layer.Residual residual) {
        body = resolve(residual.body(), shape, counts);
        shortcut = resolve(residual.shortcut(), shape, counts);
      } else if (layer instanceof Layer.Dense dense) {
        body = resolve(dense.body(), shape, counts);
      }
      try {
        out = layer.outputShape(shape);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("layer %s: %s".formatted(name, e.getMessage()), e);
      }
      nodes.add(new Node(name, layer, shape, out, body, shortcut));
      shape = out;
    }
    return List.copyOf(nodes);
  }

  private static String kind(Layer layer) {
    return switch (layer) {
      case Layer.Convolution c -> "conv";
      case Layer.Linear l -> "fc";
      case Layer.BatchNorm b -> "bn";
      case Layer.Relu r -> "relu";
      case Layer.MaxPool p -> "maxpool";
      case Layer.AveragePool p -> "avgpool";
      case Layer.GlobalAveragePool p -> "gap";
      case Layer.Flatten f -> "flatten";
      case Layer.Subsample s -> "subsample";
      case Layer.Residual r -> "block";
      case Recurrent.Lstm l -> "lstm";
      case Recurrent.Gru g -> "gru";
      case Layer.Dense d -> "dense";
    };
  }

  private static void collect(List<Node> nodes, List<Parameter> into) {
    for (Node node : nodes) {
      int out = node.out().channels();
      switch (node.layer()) {
        case Layer.Convolution c -> {
          int inputs = node.in().channels() / c.groups();
          List<Integer> dims = List.of(out, inputs, c.kernel().rows(), c.kernel().columns());
          into.add(new Parameter(node.name() + ".weight", dims, Parameter.Role.WEIGHT));
          addBias(node.name(), out, c.bias(), into);
        }
        case Layer.Linear l -> {
          List<Integer> dims = List.of(out, node.in().channels());
          into.add(new Parameter(node.name() + ".weight", dims, Parameter.Role.WEIGHT));
          addBias(node.name(), out, l.bias(), into);
        }
        case Layer.BatchNorm b -> {
          List<Integer> dims = List.of(out);
          into.add(new Parameter(node.name() + ".weight", dims, Parameter.Role.GAMMA));
          into.add(new Parameter(node.name() + ".bias", dims, Parameter.Role.BETA));
          into.add(new Parameter(node.name() + ".running_mean", dims, Parameter.Role.RUNNING_MEAN));
          into.add(new Parameter(node.name() + ".running_var", dims, Parameter.Role.RUNNING_VAR));
        }
        case Layer.Residual r -> {
          collect(node.body(), into);
          collect(node.shortcut(), into);
        }
        case Recurrent r -> collect(node, r, into);
        case Layer.Dense d -> collect(node.body(), into);
        case Layer.Relu r -> {}
        case Layer.MaxPool p -> {}
        case Layer.AveragePool p -> {}
        case Layer.GlobalAveragePool p -> {}
        case Layer.Flatten f -> {}
        case Layer.Subsample s -> {}
      }
    }
  }

  private static void collect(Network.Node node, Recurrent layer, List<Parameter> into) {
    int rows = layer.gates() * layer.units();
    String prefix = node.name() + ".";
    List<Integer> input = List.of(rows, Sequence.of(node.in()).features());
    List<Integer> hidden = List.of(rows, layer.units());
    into.add(new Parameter(prefix + Recurrent.INPUT_WEIGHTS, input, Parameter.Role.WEIGHT));
    into.add(new Parameter(prefix + Recurrent.HIDDEN_WEIGHTS, hidden, Parameter.Role.WEIGHT));
    List<Integer> bias = List.of(rows);
    into.add(new Parameter(prefix + Recurrent.INPUT_BIAS, bias, Parameter.Role.BIAS));
    into.add(new Parameter(prefix + Recurrent.HIDDEN_BIAS, bias, Parameter.Role.BIAS));
  }

  private static void addBias(String name, int out, boolean bias, List<Parameter> into) {
    if (bias) {
      into.add(new Parameter(name + ".bias", List.of(out), Parameter.Role.BIAS));
    }
  }

  /** The input's shape. */
  public Shape input() {
    return input;
  }

  /** The output's shape. */
  public Shape output() {
    return nodes.getLast().out();
  }

  /** The layers, in order of execution. */
  public List<Layer> layers() {
    return layers;
  }

  /** The layers with names and shapes. */
  public List<Node> nodes() {
    return nodes;
  }

  /** All parameters and batch-norm statistics, in order of execution. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /**
   * The number of weights that quantization applies to: those of convolutions, linear and recurrent
   * layers.
   */
  public long weightCount() {
    return parameters.stream()
        .filter(p -> p.role() == Parameter.Role.WEIGHT)
        .mapToLong(Parameter::size)
        .sum();
  }

  /** The number of multiply-accumulate operations of one inference. */
  public long macs() {
    return macs(nodes);
  }

  private static long macs(List<Node> nodes) {
    long sum = 0;
    for (Node node : nodes) {
      sum +=
          switch (node.layer()) {
            case Layer.Convolution c ->
                (long) node.out().size() * (node.in().channels() / c.groups()) * c.kernel().area();
            case Layer.Linear l -> (long) node.in().size() * node.out().size();
            case Layer.Residual r -> macs(node.body()) + macs(node.shortcut());
            case Recurrent r -> {
              Sequence sequence = Sequence.of(node.in());
              long inputs = sequence.features() + (long) r.units();
              yield sequence.steps() * inputs * r.gates() * r.units();
            }
            case Layer.Dense d -> macs(node.body());
            default -> 0;
          };
    }
    return sum;
  }

  /** The tree, one layer a line with the shape that it makes. */
  public String toTree() {
    StringBuilder text = new StringBuilder("input  ").append(input).append('\n');
    append(nodes, "", text);
    return text.toString();
  }

  private static void append(List<Node> nodes, String indent, StringBuilder text) {
    for (Node node : nodes) {
      text.append(String.format(Locale.ROOT, "%s%-10s %s%n", indent, node.name(), node.out()));
      append(node.body(), indent + "  | ", text);
      append(node.shortcut(), indent + "  + ", text);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network
        && input.equals(network.input)
        && layers.equals(network.layers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(input, layers);
  }

  @Override
  public String toString() {
    return Notation.print(this);
  }
}
