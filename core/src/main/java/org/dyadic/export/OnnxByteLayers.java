package org.dyadic.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dyadic.model.Extent;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;

/**
 * Layers in 8-bit integers as ONNX Runtime runs them fastest on processors: unsigned bytes between
 * layers, signed bytes as weights with a scale an output channel, and QuantizeLinear and
 * DequantizeLinear around each operator, which ONNX Runtime fuses into QLinearConv, QGemm and
 * QLinearAdd. What bytes cannot hold, such as the sums of an average pool, goes by {@link
 * OnnxFloatLayers} until the next layer that gives bytes.
 */
final class OnnxByteLayers extends OnnxLayers {
  private final OnnxFloatLayers floats;
  private final ByteTally tally;

  OnnxByteLayers(OnnxGraph graph, List<String> obstacles, ByteTally tally) {
    super(graph, obstacles);
    this.floats = new OnnxFloatLayers(graph, obstacles, OnnxWeights.BYTES, OnnxRounding.EXACT);
    this.tally = tally;
  }

  @Override
  OnnxValue weighted(IntegerLayer.Weighted layer, OnnxValue x) {
    if (OnnxValue.fitsByte(x.grid())) {
      if (layer.epilogue() instanceof Epilogue.Requantize rule
          && OnnxValue.fitsByte(rule.output())) {
        return bytes(layer, inForm(x, true), rule);
      }
      if (layer instanceof IntegerLayer.FullyConnected connected
          && !(layer.epilogue() instanceof Epilogue.RequantizePlanes)) {
        return sums(connected, inForm(x, true));
      }
    }
    return floats.weighted(layer, inForm(x, false));
  }

  /** A layer from bytes to bytes. */
  OnnxValue bytes(IntegerLayer.Weighted layer, OnnxValue x, Epilogue.Requantize rule) {
    String name = layer.name();
    ByteWeights w = ByteWeights.of(layer.weights().toBytes(), x.grid(), rule, tally);
    return switch (layer) {
      case IntegerLayer.Convolution c -> {
        List<String> inputs = operands(name, spatial(x), w, OnnxFloatLayers.dims(c), rule);
        yield quantize(name, convolve(c, name + ".real", inputs), rule.output(), w.count(), false);
      }
      case IntegerLayer.FullyConnected f -> {
        List<Integer> dims = List.of(w.count(), f.fanIn());
        List<String> inputs = operands(name, flat(x, f.fanIn()), w, dims, rule);
        yield quantize(name, connect(name + ".real", inputs), rule.output(), w.count(), true);
      }
    };
  }

  @Override
  OnnxValue affine(ChannelAffine layer, OnnxValue x) {
    Epilogue.Requantize rule = layer.requantize();
    if (!OnnxValue.fitsByte(x.grid()) || !OnnxValue.fitsByte(rule.output())) {
      return floats.affine(layer, inForm(x, false));
    }
    int channels = layer.in().channels();
    byte[] ones = new byte[channels];
    Arrays.fill(ones, (byte) 1);
    ByteWeights w = ByteWeights.of(ones, x.grid(), rule, tally);
    List<String> inputs =
        operands(layer.name(), spatial(inForm(x, true)), w, List.of(channels, 1, 1, 1), rule);
    Extent one = Extent.square(1);
    List<OnnxAttribute> attributes = attributes(one, one, Extent.square(0), channels);
    String y = graph.node("Conv", layer.name() + ".real", inputs, attributes);
    return quantize(layer.name(), y, rule.output(), channels, false);
  }

  /**
   * Input, weights and biases of a node, each by DequantizeLinear. In real terms a channel's scale
   * is that of its sums over the step of the output.
   */
  private List<String> operands(
      String name, OnnxValue x, ByteWeights w, List<Integer> dims, Epilogue.Requantize rule) {
    int output = rule.output().exponent();
    float[] weightScales = w.scales(x.grid().exponent() - output);
    OnnxTensor biases = OnnxTensor.ints(List.of(w.count()), w.biases());
    return List.of(
        inForm(x, false).name(),
        perChannel(name + ".weight", new OnnxTensor(OnnxType.INT8, dims, w.bytes()), weightScales),
        perChannel(name + ".bias", biases, w.scales(-output)));
  }

  /** A constant by DequantizeLinear, with a scale a channel. */
  private String perChannel(String name, OnnxTensor tensor, float[] scales) {
    List<Integer> channels = List.of(scales.length);
    byte[] zeros = new byte[scales.length * tensor.type().bytes()];
    return graph.node(
        "DequantizeLinear",
        name,
        List.of(
            graph.constant(name + ".integers", tensor),
            graph.constant(name + ".scale", OnnxTensor.floats(channels, scales)),
            graph.constant(name + ".zero", new OnnxTensor(tensor.type(), channels, zeros))),
        List.of(new OnnxAttribute.Whole("axis", 0)));
  }

