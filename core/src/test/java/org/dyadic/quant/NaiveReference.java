package org.dyadic.quant;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.dyadic.model.Shape;

/**
 * A network executed straight from the formulas in the documentation of {@link IntegerLayer}, in
 * arithmetic that cannot overflow: one output at a time, no shared code with the kernels.
 */
public final class NaiveReference {
  private NaiveReference() {}

  /** A planar tensor of exact integers. */
  private record Tensor(Shape shape, BigInteger[] values) {
    static Tensor of(Shape shape) {
      return new Tensor(shape, new BigInteger[shape.size()]);
    }

    BigInteger at(int channel, int y, int x) {
      boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
      return inside ? values[(channel * shape.height() + y) * shape.width() + x] : BigInteger.ZERO;
    }

    void set(int channel, int y, int x, BigInteger value) {
      values[(channel * shape.height() + y) * shape.width() + x] = value;
    }
  }

  private interface Element {
    BigInteger at(int channel, int y, int x);
  }

  /** The logits of one image. */
  public static int[] logits(QuantizedNetwork network, byte[] pixels) {
    Shape shape = network.preprocessing().shape();
    Tensor input = Tensor.of(shape);
    for (int i = 0; i < pixels.length; i++) {
      int channel = i / shape.area();
      int code = network.preprocessing().table().code(channel, pixels[i] & 0xFF);
      input.values[i] = BigInteger.valueOf(code);
    }
    Tensor logits = run(network.layers(), input);
    int[] result = new int[logits.values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = logits.values[i].intValueExact();
    }
    return result;
  }

  /** The output of one layer. */
  static long[] run(IntegerLayer layer, long[] input) {
    Tensor in = Tensor.of(layer.in());
    for (int i = 0; i < input.length; i++) {
      in.values[i] = BigInteger.valueOf(input[i]);
    }
    return Arrays.stream(run(layer, in).values).mapToLong(BigInteger::longValueExact).toArray();
  }

  private static Tensor run(List<IntegerLayer> layers, Tensor in) {
    Tensor tensor = in;
    for (IntegerLayer layer : layers) {
      tensor = run(layer, tensor);
    }
    return tensor;
  }

  private static Tensor run(IntegerLayer layer, Tensor in) {
    return switch (layer) {
      case IntegerLayer.Convolution convolution ->
          each(layer.out(), (o, y, x) -> convolve(convolution, in, o, y, x));
      case IntegerLayer.FullyConnected connected ->
          each(layer.out(), (o, y, x) -> connect(connected, in, o));
      case IntegerLayer.MaxPool p -> each(layer.out(), (c, y, x) -> max(p, in, c, y, x));
      case IntegerLayer.SumPool p -> each(layer.out(), (c, y, x) -> sum(in, c, y, x, p));
      case IntegerLayer.Subsample subsample ->
          each(layer.out(), (c, y, x) -> subsample(subsample, in, c, y, x));
      case IntegerLayer.Residual block -> {
        Tensor body = run(block.body(), in);
        Tensor shortcut = run(block.shortcut(), in);
        yield each(
            layer.out(), (c, y, x) -> join(block, c, body.at(c, y, x), shortcut.at(c, y, x)));
      }
      case RecurrentLayer recurrent ->
          new Tensor(layer.out(), NaiveCells.run(recurrent, in.values));
      case ChannelAffine affine ->
          each(
              layer.out(),
              (c, y, x) -> round(affine.requantize(), c, in.at(c, y, x), BigInteger.ZERO));
      case DenseLayer dense -> {
        Tensor grown = run(dense.body(), in);
        int old = dense.in().channels();
        yield each(layer.out(), (c, y, x) -> c < old ? in.at(c, y, x) : grown.at(c - old, y, x));
      }
    };
  }

