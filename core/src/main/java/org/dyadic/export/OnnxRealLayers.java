package org.dyadic.export;

import java.util.Arrays;
import java.util.List;
import org.dyadic.model.Extent;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;

/**
 * The float network that a quantized one stands for: batch norms in the weights, ReLU, and nothing
 * rounded or clipped above. A tensor holds real values, {@code q * 2^-exponent / divisor}.
 */
final class OnnxRealLayers extends OnnxLayers {

  /** Ratios of a shortcut closer to 1 than this are 1 but for the rounding of multipliers. */
  private static final double IDENTITY = 0.01;

  OnnxRealLayers(OnnxGraph graph, List<String> obstacles) {
    super(graph, obstacles);
  }

  /** Factors and offsets, one a channel, from a layer's accumulators to real values. */
  private record Real(double[] factor, double[] offset) {}

  private static Real real(Epilogue.Requantize rule) {
    int[] m = rule.multiplier();
    long[] b = rule.bias();
    return new Real(scaled(m, step(rule)), scaled(b, step(rule)));
  }

  private static double step(Epilogue.Requantize rule) {
    return Math.scalb(rule.output().step(), -rule.shift());
  }

  private static double[] scaled(int[] values, double factor) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * factor;
    }
    return scaled;
  }

  private static double[] scaled(long[] values, double factor) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * factor;
    }
    return scaled;
  }

  @Override
  OnnxValue weighted(IntegerLayer.Weighted layer, OnnxValue x) {
    return switch (layer.epilogue()) {
      case Epilogue.Accumulate sums -> product(layer, x, real(sums, layer), sums.output());
      case Epilogue.Requantize rule ->
          rectified(layer.name(), product(layer, x, real(rule), rule.output()));
      case Epilogue.RequantizePlanes planes -> {
        refuse(layer.name(), "its weights have two magnitudes");
        yield OnnxValue.real(x.name(), planes.output(), x.channels(), x.flat());
      }
    };
  }

  private static Real real(Epilogue.Accumulate sums, IntegerLayer.Weighted layer) {
    double step = sums.output().step();
    double[] factor = new double[layer.out().channels()];
    Arrays.fill(factor, step);
    return new Real(factor, scaled(sums.bias(), step));
  }

  /** The biases of a layer that ends in sums, as real values. */
  static OnnxTensor biases(IntegerLayer.Weighted layer) {
    Real real = real((Epilogue.Accumulate) layer.epilogue(), layer);
    return OnnxTensor.floats(List.of(real.offset.length), narrow(real.offset));
  }

  private OnnxValue product(IntegerLayer.Weighted layer, OnnxValue in, Real real, Grid output) {
    String name = layer.name();
    int outputs = layer.out().channels();
    float[] values = weights(layer, in.grid(), real.factor);
    String bias =
        graph.constant(name + ".bias", OnnxTensor.floats(List.of(outputs), narrow(real.offset)));
    return switch (layer) {
      case IntegerLayer.Convolution c -> {
        OnnxTensor tensor = OnnxTensor.floats(OnnxFloatLayers.dims(c), values);
        String w = graph.constant(name + ".weight", tensor);
        String y = convolve(c, name, List.of(spatial(in).name(), w, bias));
        yield OnnxValue.real(y, output, outputs, false);
      }
      case IntegerLayer.FullyConnected f -> {
        OnnxTensor tensor = OnnxTensor.floats(List.of(outputs, f.fanIn()), values);
        String w = graph.constant(name + ".weight", tensor);
        String y = connect(name, List.of(flat(in, f.fanIn()).name(), w, bias));
        yield OnnxValue.real(y, output, outputs, true);
      }
    };
  }

  /** Codes times their channel's factor, for real inputs in place of codes. */
  private static float[] weights(IntegerLayer.Weighted layer, Grid input, double[] factor) {
    Codes codes = layer.weights();
    float[] values = new float[codes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (codes.at(i) * factor[i / layer.fanIn()] / input.step());
    }
    return values;
  }

  private OnnxValue rectified(String name, OnnxValue x) {
    return x.grid().min() < 0
        ? x
        : x.as(graph.node("Relu", name + ".relu", x.name()), x.channels());
  }

  @Override
  OnnxValue sumPool(IntegerLayer.SumPool pool, OnnxValue x) {
    String name = graph.fresh("mean");
    boolean whole = pool.out().area() == 1 && pool.size().area() == pool.in().area();
    String y =
        whole
            ? graph.node("GlobalAveragePool", name, x.name())
            : graph.node(
                "AveragePool",
                name,
                List.of(x.name()),
                List.of(
                    OnnxAttribute.of("kernel_shape", pool.size()),
                    OnnxAttribute.of("strides", pool.stride()),
                    OnnxAttribute.pads(Extent.square(0))));
    return OnnxValue.real(y, pool.output(), x.channels(), false);
  }

  @Override
  OnnxValue residual(IntegerLayer.Residual block, OnnxValue x) {
    Epilogue.Requantize rule = block.requantize();
    long[] none = new long[rule.bias().length];
    OnnxValue body = branch(block.body(), x, rule.multiplier(), rule.bias(), rule);
    OnnxValue side = branch(block.shortcut(), x, block.shortcutMultiplier(), none, rule);
    boolean flat = body.flat() && side.flat();
    String name = graph.fresh("residual");
    String a = (flat ? body : spatial(body)).name();
    String b = (flat ? side : spatial(side)).name();
    String y = graph.node("Add", name, a, b);
    return rectified(name, OnnxValue.real(y, rule.output(), block.out().channels(), flat));
  }

  /** A branch in real values: its join's multipliers go into the weights that it ends in. */
  private OnnxValue branch(
      List<IntegerLayer> branch, OnnxValue x, int[] m, long[] b, Epilogue.Requantize rule) {
    double[] factor = scaled(m, step(rule));
    double[] offset = scaled(b, step(rule));
    if (!branch.isEmpty()
        && branch.getLast() instanceof IntegerLayer.Weighted last
        && last.epilogue() instanceof Epilogue.Accumulate sums) {
      for (int c = 0; c < offset.length; c++) {
        offset[c] += factor[c] * sums.bias()[c];
      }
      OnnxValue before = chain(branch.subList(0, branch.size() - 1), x);
      return product(last, before, new Real(factor, offset), sums.output());
    }
    OnnxValue end = spatial(chain(branch, x));
    for (int c = 0; c < factor.length; c++) {
      factor[c] /= end.grid().step();
    }
    return isIdentity(factor, offset) ? end : affine(graph.fresh("shortcut"), end, factor, offset);
  }

  private static boolean isIdentity(double[] factor, double[] offset) {
    for (int c = 0; c < factor.length; c++) {
      if (Math.abs(factor[c] - 1) > IDENTITY || offset[c] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  OnnxValue affine(ChannelAffine layer, OnnxValue x) {
    Real real = real(layer.requantize());
    double[] factor = real.factor.clone();
    for (int c = 0; c < factor.length; c++) {
      factor[c] /= x.grid().step();
    }
    OnnxValue y = affine(layer.name(), x, factor, real.offset);
    return rectified(
        layer.name(), OnnxValue.real(y.name(), layer.output(), x.channels(), x.flat()));
  }

  private OnnxValue affine(String name, OnnxValue x, double[] factor, double[] offset) {
    List<Integer> dims = perChannel(factor.length, x.flat());
    String f = graph.constant(name + ".factor", OnnxTensor.floats(dims, narrow(factor)));
    String o = graph.constant(name + ".offset", OnnxTensor.floats(dims, narrow(offset)));
    String product = graph.node("Mul", name + ".product", x.name(), f);
    return x.as(graph.node("Add", name, product, o), x.channels());
  }

  @Override
  OnnxValue inForm(OnnxValue x, boolean quantized) {
    return x;
  }

  private static float[] narrow(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
