package org.dyadic.export;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.model.Extent;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.Range;

/**
 * Layers in floats. Sums of products of codes are multiples of one power of two, so that float32
 * computes them exactly below 2^24 units, in any order; larger sums are refused.
 */
final class OnnxFloatLayers extends OnnxLayers {
  private static final long FLOAT_EXACT = 1L << 24;
  private static final long DOUBLE_EXACT = 1L << 53;

  private final OnnxWeights weights;
  private final OnnxRounding rounding;

  OnnxFloatLayers(
      OnnxGraph graph, List<String> obstacles, OnnxWeights weights, OnnxRounding rounding) {
    super(graph, obstacles);
    this.weights = weights;
    this.rounding = rounding;
  }

  @Override
  OnnxValue weighted(IntegerLayer.Weighted layer, OnnxValue x) {
    return switch (layer.epilogue()) {
      case Epilogue.Accumulate sums -> biased(layer, x, sums);
      case Epilogue.Requantize rule -> {
        OnnxValue sums = sums(layer, x, layer.weights(), "");
        yield requantize(layer, sums, rule, AccumulatorProof.of(layer, x.grid()));
      }
      case Epilogue.RequantizePlanes planes -> {
        OnnxValue positive = sums(layer, x, OnnxWeights.plane(layer.weights(), true), ".positive");
        OnnxValue negative = sums(layer, x, OnnxWeights.plane(layer.weights(), false), ".negative");
        check(layer.name(), AccumulatorProof.of(layer, x.grid()), planes.output());
        yield rounding.add(
            graph,
            layer.name(),
            List.of(
                new OnnxRounding.Term(positive, planes.requantize().multiplier()),
                new OnnxRounding.Term(negative, planes.negativeMultiplier())),
            planes.requantize());
      }
    };
  }

  /** The rounding of a layer's sums. */
  OnnxValue requantize(
      IntegerLayer.Weighted layer,
      OnnxValue sums,
      Epilogue.Requantize rule,
      AccumulatorProof proof) {
    check(layer.name(), proof, rule.output());
    OnnxRounding.Term term = new OnnxRounding.Term(sums, rule.multiplier());
    return rounding.add(graph, layer.name(), List.of(term), rule);
  }

  /** The sums with their biases, which stay. */
  private OnnxValue biased(IntegerLayer.Weighted layer, OnnxValue x, Epilogue.Accumulate sums) {
    int[] bias = sums.bias();
    Range range = AccumulatorProof.of(layer, x.grid()).accumulator();
    long largest = IntStream.of(bias).mapToLong(Math::abs).max().orElse(0);
    checkSums(layer.name(), magnitude(range) + largest);
    int exponent = sums.output().exponent();
    float[] values = new float[bias.length];
    for (int c = 0; c < values.length; c++) {
      values[c] = Math.scalb((float) bias[c], -exponent);
    }
    String constant =
        graph.constant(layer.name() + ".bias", OnnxTensor.floats(List.of(values.length), values));
    return product(layer, x, layer.weights(), "", List.of(constant), sums.output());
  }

  /** The sums of a layer's inputs by some weights. */
  private OnnxValue sums(IntegerLayer.Weighted layer, OnnxValue x, Codes codes, String suffix) {
    return product(layer, x, codes, suffix, List.of(), sumsGrid(layer, x.grid()));
  }

  /** The grid of a layer's sums without their biases. */
  static Grid sumsGrid(IntegerLayer.Weighted layer, Grid input) {
    Range range = AccumulatorProof.of(layer, input).accumulator();
    int exponent = input.exponent() + layer.weights().exponent();
    return new Grid(Math.min(0, range.min()), Math.max(0, range.max()), exponent, input.divisor());
  }

  private OnnxValue product(
      IntegerLayer.Weighted layer,
      OnnxValue in,
      Codes codes,
      String suffix,
      List<String> bias,
      Grid grid) {
    int outputs = layer.out().channels();
    String output = layer.name() + ".sums" + suffix;
    String weight = layer.name() + ".weight" + suffix;
    return switch (layer) {
      case IntegerLayer.Convolution c -> {
        String w = weights.add(graph, weight, dims(c), codes);
        String y = convolve(c, output, inputs(spatial(in), w, bias));
        yield OnnxValue.real(y, grid, outputs, false);
      }
      case IntegerLayer.FullyConnected f -> {
        String w = weights.add(graph, weight, List.of(outputs, f.fanIn()), codes);
        String y = connect(output, inputs(flat(in, f.fanIn()), w, bias));
        yield OnnxValue.real(y, grid, outputs, true);
      }
    };
  }