  private static Tensor each(Shape shape, Element element) {
    Tensor tensor = Tensor.of(shape);
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          tensor.set(channel, y, x, element.at(channel, y, x));
        }
      }
    }
    return tensor;
  }

  private static BigInteger convolve(
      IntegerLayer.Convolution layer, Tensor in, int o, int y, int x) {
    int inputs = layer.in().channels() / layer.groups();
    int group = o / (layer.out().channels() / layer.groups());
    BigInteger[] acc = {BigInteger.ZERO, BigInteger.ZERO};
    for (int i = 0; i < inputs; i++) {
      for (int r = 0; r < layer.kernel().rows(); r++) {
        for (int c = 0; c < layer.kernel().columns(); c++) {
          int at = ((o * inputs + i) * layer.kernel().rows() + r) * layer.kernel().columns() + c;
          int code = layer.weights().at(at);
          int row = y * layer.stride().rows() - layer.padding().rows() + r;
          int column = x * layer.stride().columns() - layer.padding().columns() + c;
          add(acc, code, in.at(group * inputs + i, row, column));
        }
      }
    }
    return finish(layer.epilogue(), o, acc);
  }

  private static BigInteger connect(IntegerLayer.FullyConnected layer, Tensor in, int o) {
    BigInteger[] acc = {BigInteger.ZERO, BigInteger.ZERO};
    for (int i = 0; i < in.values.length; i++) {
      add(acc, layer.weights().at(o * in.values.length + i), in.values[i]);
    }
    return finish(layer.epilogue(), o, acc);
  }

  /** Codes above zero count in the first sum, those below in the second. */
  private static void add(BigInteger[] acc, int code, BigInteger input) {
    int plane = code > 0 ? 0 : 1;
    acc[plane] = acc[plane].add(input.multiply(BigInteger.valueOf(code)));
  }

  /** The largest of those elements of a window that lie in the image. */
  private static BigInteger max(IntegerLayer.MaxPool pool, Tensor in, int channel, int y, int x) {
    BigInteger max = null;
    for (int r = 0; r < pool.size().rows(); r++) {
      for (int c = 0; c < pool.size().columns(); c++) {
        int row = y * pool.stride().rows() - pool.padding().rows() + r;
        int column = x * pool.stride().columns() - pool.padding().columns() + c;
        boolean inside =
            row >= 0 && row < in.shape.height() && column >= 0 && column < in.shape.width();
        if (inside) {
          BigInteger value = in.at(channel, row, column);
          max = max == null ? value : max.max(value);
        }
      }
    }
    return max;
  }

  private static BigInteger sum(Tensor in, int channel, int y, int x, IntegerLayer.SumPool pool) {
    BigInteger sum = BigInteger.ZERO;
    for (int r = 0; r < pool.size().rows(); r++) {
      for (int c = 0; c < pool.size().columns(); c++) {
        int row = y * pool.stride().rows() + r;
        sum = sum.add(in.at(channel, row, x * pool.stride().columns() + c));
      }
    }
    return sum;
  }

  private static BigInteger subsample(
      IntegerLayer.Subsample layer, Tensor in, int channel, int y, int x) {
    int from = channel - layer.channelsBefore();
    return from < 0 || from >= layer.in().channels()
        ? BigInteger.ZERO
        : in.at(from, y * layer.stride(), x * layer.stride());
  }

  private static BigInteger join(
      IntegerLayer.Residual block, int channel, BigInteger body, BigInteger shortcut) {
    BigInteger term = shortcut.multiply(BigInteger.valueOf(block.shortcutMultiplier()[channel]));
    return round(block.requantize(), channel, body, term);
  }

  private static BigInteger finish(Epilogue epilogue, int channel, BigInteger[] acc) {
    BigInteger all = acc[0].add(acc[1]);
    return switch (epilogue) {
      case Epilogue.Requantize requantize -> round(requantize, channel, all, BigInteger.ZERO);
      case Epilogue.RequantizePlanes planes -> {
        BigInteger n = BigInteger.valueOf(planes.negativeMultiplier()[channel]);
        yield round(planes.requantize(), channel, acc[0], acc[1].multiply(n));
      }
      case Epilogue.Accumulate sums -> all.add(BigInteger.valueOf(sums.bias()[channel]));
    };
  }

  /** sat((m * acc + b + term + 2^(s-1)) >> s), the shift as a division that rounds down. */
  private static BigInteger round(
      Epilogue.Requantize rule, int channel, BigInteger acc, BigInteger term) {
    BigInteger product =
        acc.multiply(BigInteger.valueOf(rule.multiplier()[channel]))
            .add(BigInteger.valueOf(rule.bias()[channel]))
            .add(term);
    BigInteger divisor = BigInteger.TWO.pow(rule.shift());
    BigInteger[] parts = product.add(divisor.divide(BigInteger.TWO)).divideAndRemainder(divisor);
    BigInteger quotient = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    return quotient
        .max(BigInteger.valueOf(rule.output().min()))
        .min(BigInteger.valueOf(rule.output().max()));
  }
}
