package org.dyadic.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dyadic.model.Extent;
import org.dyadic.model.Sequence;
import org.dyadic.model.Shape;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Codes;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.GateRule;
import org.dyadic.quant.GateSums;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.RecurrentLayer;
import org.dyadic.quant.Scales;

/**
 * Reads what {@link LayerWriter} writes. A layer's input shape and a pool's grid follow from the
 * layer before; everything else is read and checked, by the records themselves where they can.
 */
final class LayerReader {
  private final Version version;
  private final ByteSource layers;
  private final ByteSource codes;
  private final ByteSource requantize;

  LayerReader(Version version, ByteSource layers, ByteSource codes, ByteSource requantize) {
    this.version = version;
    this.layers = layers;
    this.codes = codes;
    this.requantize = requantize;
  }

  /** Reads all layers, to the end of the three sections. */
  List<IntegerLayer> readAll(Shape in, Grid input) {
    List<IntegerLayer> list = read(in, input, 0);
    layers.finish("the layer records");
    codes.finish("the weight codes");
    requantize.finish("the requantization");
    return list;
  }

  private List<IntegerLayer> read(Shape in, Grid input, int depth) {
    if (depth > ModelFile.MAX_DEPTH) {
      throw layers.fault(
          layers.position(),
          "blocks nested at most %d deep".formatted(ModelFile.MAX_DEPTH),
          "one more");
    }
    int count = layers.u16("number of layers", 0);
    List<IntegerLayer> list = new ArrayList<>();
    Shape shape = in;
    Grid grid = input;
    for (int i = 0; i < count; i++) {
      IntegerLayer layer = readLayer(shape, grid, depth);
      list.add(layer);
      shape = layer.out();
      grid = layer.output();
    }
    return list;
  }

  /** Reads one layer; a rule of the records that it breaks is a fault of the file. */
  private IntegerLayer readLayer(Shape in, Grid input, int depth) {
    int offset = layers.position();
    int tag = layers.u8("kind of layer", 1, version.lastLayer());
    try {
      return switch (tag) {
        case Tags.CONVOLUTION -> convolution(in, true);
        case Tags.FULLY_CONNECTED -> fullyConnected(in);
        case Tags.MAX_POOL, Tags.SUM_POOL, Tags.PADDED_MAX_POOL -> pool(tag, in, input, true);
        case Tags.SUBSAMPLE -> new IntegerLayer.Subsample(in, Shapes.read(layers), stride(), input);
        case Tags.RESIDUAL -> residual(in, input, depth);
        case Tags.LSTM -> lstm(in, input);
        case Tags.GRU -> gru(in, input);
        case Tags.DENSE -> dense(in, input, depth);
        case Tags.CHANNEL_AFFINE -> channelAffine(in);
        case Tags.RECTANGULAR_CONVOLUTION -> convolution(in, false);
        case Tags.RECTANGULAR_POOL -> pool(poolKind(), in, input, false);
        default -> throw layers.fault(offset, "a known kind of layer", tag);
      };
    } catch (IllegalArgumentException | ArithmeticException broken) {
      throw layers.fault(offset, "a layer that keeps its rules", broken.getMessage());
    }
  }

  private IntegerLayer convolution(Shape in, boolean square) {
    String name = Text.readName(layers, "layer name");
    Shape out = Shapes.read(layers);
    int offset = layers.position();
    Extent kernel = Extents.read(layers, "kernel", 1, square);
    Extent stride = Extents.read(layers, "stride", 1, square);
    Extent padding = Extents.read(layers, "padding", 0, square);
    if (!square) {
      Extents.requireRectangular(layers, offset, kernel, stride, padding);
    }
    int groups = layers.i32("groups", 1);
    long fanIn = Math.multiplyExact((long) in.channels() / groups, kernel.area());
    Codes weights = weights(fanIn, out.channels());
    Epilogue epilogue = epilogue(out.channels());
    return new IntegerLayer.Convolution(
        name, in, out, kernel, stride, padding, groups, weights, epilogue);
  }

