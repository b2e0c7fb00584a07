package org.dyadic.train.torch;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.dyadic.data.PixelTable;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;

/**
 * A quantized network executed by libtorch, from the formulas of {@link IntegerLayer}: sums in
 * float64, which is exact below 2^53, and the rounding rule in int64. It shares no code with the
 * kernels.
 */
public final class TorchIntegers {
  private TorchIntegers() {}

  /** The logits of some images, one row each. */
  public static int[][] logits(QuantizedNetwork network, byte[][] images) {
    Torch.initialize();
    try (PointerScope _ = new PointerScope()) {
      Tensor logits = run(network.layers(), input(network, images));
      double[] values = new double[Math.toIntExact(logits.numel())];
      logits.contiguous().data_ptr_double().get(values);
      int classes = values.length / images.length;
      int[][] rows = new int[images.length][classes];
      for (int i = 0; i < values.length; i++) {
        rows[i / classes][i % classes] = (int) values[i];
      }
      return rows;
    }
  }

  private static Tensor input(QuantizedNetwork network, byte[][] images) {
    Shape shape = network.preprocessing().shape();
    PixelTable table = network.preprocessing().table();
    double[] values = new double[images.length * shape.size()];
    for (int i = 0; i < values.length; i++) {
      int at = i % shape.size();
      values[i] = table.code(at / shape.area(), images[i / shape.size()][at] & 0xFF);
    }
    return Tensor.create(values, images.length, shape.channels(), shape.height(), shape.width());
  }

  /** Each layer's scratch memory ends with it; its output belongs to the caller's scope. */
  private static Tensor run(List<IntegerLayer> layers, Tensor in) {
    PointerScope outer = PointerScope.getInnerScope();
    Tensor x = in;
    for (IntegerLayer layer : layers) {
      try (PointerScope _ = new PointerScope()) {
        x = run(layer, x);
        outer.attach(x);
      }
    }
    return x;
  }

  private static Tensor run(IntegerLayer layer, Tensor x) {
    return switch (layer) {
      case IntegerLayer.Weighted w -> weighted(w, x);
      case IntegerLayer.MaxPool p ->
          torch.max_pool2d(x, pair(p.size()), pair(p.stride()), pair(p.padding()), pair(1), false);
      case IntegerLayer.SumPool p ->
          torch.avg_pool2d(
              x, pair(p.size()), pair(p.stride()), pair(0), false, true, new LongOptional(1));
      case IntegerLayer.Subsample s -> subsample(s, x);
      case IntegerLayer.Residual r -> {
        Tensor body = run(r.body(), x);
        Tensor side = whole(run(r.shortcut(), x)).mul(perChannel(r.shortcutMultiplier()));
        yield round(r.requantize(), body, side);
      }
      case RecurrentLayer r ->
          throw new IllegalArgumentException(r.name() + ": cells have a reference of their own");
      case ChannelAffine a -> round(a.requantize(), x, null);
      case DenseLayer d -> torch.cat(new TensorVector(x, run(d.body(), x)), 1);
    };
  }

  private static Tensor subsample(IntegerLayer.Subsample s, Tensor x) {
    LongOptional open = new LongOptional();
    Tensor kept = x.slice(2, open, open, s.stride()).slice(3, open, open, s.stride());
    int after = s.out().channels() - s.in().channels() - s.channelsBefore();
    return torch.constant_pad_nd(kept, new long[] {0, 0, 0, 0, s.channelsBefore(), after});
  }

  private static Tensor weighted(IntegerLayer.Weighted layer, Tensor x) {
    return switch (layer.epilogue()) {
      case Epilogue.Requantize rule ->
          round(rule, sums(layer, x, Byte.MIN_VALUE, Byte.MAX_VALUE), null);
      case Epilogue.Accumulate a ->
          sums(layer, x, Byte.MIN_VALUE, Byte.MAX_VALUE).add(real(perChannel(a.bias())));
      case Epilogue.RequantizePlanes planes -> {
        Tensor negative = whole(sums(layer, x, Byte.MIN_VALUE, 0));
        Tensor term = negative.mul(perChannel(planes.negativeMultiplier()));
        yield round(planes.requantize(), sums(layer, x, 0, Byte.MAX_VALUE), term);
      }
    };
  }

  /** The sums by the codes within limits, those beyond counting as the limit. */
  private static Tensor sums(IntegerLayer.Weighted layer, Tensor x, int least, int most) {
    double[] values = new double[layer.weights().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.clamp(layer.weights().at(i), least, most);
    }
    int outputs = layer.out().channels();
    return switch (layer) {
      case IntegerLayer.Convolution c -> {
        int inputs = c.in().channels() / c.groups();
        Tensor weights =
            Tensor.create(values, outputs, inputs, c.kernel().rows(), c.kernel().columns());
        yield torch.conv2d(
            x,
            weights,
            new TensorOptional(),
            pair(c.stride()),
            pair(c.padding()),
            pair(1),
            c.groups());
      }
      case IntegerLayer.FullyConnected f -> {
        Tensor weights = Tensor.create(values, outputs, f.fanIn());
        Tensor sums = torch.linear(torch.flatten(x, 1, -1), weights);
        yield sums.view(x.size(0), outputs, 1, 1);
      }
    };
  }

  /** sat((m * acc + b + term + 2^(s-1)) >> s). */
  private static Tensor round(Epilogue.Requantize rule, Tensor sums, Tensor term) {
    long[] offset = rule.bias();
    for (int i = 0; i < offset.length; i++) {
      offset[i] += rule.shift() == 0 ? 0 : 1L << (rule.shift() - 1);
    }
    Tensor product = whole(sums).mul(perChannel(rule.multiplier())).add(perChannel(offset));
    Tensor shifted =
        torch.bitwise_right_shift(
            term == null ? product : product.add(term), new Scalar((long) rule.shift()));
    double min = rule.output().min();
    double max = rule.output().max();
    return torch.hardtanh(real(shifted), new Scalar(min), new Scalar(max));
  }

  private static Tensor whole(Tensor x) {
    return x.to(torch.ScalarType.Long);
  }

  private static Tensor real(Tensor x) {
    return x.to(torch.ScalarType.Double);
  }

  private static Tensor perChannel(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return perChannel(wide);
  }

  private static Tensor perChannel(long[] values) {
    return Tensor.create(values, 1, values.length, 1, 1);
  }

  private static long[] pair(Extent extent) {
    return new long[] {extent.rows(), extent.columns()};
  }

  private static long[] pair(long value) {
    return new long[] {value, value};
  }
}