  /** Floats as bytes of a grid; QuantizeLinear clips to a byte, Clip to less than that. */
  private OnnxValue quantize(String name, String real, Grid grid, int channels, boolean flat) {
    int zero = OnnxValue.zeroPoint(grid);
    String y =
        graph.node("QuantizeLinear", name, real, step(name, grid.exponent(), 1), zero(name, zero));
    long min = grid.min() + zero;
    long max = grid.max() + zero;
    if (min > 0 || max < 255) {
      String least = graph.constant(name + ".min", OnnxTensor.unsigned((int) min));
      String most = graph.constant(name + ".max", OnnxTensor.unsigned((int) max));
      y = graph.node("Clip", name + ".clip", y, least, most);
    }
    return new OnnxValue(y, grid, channels, flat, true);
  }

  private String step(String name, int exponent, double factor) {
    double step = Math.scalb(factor, -exponent);
    return graph.constant(name + ".step", OnnxTensor.scalar(step));
  }

  private String zero(String name, int zero) {
    return graph.constant(name + ".zero_point", OnnxTensor.unsigned(zero));
  }

  @Override
  OnnxValue inForm(OnnxValue x, boolean quantized) {
    if (x.quantized() == quantized) {
      return x;
    }
    String name = x.name() + (quantized ? ".bytes" : ".real");
    if (quantized) {
      return quantize(name, x.name(), x.grid(), x.channels(), x.flat());
    }
    String y = dequantize(name, x, step(name, x.grid().exponent(), 1));
    return OnnxValue.real(y, x.grid(), x.channels(), x.flat());
  }

  private String dequantize(String name, OnnxValue bytes, String scale) {
    return graph.node("DequantizeLinear", name, bytes.name(), scale, zero(name, bytes.zeroPoint()));
  }

  /** A fully connected layer from bytes to floats: sums in integers, then as the floats do. */
  private OnnxValue sums(IntegerLayer.FullyConnected layer, OnnxValue in) {
    OnnxValue x = flat(in, layer.fanIn());
    String name = layer.name();
    int outputs = layer.out().channels();
    int exponent = x.grid().exponent() + layer.weights().exponent();
    AccumulatorProof proof = AccumulatorProof.of(layer, x.grid());
    Grid grid = OnnxFloatLayers.sumsGrid(layer, x.grid());
    List<String> inputs = new ArrayList<>();
    inputs.add(inForm(x, false).name());
    inputs.add(
        OnnxWeights.BYTES.add(
            graph, name + ".weight", List.of(outputs, layer.fanIn()), layer.weights()));
    if (layer.epilogue() instanceof Epilogue.Accumulate sums) {
      OnnxTensor bias = OnnxTensor.ints(List.of(outputs), sums.bias());
      String constant = graph.constant(name + ".bias.integers", bias);
      String step = step(name + ".bias", exponent, 1);
      String zero = graph.constant(name + ".bias.zero", OnnxTensor.ints(List.of(), 0));
      inputs.add(graph.node("DequantizeLinear", name + ".bias", constant, step, zero));
      floats.checkSums(name, Math.max(-proof.result().min(), proof.result().max()));
      return OnnxValue.real(connect(name, inputs), sums.output(), outputs, true);
    }
    OnnxValue sums = OnnxValue.real(connect(name + ".sums", inputs), grid, outputs, true);
    return floats.requantize(layer, sums, (Epilogue.Requantize) layer.epilogue(), proof);
  }

  @Override
  OnnxValue sumPool(IntegerLayer.SumPool pool, OnnxValue x) {
    return floats.sumPool(pool, inForm(x, false));
  }

  /**
   * Bytes plus other bytes, rounded once to a grid.
   *
   * @param x in units of the grid, or half units
   * @param ratio units of the grid in one of y
   */
  OnnxValue addBytes(OnnxValue x, OnnxValue y, double ratio, Grid grid) {
    String name = graph.fresh("residual");
    int exponent = grid.exponent();
    boolean halves = x.grid().exponent() == exponent + 1;
    String a = dequantize(name + ".branch", x, step(name + ".branch", x.grid().exponent(), 1));
    String b = dequantize(name + ".shortcut", y, step(name + ".shortcut", exponent, ratio));
    String sum = graph.node("Add", name + ".real", a, b);
    if (halves) {
      sum = graph.node("Add", name + ".centred", sum, step(name + ".quarter", exponent, 0.25));
    }
    return quantize(name, sum, grid, x.channels(), x.flat());
  }

  /** Counts a join for people. */
  void countJoin(boolean exactWithinRange) {
    tally.addJoin(exactWithinRange);
  }

  /** The layers that bytes cannot hold. */
  OnnxFloatLayers floats() {
    return floats;
  }

  @Override
  OnnxValue residual(IntegerLayer.Residual block, OnnxValue x) {
    return new ByteJoin(this, block).add(x);
  }
}