  private IntegerLayer fullyConnected(Shape in) {
    String name = Text.readName(layers, "layer name");
    Shape out = Shapes.read(layers);
    Codes weights = weights(in.size(), out.channels());
    return new IntegerLayer.FullyConnected(name, in, out, weights, epilogue(out.channels()));
  }

  /** The kind of a rectangular pool, which is that of the square one. */
  private int poolKind() {
    int offset = layers.position();
    int kind = layers.u8("kind of pool", 0, 255);
    if (kind != Tags.MAX_POOL && kind != Tags.SUM_POOL && kind != Tags.PADDED_MAX_POOL) {
      throw layers.fault(offset, "a kind of pool", kind);
    }
    return kind;
  }

  private IntegerLayer pool(int kind, Shape in, Grid input, boolean square) {
    Shape out = Shapes.read(layers);
    int offset = layers.position();
    Extent size = Extents.read(layers, "size", 1, square);
    Extent stride = Extents.read(layers, "stride", 1, square);
    Extent padding = kind == Tags.PADDED_MAX_POOL ? padding(square) : Extent.square(0);
    if (!square) {
      Extents.requireRectangular(layers, offset, size, stride, padding);
    }
    return kind == Tags.SUM_POOL
        ? new IntegerLayer.SumPool(in, out, size, stride, input.summed(size.area()))
        : new IntegerLayer.MaxPool(in, out, size, stride, padding, input);
  }

  /** The padding of a kind of pool that has one. */
  private Extent padding(boolean square) {
    int offset = layers.position();
    Extent padding = Extents.read(layers, "padding", square ? 1 : 0, square);
    if (padding.equals(Extent.square(0))) {
      throw layers.fault(offset, "padding of a padded pool", padding);
    }
    return padding;
  }

  private IntegerLayer residual(Shape in, Grid input, int depth) {
    List<IntegerLayer> body = read(in, input, depth + 1);
    List<IntegerLayer> shortcut = read(in, input, depth + 1);
    Shape out = body.isEmpty() ? in : body.getLast().out();
    int channels = out.channels();
    int[] multiplier = ints("multipliers", channels);
    long[] bias = longs("biases", channels);
    int[] shortcutMultiplier = ints("shortcut multipliers", channels);
    Epilogue.Requantize rule =
        new Epilogue.Requantize(multiplier, bias, shift(), Numbers.readGrid(layers));
    return new IntegerLayer.Residual(in, out, body, shortcut, rule, shortcutMultiplier);
  }

  private RecurrentLayer lstm(Shape in, Grid input) {
    String name = Text.readName(layers, "layer name");
    GateSums sums = sums(name, in, input, 4);
    int cellExponent = layers.u8("cell exponent", 0, RecurrentLayer.Lstm.MAX_CELL_EXPONENT);
    return new RecurrentLayer.Lstm(name, in, sums, rule(sums), cellExponent);
  }

  private RecurrentLayer gru(Shape in, Grid input) {
    String name = Text.readName(layers, "layer name");
    GateSums sums = sums(name, in, input, 3);
    return new RecurrentLayer.Gru(name, in, sums, rule(sums));
  }

  /** Both weight arrays of {@code gates} gates; the features follow from the input's shape. */
  private GateSums sums(String name, Shape in, Grid input, int gates) {
    int offset = layers.position();
    int units = layers.i32("units", 1);
    if (units > ModelFile.MAX_ELEMENTS) {
      throw layers.fault(offset, "at most %d units".formatted(ModelFile.MAX_ELEMENTS), units);
    }
    Codes ofInput = weights(Sequence.of(in).features(), gates * units);
    Codes ofHidden = weights(units, gates * units);
    return GateSums.of(name, units, ofInput, ofHidden, input);
  }

  /** Four biases a unit. */
  private GateRule rule(GateSums sums) {
    int inputMultiplier = layers.i32("multiplier", 0);
    int hiddenMultiplier = layers.i32("hidden multiplier", 0);
    int shift = layers.u8("shift", 0, GateRule.MAX_SHIFT);
    int[] bias = ints("biases", Math.multiplyExact(4, sums.hidden().fanIn()));
    return new GateRule(inputMultiplier, hiddenMultiplier, bias, shift);
  }

