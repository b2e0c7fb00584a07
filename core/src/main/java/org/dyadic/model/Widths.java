package org.dyadic.model;

import java.util.ArrayList;
import java.util.List;

/** Makes a network narrower or wider; {@link Networks#create} states the rule. */
final class Widths {
  private static final double LEAST = 1.0 / 1024;
  private static final double LARGEST = 64;

  private final double factor;

  private Widths(double factor) {
    this.factor = factor;
  }

  /** Reads the factor that begins at an index of a model's name. */
  static double factor(String model, int index) {
    String text = model.substring(index);
    boolean plain = text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?");
    double factor = plain ? Double.parseDouble(text) : 0;
    if (factor < LEAST || factor > LARGEST) {
      throw new IllegalArgumentException(
          "model %s: the factor (=%s) must be a number such as 0.25, in 1/1024 .. 64"
              .formatted(model, text));
    }
    return factor;
  }

  /** The network with its widths times the factor; the last layer, which has a bias, stays. */
  static Network scale(Network network, double factor) {
    return new Network(network.input(), new Widths(factor).scale(network.nodes(), network.input()));
  }

  private List<Layer> scale(List<Network.Node> nodes, Shape in) {
    List<Layer> layers = new ArrayList<>();
    Shape shape = in;
    for (Network.Node node : nodes) {
      Layer layer = scale(node, shape);
      layers.add(layer);
      shape = layer.outputShape(shape);
    }
    return layers;
  }

  private Layer scale(Network.Node node, Shape in) {
    return switch (node.layer()) {
      case Layer.Convolution c -> scale(c, node.in(), in);
      case Layer.Linear l when !l.bias() -> new Layer.Linear(times(l.units(), 1), false);
      case Layer.Subsample s -> new Layer.Subsample(s.stride(), times(s.channels(), 1));
      case Layer.Residual r ->
          new Layer.Residual(scale(node.body(), in), scale(node.shortcut(), in));
      case Layer.Dense d -> new Layer.Dense(scale(node.body(), in));
      default -> node.layer();
    };
  }

  private Layer scale(Layer.Convolution c, Shape before, Shape in) {
    boolean depthwise = c.groups() > 1 && c.groups() == before.channels();
    int groups = depthwise ? in.channels() : c.groups();
    int filters = depthwise ? c.filters() / c.groups() * groups : times(c.filters(), groups);
    return new Layer.Convolution(filters, c.kernel(), c.stride(), c.padding(), groups, c.bias());
  }

  /** The multiple of {@code unit} that is nearest to the scaled width, at least one. */
  private int times(int width, int unit) {
    return Math.toIntExact(Math.max(1, Math.round(width * factor / unit)) * unit);
  }
}