  private static List<String> inputs(OnnxValue x, String weights, List<String> bias) {
    return bias.isEmpty()
        ? List.of(x.name(), weights)
        : List.of(x.name(), weights, bias.getFirst());
  }

  /** The extents of a convolution's weights. */
  static List<Integer> dims(IntegerLayer.Convolution c) {
    return List.of(
        c.out().channels(),
        c.in().channels() / c.groups(),
        c.kernel().rows(),
        c.kernel().columns());
  }

  @Override
  OnnxValue sumPool(IntegerLayer.SumPool pool, OnnxValue x) {
    String name = graph.fresh("sums");
    checkSums(name, pool.output().magnitude());
    int channels = x.channels();
    String y;
    if (pool.out().area() == 1 && pool.size().area() == pool.in().area()) {
      String axes = graph.constant(name + ".axes", OnnxTensor.longs(2, 3));
      y = graph.node("ReduceSum", name, x.name(), axes);
    } else {
      int area = Math.toIntExact(pool.size().area());
      float[] ones = new float[channels * area];
      Arrays.fill(ones, 1);
      List<Integer> dims = List.of(channels, 1, pool.size().rows(), pool.size().columns());
      String w = graph.constant(name + ".ones", OnnxTensor.floats(dims, ones));
      y =
          graph.node(
              "Conv",
              name,
              List.of(x.name(), w),
              attributes(pool.size(), pool.stride(), Extent.square(0), channels));
    }
    return OnnxValue.real(y, pool.output(), channels, false);
  }

  @Override
  OnnxValue residual(IntegerLayer.Residual block, OnnxValue x) {
    return join(block, x.grid(), chain(block.body(), x), chain(block.shortcut(), x));
  }

  /** Both branches' float tensors, rounded once. */
  OnnxValue join(IntegerLayer.Residual block, Grid input, OnnxValue body, OnnxValue shortcut) {
    String name = graph.fresh("residual");
    AccumulatorProof proof = AccumulatorProof.of(block, input);
    check(proof.layer(), proof, block.output());
    boolean flat = body.flat() && shortcut.flat();
    return rounding.add(
        graph,
        name,
        List.of(
            new OnnxRounding.Term(flat ? body : spatial(body), block.requantize().multiplier()),
            new OnnxRounding.Term(flat ? shortcut : spatial(shortcut), block.shortcutMultiplier())),
        block.requantize());
  }

  @Override
  OnnxValue affine(ChannelAffine layer, OnnxValue x) {
    check(layer.name(), AccumulatorProof.of(layer, x.grid()), layer.output());
    OnnxRounding.Term term = new OnnxRounding.Term(x, layer.requantize().multiplier());
    return rounding.add(graph, layer.name(), List.of(term), layer.requantize());
  }

  @Override
  OnnxValue inForm(OnnxValue x, boolean quantized) {
    return x;
  }

  private void check(String layer, AccumulatorProof proof, Grid output) {
    checkSums(layer, magnitude(proof.accumulator()));
    if (output.magnitude() > FLOAT_EXACT) {
      refuse(layer, "its output reaches %,d, float32 is exact to 2^24", output.magnitude());
    }
    if (rounding == OnnxRounding.QONNX && !OnnxRounding.isWholeBits(output)) {
      refuse(
          layer,
          "its output lies in %d .. %d, IntQuant's ranges are 0 .. 2^b-1 and +-(2^(b-1)-1)",
          output.min(),
          output.max());
    }
    long product = magnitude(proof.result());
    if (rounding == OnnxRounding.EXACT && product > DOUBLE_EXACT) {
      refuse(layer, "its product reaches %,d, float64 is exact to 2^53", product);
    }
  }

  /** Refuses sums that float32 does not hold. */
  void checkSums(String layer, long largest) {
    if (largest > FLOAT_EXACT) {
      refuse(layer, "its sums reach %,d, float32 is exact to 2^24", largest);
    }
  }

  private static long magnitude(Range range) {
    return Math.max(Math.abs(range.min()), Math.abs(range.max()));
  }
}