  private IntegerLayer dense(Shape in, Grid input, int depth) {
    int offset = layers.position();
    DenseLayer dense = new DenseLayer(in, read(in, input, depth + 1));
    Shapes.require(layers, offset, dense.out().channels(), in.height(), in.width());
    return dense;
  }

  private IntegerLayer channelAffine(Shape in) {
    String name = Text.readName(layers, "layer name");
    return new ChannelAffine(name, in, requantize(in.channels()));
  }

  private Epilogue.Requantize requantize(int channels) {
    int[] multiplier = ints("multipliers", channels);
    long[] bias = longs("biases", channels);
    return new Epilogue.Requantize(multiplier, bias, shift(), Numbers.readGrid(layers));
  }

  private int stride() {
    return layers.u16("stride", 1);
  }

  private int shift() {
    return layers.u8("shift", 0, Long.SIZE - 2);
  }

  /** Reads codes and scales; packed bytes that packing the codes would not give are a fault. */
  private Codes weights(long fanIn, int channels) {
    long count = Math.multiplyExact(fanIn, channels);
    int form = layers.position();
    int byteOfBits = layers.u8("bits and form of scales", 0, 255);
    int bits = byteOfBits & ((1 << Tags.SCALING_SHIFT) - 1);
    int scaling = byteOfBits >> Tags.SCALING_SHIFT;
    require(form, "bits", bits, version.leastBits(), Codes.MAX_BITS);
    require(form, "form of scales", scaling, Scaling.NONE.tag(), version.lastScaling());
    int exponent = layers.i8("exponent");
    CodePacking packing = packing(count, bits);
    int offset = codes.position();
    byte[] packed = codes.raw("weight codes", packing.length(count, bits));
    byte[] values = packing.unpack(packed, Math.toIntExact(count), bits);
    Codes weights =
        new Codes(bits, exponent, values, scales(form, Scaling.ofTag(scaling), channels));
    int stray = Arrays.mismatch(packed, packing.pack(weights));
    if (stray >= 0) {
      throw codes.fault(
          offset + stray, "packed codes", "byte 0x%02x, no packing".formatted(packed[stray]));
    }
    return weights;
  }

  private CodePacking packing(long count, int bits) {
    CodePacking packing = CodePacking.of(count, bits);
    int offset = layers.position();
    int tag = layers.u8("packing", 0, 255);
    if (tag != packing.tag()) {
      throw layers.fault(
          offset, "packing %d of %d codes of %d bits".formatted(packing.tag(), count, bits), tag);
    }
    return packing;
  }

  private void require(int offset, String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw layers.fault(offset, "%s in %d .. %d".formatted(what, min, max), value);
    }
  }

  private Scales scales(int form, Scaling scaling, int channels) {
    int count = scaling.count(channels);
    float[] positive = Numbers.readFloats(requantize, "scales", count);
    float[] negative =
        Numbers.readFloats(requantize, "negative scales", scaling.twoPlanes() ? count : 0);
    Scales scales = new Scales(positive, negative);
    if (Scaling.of(scales) != scaling) {
      throw layers.fault(form, "one scale for one channel", scaling.tag());
    }
    return scales;
  }

  private Epilogue epilogue(int channels) {
    int tag = layers.u8("epilogue", Tags.REQUANTIZE, version.lastEpilogue());
    if (tag == Tags.ACCUMULATE) {
      return new Epilogue.Accumulate(ints("biases", channels), Numbers.readGrid(layers));
    }
    if (tag == Tags.REQUANTIZE) {
      return requantize(channels);
    }
    int[] multiplier = ints("multipliers", channels);
    long[] bias = longs("biases", channels);
    int[] negative = ints("negative multipliers", channels);
    return new Epilogue.RequantizePlanes(
        new Epilogue.Requantize(multiplier, bias, shift(), Numbers.readGrid(layers)), negative);
  }

  private int[] ints(String what, int count) {
    int width = Numbers.readWidth(layers, what, Integer.BYTES);
    return Numbers.readInts(requantize, what, count, width);
  }

  private long[] longs(String what, int count) {
    int width = Numbers.readWidth(layers, what, Long.BYTES);
    return Numbers.read(requantize, what, count, width);
  }
}
