package org.dyadic.train.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.Shape;
import org.dyadic.quant.Grid;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rounded activations: forward as integers, backward as the surrogate that the formulas define. */
class ActivationRoundingTest {
  private static final List<Grid> GRIDS =
      List.of(
          Grid.unsigned(8, 4),
          Grid.unsigned(4, 0),
          Grid.unsigned(2, 1),
          Grid.unsigned(2, -3),
          Grid.signed(8, 7),
          Grid.signed(2, 2),
          Grid.signed(16, 11));

  @BeforeAll
  static void oneThread() {
    Torch.setThreads(1);
  }

  /** Ties, ends, what lies beyond them, and random values. */
  private static float[] values(Grid grid, long seed) {
    Random random = new Random(seed);
    float[] values = new float[4000];
    for (int i = 0; i < values.length; i++) {
      long q = grid.min() - 3 + random.nextLong(grid.max() - grid.min() + 7);
      double unit =
          switch (i % 4) {
            case 0 -> q;
            case 1 -> q + 0.5;
            case 2 -> q + random.nextDouble();
            default -> random.nextGaussian() * 1e5;
          };
      values[i] = (float) (unit * grid.step());
    }
    values[0] = Math.nextDown((float) (0.5 * grid.step()));
    return values;
  }

  private static double rounded(double value, Grid grid) {
    double q = Math.floor(value / grid.step() + 0.5);
    return Math.clamp(q, (double) grid.min(), (double) grid.max()) * grid.step();
  }

  private static Tensor tensor(float[] values) {
    return torch.from_blob(new FloatPointer(values), values.length).clone().requires_grad_(true);
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[(int) tensor.numel()];
    tensor.contiguous().data_ptr_float().get(values);
    return values;
  }

  @Test
  void forwardIsTheRuleOfIntegersAndBackwardTheSlopeOfClipping() {
    for (Grid grid : GRIDS) {
      float[] a = values(grid, 3);
      float[] weights = new float[a.length];
      Random random = new Random(4);
      for (int i = 0; i < a.length; i++) {
        weights[i] = (float) random.nextGaussian();
      }
      ActivationRounding rounding = new ActivationRounding();
      rounding.set(Map.of("relu1", grid), 0);
      float[] q;
      float[] gradient;
      try (PointerScope _ = new PointerScope()) {
        Tensor x = tensor(a);
        Tensor out = rounding.round("relu1", x);
        out.mul(torch.from_blob(new FloatPointer(weights), a.length)).sum().backward();
        q = floats(out.detach());
        gradient = floats(x.grad());
      }
      for (int i = 0; i < a.length; i++) {
        String what = grid + " of " + a[i];
        // libtorch adds 1/2 in single precision: the float just below a tie is one.
        assertEquals(i == 0 ? grid.step() : rounded(a[i], grid), q[i], what);
        // The surrogate: clip(a), whose slope at the ends themselves is 1.
        boolean inside = a[i] >= grid.min() * grid.step() && a[i] <= grid.max() * grid.step();
        assertEquals(inside ? weights[i] : 0, gradient[i], what);
      }
      assertNull(rounding.penalty());
    }
  }

  @Test
  void thePriorPullsToTheNearestValue() {
    double lambda = 0.7;
    for (Grid grid : GRIDS) {
      float[] a = values(grid, 5);
      ActivationRounding rounding = new ActivationRounding();
      rounding.set(Map.of("a", grid, "b", grid), lambda);
      float[] gradient;
      double loss;
      try (PointerScope _ = new PointerScope()) {
        rounding.begin();
        Tensor x = tensor(a);
        rounding.round("a", x);
        rounding.round("b", tensor(new float[] {0.3f}));
        rounding.penalty().backward();
        loss = rounding.penalty().item_float();
        gradient = floats(x.grad());
      }
      double expected = Math.pow(0.3f - rounded(0.3f, grid), 2);
      double sum = 0;
      for (int i = 1; i < a.length; i++) {
        double distance = a[i] - rounded(a[i], grid);
        double slope = lambda * distance / a.length;
        sum += distance * distance;
        assertEquals(slope, gradient[i], 1e-5 * Math.abs(slope) + 1e-12, grid + " of " + a[i]);
      }
      expected = lambda / 2 * (expected + sum / a.length);
      assertEquals(expected, loss, 1e-4 * expected, grid.toString());
      rounding.begin();
      assertNull(rounding.penalty());
    }
  }

