package org.dyadic.quant;

import java.util.List;
import java.util.Map;
import org.dyadic.model.Extent;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.Recurrent;
import org.dyadic.model.Shape;
import org.dyadic.model.State;

/**
 * A float network's layers in double precision, written from their definitions, with weights that
 * are codes. No code is shared with folding.
 *
 * @param state batch norm and biases
 * @param codes the weights, by parameter name
 */
record FloatReference(State state, Map<String, Codes> codes) {

  /** A planar tensor of real numbers. */
  record Tensor(Shape shape, double[] values) {
    double at(int channel, int y, int x) {
      boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
      return inside ? values[(channel * shape.height() + y) * shape.width() + x] : 0;
    }
  }

  private interface Element {
    double at(int channel, int y, int x);
  }

  private static Tensor each(Shape shape, Element element) {
    double[] values = new double[shape.size()];
    int i = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          values[i++] = element.at(channel, y, x);
        }
      }
    }
    return new Tensor(shape, values);
  }

  /** The whole chain. */
  Tensor run(List<Network.Node> nodes, Tensor in) {
    Tensor x = in;
    for (Network.Node node : nodes) {
      x = run(node, x);
    }
    return x;
  }

  /** One layer. */
  Tensor run(Network.Node node, Tensor in) {
    Shape out = node.out();
    return switch (node.layer()) {
      case Layer.Convolution c -> each(out, (o, y, x) -> convolve(node, c, in, o, y, x));
      case Layer.Linear l -> each(out, (o, y, x) -> connect(node, l, in, o));
      case Layer.BatchNorm b -> each(out, (c, y, x) -> normalize(node, c, in.at(c, y, x)));
      case Layer.Relu r -> each(out, (c, y, x) -> Math.max(0, in.at(c, y, x)));
      case Layer.MaxPool p -> each(out, (c, y, x) -> max(in, c, y, x, p));
      case Layer.AveragePool p ->
          each(out, (c, y, x) -> mean(in, c, corner(y, x, p.stride()), p.size()));
      case Layer.GlobalAveragePool p ->
          each(out, (c, y, x) -> mean(in, c, new Extent(0, 0), whole(in.shape())));
      case Layer.Flatten f -> new Tensor(out, in.values());
      case Layer.Subsample s ->
          each(
              out,
              (c, y, x) -> {
                int from = c - s.channelsBefore(node.in());
                boolean old = from >= 0 && from < node.in().channels();
                return old ? in.at(from, y * s.stride(), x * s.stride()) : 0;
              });
      case Layer.Residual r -> {
        Tensor body = run(node.body(), in);
        Tensor shortcut = run(node.shortcut(), in);
        yield each(out, (c, y, x) -> body.at(c, y, x) + shortcut.at(c, y, x));
      }
      case Recurrent r -> new Tensor(out, new FloatCells(node, state, codes).run(r, in));
      case Layer.Dense d -> concatenate(in, run(node.body(), in));
    };
  }

  private double convolve(Network.Node node, Layer.Convolution c, Tensor in, int o, int y, int x) {
    Codes weights = codes.get(node.name() + ".weight");
    int inputs = node.in().channels() / c.groups();
    int first = o / (c.filters() / c.groups()) * inputs;
    double sum = 0;
    for (int i = 0; i < inputs; i++) {
      for (int row = 0; row < c.kernel().rows(); row++) {
        for (int column = 0; column < c.kernel().columns(); column++) {
          int filter = (o * inputs + i) * c.kernel().rows() + row;
          int at = filter * c.kernel().columns() + column;
          int inY = y * c.stride().rows() - c.padding().rows() + row;
          int inX = x * c.stride().columns() - c.padding().columns() + column;
          sum += weight(weights, at, o) * in.at(first + i, inY, inX);
        }
      }
    }
    return sum + bias(node, c.bias(), o);
  }

  private double connect(Network.Node node, Layer.Linear l, Tensor in, int o) {
    Codes weights = codes.get(node.name() + ".weight");
    double sum = 0;
    for (int i = 0; i < in.values().length; i++) {
      sum += weight(weights, o * in.values().length + i, o) * in.values()[i];
    }
    return sum + bias(node, l.bias(), o);
  }

  /** A weight in real numbers. */
  private static double weight(Codes weights, int index, int channel) {
    int code = weights.at(index);
    Scales scales = weights.scales();
    float[] factors =
        code < 0 && scales.negative().length > 0 ? scales.negative() : scales.positive();
    double factor = factors.length == 0 ? 1 : factors[Math.min(channel, factors.length - 1)];
    return code * Math.pow(2, -weights.exponent()) * factor;
  }

  private double bias(Network.Node node, boolean present, int channel) {
    return present ? state.get(node.name() + ".bias")[channel] : 0;
  }

  private double normalize(Network.Node node, int channel, double x) {
    double gamma = state.get(node.name() + ".weight")[channel];
    double beta = state.get(node.name() + ".bias")[channel];
    double mean = state.get(node.name() + ".running_mean")[channel];
    double variance = state.get(node.name() + ".running_var")[channel];
    return (x - mean) / Math.sqrt(variance + 1e-5) * gamma + beta;
  }

  private static Extent whole(Shape shape) {
    return new Extent(shape.height(), shape.width());
  }

  private static Extent corner(int y, int x, Extent stride) {
    return new Extent(y * stride.rows(), x * stride.columns());
  }

  /** The channels of one tensor, then those of another. */
  static Tensor concatenate(Tensor first, Tensor second) {
    int old = first.shape().channels();
    Shape shape = first.shape();
    return each(
        new Shape(old + second.shape().channels(), shape.height(), shape.width()),
        (c, y, x) -> c < old ? first.at(c, y, x) : second.at(c - old, y, x));
  }

  private static double max(Tensor in, int channel, int y, int x, Layer.MaxPool p) {
    double max = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < p.size().rows(); r++) {
      for (int c = 0; c < p.size().columns(); c++) {
        int row = y * p.stride().rows() - p.padding().rows() + r;
        int column = x * p.stride().columns() - p.padding().columns() + c;
        boolean inside =
            row >= 0 && row < in.shape().height() && column >= 0 && column < in.shape().width();
        max = inside ? Math.max(max, in.at(channel, row, column)) : max;
      }
    }
    return max;
  }

  private static double mean(Tensor in, int channel, Extent corner, Extent size) {
    double sum = 0;
    for (int row = corner.rows(); row < corner.rows() + size.rows(); row++) {
      for (int x = corner.columns(); x < corner.columns() + size.columns(); x++) {
        sum += in.at(channel, row, x);
      }
    }
    return sum / size.area();
  }
}
