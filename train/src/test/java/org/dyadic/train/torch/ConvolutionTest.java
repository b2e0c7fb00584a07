package org.dyadic.train.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dyadic.model.Extent;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rectangular, grouped and depthwise convolutions in libtorch against their definition. */
class ConvolutionTest {
  private static final int BATCH = 3;
  private static final double TOLERANCE = 2e-5;

  /** Input, convolution: one-dimensional, rectangular, grouped, depthwise, and all at once. */
  private record Case(Shape in, Layer.Convolution layer) {}

  private static final List<Case> CASES =
      List.of(
          new Case(new Shape(2, 1, 19), conv(6, 1, 5, 1, 2, 0, 2, 1)),
          new Case(new Shape(3, 7, 9), conv(4, 2, 3, 2, 1, 1, 0, 1)),
          new Case(new Shape(6, 5, 5), conv(4, 3, 3, 1, 1, 1, 1, 2)),
          new Case(new Shape(5, 6, 4), conv(5, 3, 3, 2, 2, 1, 1, 5)),
          new Case(new Shape(4, 1, 12), conv(4, 1, 3, 1, 2, 0, 1, 4)));

  private static Layer.Convolution conv(
      int filters, int rows, int columns, int down, int right, int above, int left, int groups) {
    return new Layer.Convolution(
        filters,
        new Extent(rows, columns),
        new Extent(down, right),
        new Extent(above, left),
        groups,
        true);
  }

  @BeforeAll
  static void oneThread() {
    Torch.setThreads(1);
  }

  private static Network network(Case c) {
    List<Layer> layers = new ArrayList<>(List.of(c.layer(), new Layer.GlobalAveragePool()));
    layers.add(new Layer.Linear(3, true));
    return new Network(c.in(), layers);
  }

  private static float[] random(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Planar images in the memory order of a layout. */
  private static float[] arranged(float[] images, Shape shape, boolean channelsLast) {
    if (!channelsLast) {
      return images;
    }
    float[] arranged = new float[images.length];
    int area = shape.area();
    for (int i = 0; i < images.length; i++) {
      int image = i / shape.size() * shape.size();
      int channel = i % shape.size() / area;
      arranged[image + i % area * shape.channels() + channel] = images[i];
    }
    return arranged;
  }

  @Test
  void logitsAreThoseOfTheDefinition() {
    for (Case c : CASES) {
      Network network = network(c);
      float[] images = random(BATCH * c.in().size(), 5);
      for (boolean channelsLast : new boolean[] {false, true}) {
        ParameterLayout layout = new ParameterLayout(network, channelsLast);
        float[] trained = random(layout.trainedSize(), 7);
        try (TorchNetwork torch = new TorchNetwork(layout, BATCH)) {
          torch.setTrained(trained);
          float[] logits = torch.logits(arranged(images, c.in(), channelsLast), BATCH);
          State state = layout.unpack(trained, new float[0]);
          for (int i = 0; i < logits.length; i++) {
            double expected = logit(c, state, images, i / 3 * c.in().size(), i % 3);
            String what = "%s, channels last %s, logit %d".formatted(c, channelsLast, i);
            assertEquals(expected, logits[i], TOLERANCE * (1 + Math.abs(expected)), what);
          }
        }
      }
    }
  }

  private static double logit(Case c, State state, float[] images, int image, int unit) {
    int filters = c.layer().filters();
    double sum = state.get("fc1.bias")[unit];
    for (int o = 0; o < filters; o++) {
      double mean = mean(c, state.get("conv1.weight"), images, image, o);
      sum += state.get("fc1.weight")[unit * filters + o] * (mean + state.get("conv1.bias")[o]);
    }
    return sum;
  }

  /** The mean of one output channel, without its bias. */
  private static double mean(Case c, float[] weights, float[] images, int image, int o) {
    Shape out = c.layer().outputShape(c.in());
    double sum = 0;
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        sum += convolve(c, weights, images, image, o, y, x);
      }
    }
    return sum / out.area();
  }

  private static double convolve(
      Case c, float[] weights, float[] images, int image, int o, int y, int x) {
    Layer.Convolution layer = c.layer();
    int inputs = c.in().channels() / layer.groups();
    int first = o / (layer.filters() / layer.groups()) * inputs;
    double sum = 0;
    int weight = o * inputs * (int) layer.kernel().area();
    for (int i = 0; i < inputs; i++) {
      for (int r = 0; r < layer.kernel().rows(); r++) {
        for (int k = 0; k < layer.kernel().columns(); k++) {
          int row = y * layer.stride().rows() - layer.padding().rows() + r;
          int column = x * layer.stride().columns() - layer.padding().columns() + k;
          boolean inside =
              row >= 0 && row < c.in().height() && column >= 0 && column < c.in().width();
          int at = image + ((first + i) * c.in().height() + row) * c.in().width() + column;
          sum += inside ? weights[weight] * (double) images[at] : 0;
          weight++;
        }
      }
    }
    return sum;
  }

  /** Central differences of the loss in every parameter. */
  @Test
  void gradientsAreThoseOfTheLoss() {
    for (Case c : CASES) {
      for (boolean channelsLast : new boolean[] {false, true}) {
        ParameterLayout layout = new ParameterLayout(network(c), channelsLast);
        float[] images = random(BATCH * c.in().size(), 11);
        float[] trained = random(layout.trainedSize(), 13);
        float[] gradient = new float[layout.trainedSize()];
        float[] ignored = new float[layout.trainedSize()];
        long[] labels = {2, 0, 1};
        try (TorchNetwork torch = new TorchNetwork(layout, BATCH)) {
          torch.setTrained(trained);
          torch.gradient(images, labels, BATCH, gradient);
          float step = 0x1p-6f;
          for (int i = 0; i < gradient.length; i++) {
            float[] moved = trained.clone();
            moved[i] = trained[i] + step;
            torch.setTrained(moved);
            double above = torch.gradient(images, labels, BATCH, ignored);
            moved[i] = trained[i] - step;
            torch.setTrained(moved);
            double below = torch.gradient(images, labels, BATCH, ignored);
            double difference = (above - below) / (2 * step);
            assertEquals(
                difference, gradient[i], 2e-3 * (1 + Math.abs(difference)), c + ", weight " + i);
          }
        }
      }
    }
  }
}