  @Test
  void withoutAGridNothingChanges() {
    ActivationRounding rounding = new ActivationRounding();
    float[] a = {0.3f, -7};
    try (PointerScope _ = new PointerScope()) {
      assertArrayEquals(a, floats(rounding.round("relu1", tensor(a)).detach()));
    }
  }

  // ---- A whole network against finite differences of its surrogate ----

  private static final int IN = 4;
  private static final int HIDDEN = 6;
  private static final int CLASSES = 3;
  private static final int IMAGES = 2;
  private static final double LAMBDA = 0.4;
  private static final Grid GRID = Grid.unsigned(2, 1);

  /**
   * {@code linear - ReLU - rounding - linear} with the roundings' offsets {@code Q(a) - clip(a)}
   * and values Q(a) of the point of departure held: the surrogate whose gradient straight-through
   * estimation takes.
   *
   * @param departure the values, then the offsets, of each image; NaN to take them here
   */
  private static double loss(
      float[] w, float[] x, int[] labels, double[][] departure, boolean prior) {
    double total = 0;
    double penalty = 0;
    for (int n = 0; n < IMAGES; n++) {
      double[] hidden = new double[HIDDEN];
      for (int h = 0; h < HIDDEN; h++) {
        double a = w[IN * HIDDEN + h];
        for (int i = 0; i < IN; i++) {
          a += w[h * IN + i] * (double) x[n * IN + i];
        }
        a = Math.max(0, a);
        double clipped = Math.min(a, GRID.max() * GRID.step());
        if (Double.isNaN(departure[n][h])) {
          departure[n][h] = rounded(a, GRID);
          departure[n + IMAGES][h] = rounded(a, GRID) - clipped;
        }
        hidden[h] = clipped + departure[n + IMAGES][h];
        penalty += Math.pow(a - departure[n][h], 2);
      }
      total += crossEntropy(w, hidden, labels[n]);
    }
    double ofPrior = LAMBDA / 2 * penalty / (IMAGES * HIDDEN);
    return total / IMAGES + (prior ? ofPrior : 0);
  }

  private static double crossEntropy(float[] w, double[] hidden, int label) {
    int second = IN * HIDDEN + HIDDEN;
    double sum = 0;
    double right = 0;
    for (int c = 0; c < CLASSES; c++) {
      double logit = w[second + HIDDEN * CLASSES + c];
      for (int h = 0; h < HIDDEN; h++) {
        logit += w[second + c * HIDDEN + h] * hidden[h];
      }
      sum += Math.exp(logit);
      right = c == label ? logit : right;
    }
    return Math.log(sum) - right;
  }

  @Test
  void aNetworksGradientIsThatOfItsSurrogate() {
    List<Layer> layers =
        List.of(
            new Layer.Flatten(),
            new Layer.Linear(HIDDEN, true),
            new Layer.Relu(),
            new Layer.Linear(CLASSES, true));
    Network network = new Network(new Shape(1, 1, IN), layers);
    ParameterLayout layout = new ParameterLayout(network, false);
    Random random = new Random(9);
    float[] w = new float[layout.trainedSize()];
    float[] x = new float[IMAGES * IN];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    int[] labels = {2, 0};
    float[] gradient = new float[w.length];
    double[][] departure = new double[2 * IMAGES][HIDDEN];
    for (double[] row : departure) {
      Arrays.fill(row, Double.NaN);
    }
    double expected = loss(w, x, labels, departure, false);
    try (TorchNetwork torch = new TorchNetwork(layout, IMAGES)) {
      torch.roundActivations(Map.of("relu1", GRID), LAMBDA);
      torch.setTrained(w);
      double loss = torch.gradient(x, new long[] {2, 0}, IMAGES, gradient);
      assertEquals(expected, loss, 1e-5, "the loss is the task's alone");
    }
    double largest = 0;
    for (int i = 0; i < w.length; i++) {
      float[] up = w.clone();
      float[] down = w.clone();
      up[i] += 1e-3f;
      down[i] -= 1e-3f;
      double slope =
          (loss(up, x, labels, departure, true) - loss(down, x, labels, departure, true))
              / (up[i] - down[i]);
      assertEquals(slope, gradient[i], 1e-4, "parameter " + i);
      largest = Math.max(largest, Math.abs(slope));
    }
    assertTrue(largest > 0.1, "the largest slope is " + largest);
  }
}
