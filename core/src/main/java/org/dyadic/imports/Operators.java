package org.dyadic.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.dyadic.model.Layer;

/** What ONNX operators of one data input are in Dyadic. */
final class Operators {
  private static final Set<String> JOINS = Set.of("Add", "Sum", "Concat");
  private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div", "Sum", "Concat");

  private final Constants constants;
  private final WeightOperators weights;
  private final ShapeOperators shapes;

  Operators(OnnxGraph graph, Constants constants) {
    this.constants = constants;
    this.weights = new WeightOperators(constants);
    this.shapes = new ShapeOperators(graph, constants);
  }

  /** The inputs of a node that depend on the graph's input. */
  List<String> data(OnnxNode node) {
    if (ARITHMETIC.contains(node.operator())) {
      return node.inputs().stream().filter(name -> !constants.has(name)).toList();
    }
    String first = node.input(0);
    return first.isEmpty() || constants.has(first) ? List.of() : List.of(first);
  }

  /** Whether a node joins several tensors. */
  boolean joins(OnnxNode node) {
    return JOINS.contains(node.operator()) && data(node).size() > 1;
  }

  /** Whether a node hands its input on as it is. */
  boolean isNothing(OnnxNode node) {
    return switch (node.operator()) {
      case "Identity", "Cast" -> true;
      case "Dropout" -> !trains(node);
      case "Pad" -> padsNothing(node);
      case "Concat" -> data(node).size() == 1 && node.inputs().size() == 1;
      default -> false;
    };
  }

  /** PyTorch writes such a node before average pools. */
  private boolean padsNothing(OnnxNode node) {
    String input = node.input(1);
    long[] pads =
        input.isEmpty()
            ? node.integers("pads", 1)
            : constants.has(input) ? constants.get(input).longs() : new long[] {1};
    return Arrays.stream(pads).allMatch(pad -> pad == 0);
  }

  private boolean trains(OnnxNode node) {
    String mode = node.input(2);
    return !mode.isEmpty() && !(constants.has(mode) && constants.get(mode).values().get(0) == 0);
  }

  /** Whether a node may end a network without being part of it: it changes no order of classes. */
  static boolean isDroppedAtTheEnd(OnnxNode node) {
    return node.operator().equals("Softmax") || node.operator().equals("LogSoftmax");
  }

  /**
   * The layers of a node.
   *
   * @throws IllegalArgumentException if Dyadic has none
   */
  Step translate(OnnxNode node) {
    return switch (node.operator()) {
      case "Conv" -> weights.convolution(node);
      case "Gemm" -> weights.gemm(node);
      case "MatMul" -> weights.product(node);
      case "BatchNormalization" -> weights.batchNorm(node);
      case "Add", "Sum", "Sub", "Mul", "Div" -> weights.arithmetic(node, data(node).size());
      case "Relu" -> Chain::relu;
      case "Clip" -> clip(node);
      case "MaxPool" -> shapes.maxPool(node);
      case "AveragePool" -> shapes.averagePool(node);
      case "GlobalAveragePool" -> chain -> chain.pool(new Layer.GlobalAveragePool());
      case "ReduceMean" -> shapes.mean(node);
      case "Flatten" -> shapes.flatten(node);
      case "Reshape" -> shapes.reshape(node);
      case "Squeeze" -> shapes.squeeze(node);
      case "Softmax", "LogSoftmax" ->
          throw new IllegalArgumentException("is supported at the end of the network only");
      default -> throw new IllegalArgumentException("is not supported");
    };
  }

  /** A ReLU, if it has no upper bound. */
  private Step clip(OnnxNode node) {
    double low = bound(node, 1, "min", Double.NEGATIVE_INFINITY);
    double high = bound(node, 2, "max", Double.POSITIVE_INFINITY);
    Chain.require(
        low == 0 && high >= Float.MAX_VALUE,
        "clips to %s .. %s; only 0 .. infinity, a ReLU, can be expressed",
        low,
        high);
    return Chain::relu;
  }

  private double bound(OnnxNode node, int input, String attribute, double missing) {
    return node.input(input).isEmpty()
        ? node.real(attribute, missing)
        : constants.get(node.input(input)).values().get(0);
  }
}
