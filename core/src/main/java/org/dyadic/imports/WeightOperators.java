package org.dyadic.imports;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.dyadic.model.Extent;
import org.dyadic.model.Layer;

/** Operators with trained numbers: convolutions, products, batch norms, biases and factors. */
final class WeightOperators {
  private static final double BATCH_NORM_EPSILON = 1e-5;

  private final Constants constants;

  WeightOperators(Constants constants) {
    this.constants = constants;
  }

  Step convolution(OnnxNode node) {
    Constant weights = constants.get(node.input(1));
    Chain.require(
        weights.dims().size() == 4,
        "weights of dims %s; only two-dimensional convolutions are supported",
        weights.dims());
    Windows windows = Windows.of(node);
    Extent kernel = new Extent(weights.dims().get(2), weights.dims().get(3));
    int filters = weights.dims().getFirst();
    int groups = Windows.whole(node.integer("group", 1));
    double[] bias = bias(node, 2);
    Chain.require(bias == null || bias.length == filters, "needs a bias a filter (%d)", filters);
    return chain -> {
      Extent padding = windows.padding(kernel, chain.shape());
      Layer.Convolution layer =
          new Layer.Convolution(filters, kernel, windows.stride(), padding, groups, false);
      chain.convolve(layer, weights.floats(), bias);
    };
  }

  private double[] bias(OnnxNode node, int input) {
    return node.input(input).isEmpty() ? null : constants.get(node.input(input)).doubles();
  }

  Step gemm(OnnxNode node) {
    Constant weights = matrix(node);
    Chain.require(node.integer("transA", 0) == 0, "transA must be 0");
    boolean outputFirst = node.integer("transB", 0) != 0;
    int outputs = outputFirst ? weights.dims().getFirst() : weights.dims().getLast();
    float[] values = scaled(weights.floats(), (float) node.real("alpha", 1));
    double beta = node.real("beta", 1);
    double[] bias = bias(node, 2);
    if (bias != null) {
      Chain.require(
          bias.length == 1 || bias.length == outputs,
          "a bias of %d values for %d outputs",
          bias.length,
          outputs);
      double[] given = bias;
      bias = new double[outputs];
      Arrays.setAll(bias, i -> beta * given[given.length == 1 ? 0 : i]);
    }
    return connect(outputs, outputFirst ? values : turned(weights, values), bias);
  }

  private static float[] scaled(float[] values, float factor) {
    if (factor == 1) {
      return values;
    }
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  Step product(OnnxNode node) {
    Constant weights = matrix(node);
    return connect(weights.dims().getLast(), turned(weights, weights.floats()), null);
  }

  private static Step connect(int outputs, float[] weights, double[] bias) {
    Layer.Linear layer = new Layer.Linear(outputs, false);
    return chain -> chain.connect(layer, weights, bias);
  }

  private static float[] turned(Constant weights, float[] values) {
    return Constants.transposed(values, weights.dims().getFirst(), weights.dims().getLast());
  }

  private Constant matrix(OnnxNode node) {
    Constant weights = constants.get(node.input(1));
    Chain.require(
        weights.dims().size() == 2 && weights.size() > 0,
        "weights of dims %s; a matrix is needed",
        weights.dims());
    return weights;
  }

  Step batchNorm(OnnxNode node) {
    Chain.require(
        node.integer("training_mode", 0) == 0 && node.integer("spatial", 1) == 1,
        "only the form of inference is supported");
    double[][] values = new double[4][];
    for (int i = 0; i < values.length; i++) {
      values[i] = constants.get(node.input(i + 1)).doubles();
      Chain.require(
          values[i].length == values[0].length && values[i].length > 0,
          "has arrays of %d and %d channels",
          values[0].length,
          values[i].length);
    }
    double epsilon = node.real("epsilon", BATCH_NORM_EPSILON);
    ChannelNorm norm = ChannelNorm.trained(values[0], values[1], values[2], values[3], epsilon);
    return chain -> chain.norm(norm);
  }

  /** A tensor and a constant, one a channel or one for all. */
  Step arithmetic(OnnxNode node, int tensors) {
    Chain.require(
        tensors == 1 && node.inputs().size() == 2,
        "is supported with one tensor and one constant only");
    boolean constantFirst = constants.has(node.input(0));
    Constant constant = constants.get(node.input(constantFirst ? 0 : 1));
    Chain.require(
        !constantFirst || !node.operator().equals("Div"), "divides a constant by a tensor");
    return chain -> {
      double[] values = perChannel(constant, chain);
      double[] ones = ChannelNorm.filled(values.length, 1);
      double[] zeros = new double[values.length];
      chain.norm(
          switch (node.operator()) {
            case "Sub" ->
                constantFirst
                    ? ChannelNorm.of(ChannelNorm.filled(values.length, -1), values)
                    : ChannelNorm.of(ones, map(values, v -> -v));
            case "Mul" -> ChannelNorm.of(values, zeros);
            case "Div" -> ChannelNorm.of(map(values, v -> 1 / v), zeros);
            default -> ChannelNorm.of(ones, values);
          });
    };
  }

  private static double[] map(double[] values, DoubleUnaryOperator function) {
    return Arrays.stream(values).map(function).toArray();
  }

  /** What a constant is for each channel, by the rules of broadcasting. */
  private static double[] perChannel(Constant constant, Chain chain) {
    int channels = chain.shape().channels();
    double[] values = constant.doubles();
    if (values.length == 1) {
      return ChannelNorm.filled(channels, values[0]);
    }
    int after = chain.flat() ? 0 : 2;
    List<Integer> dims = constant.dims();
    int axis = dims.size() - 1 - after;
    boolean fits = axis >= 0 && dims.get(axis) == channels && values.length == channels;
    Chain.require(
        fits, "a constant of dims %s is not one value a channel of %s", dims, chain.shape());
    return values;
  }
}
