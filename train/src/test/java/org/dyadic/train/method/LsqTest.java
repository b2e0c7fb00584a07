package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsqTest {
  private static final Lsq.Provider PROVIDER = new Lsq.Provider();
  private static final Step STEP = Setups.step(Setups.RATE);

  /** s in a method's memory, one a block. */
  static float[] scales(MethodState state, WeightLayer layer) {
    return state.floats("scale/" + layer.name(), layer.blocks());
  }

  /**
   * What the formulas define around a point: round(x) = x + a constant r, so that the weight is
   * seen as D * (clip(w / D) + r), with D moving as D0 / s0 times s.
   */
  private static double surrogate(double w, double size, double rest, double top) {
    return size * (Math.max(-top, Math.min(top, w / size)) + rest);
  }

  private static double rest(double w, double size, double top) {
    double x = Math.max(-top, Math.min(top, w / size));
    return Math.rint(x) - x;
  }

  private static double loss(double seen, int index) {
    return Math.cos(index) * seen + 0.5 * (1 + index % 4) * seen * seen;
  }

  private static float slope(float seen, int index) {
    return (float) (Math.cos(index) + (1 + index % 4) * seen);
  }

  /** Loss of a block with its step size at {@code now} and its roundings as at {@code base}. */
  private static double total(
      double[] w, WeightLayer layer, int block, double now, double base, double top) {
    double sum = 0;
    for (int i = layer.from(block); i < layer.to(block); i++) {
      sum += loss(surrogate(w[i], now, rest(w[i], base, top), top), i);
    }
    return sum;
  }

  /**
   * Finite differences of the surrogate loss by every weight and by s.
   *
   * @param size the step size that s stands for
   */
  static void assertGradients(MethodProvider provider, int bits, DoubleUnaryOperator size) {
    List<WeightLayer> layers = MethodChecks.twoLayers(bits);
    float[] w = MethodChecks.normal(layers, 0.3, new Random(bits));
    w[3] = 4; // surely outside
    MethodState state = new MethodState();
    Method method = provider.create(Setups.setup(provider, layers, Map.of(), 1, 100, state));
    method.start(w);
    double top = Math.pow(2, bits - 1) - 1;
    double[] point = new double[w.length];
    float[] gradient = new float[w.length];
    float[] seen = MethodChecks.seen(method, w, STEP);
    for (int i = 0; i < w.length; i++) {
      point[i] = w[i];
      gradient[i] = slope(seen[i], i);
    }
    float[][] learned = {
      scales(state, layers.get(0)).clone(), scales(state, layers.get(1)).clone()
    };
    method.backward(w, gradient, STEP);
    int outside = 0;
    for (int l = 0; l < layers.size(); l++) {
      WeightLayer layer = layers.get(l);
      float[] ofScales = state.floats("scale-velocity/" + layer.name(), layer.blocks());
      for (int b = 0; b < layer.blocks(); b++) {
        double s = learned[l][b];
        double base = size.applyAsDouble(s);
        for (int i = layer.from(b); i < layer.to(b); i++) {
          double r = rest(point[i], base, top);
          assertEquals(surrogate(point[i], base, r, top), seen[i], 1e-6, "weight " + i);
          double h = 1e-6;
          double above = loss(surrogate(point[i] + h, base, r, top), i);
          double below = loss(surrogate(point[i] - h, base, r, top), i);
          assertEquals((above - below) / (2 * h), gradient[i], 1e-4, "bits " + bits + " at " + i);
          outside += gradient[i] == 0 ? 1 : 0;
        }
        double h = 1e-6 * s;
        double ratio = base / s;
        double bySize =
            (total(point, layer, b, ratio * (s + h), base, top)
                    - total(point, layer, b, ratio * (s - h), base, top))
                / (2 * h);
        double share = Math.sqrt(1.0 / layer.blockSize() / top);
        assertEquals(share * bySize, ofScales[b], 1e-4, layer.name() + " s " + b);
      }
    }
    assertTrue(outside > 0 && outside < 40, outside + " weights outside");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void gradientsAreThoseOfTheSurrogate(int bits) {
    assertGradients(PROVIDER, bits, s -> s);
  }

  @Test
  void theStepStartsAsTheAuthorsSay() {
    WeightLayer layer = Setups.layer("fc1", 0, List.of(4), 4, 1);
    MethodState state = new MethodState();
    Method lsq = new Lsq(Setups.setup(PROVIDER, List.of(layer), Map.of(), 1, 100, state));
    lsq.start(new float[] {1, -2, 3, -6});
    assertEquals(2 * 3 / Math.sqrt(7), scales(state, layer)[0], 1e-6);
    lsq.start(new float[4]);
    assertEquals(2 / Math.sqrt(7), scales(state, layer)[0], 1e-6);
  }

  /** On weights that are a multiple of a grid, the step finds the grid. */
  @Test
  void theStepIsLearned() {
    WeightLayer layer = Setups.layer("fc1", 0, List.of(60), 2, 1);
    float[] w = new float[60];
    for (int i = 0; i < w.length; i++) {
      w[i] = 0.3f * (i % 3 - 1);
    }
    MethodState state = new MethodState();
    Method lsq = new Lsq(Setups.setup(PROVIDER, List.of(layer), Map.of(), 1, 100, state));
    lsq.start(w);
    assertEquals(0.4, scales(state, layer)[0], 1e-6);
    for (int i = 0; i < 3000; i++) {
      Step step = new Step(0, i, 0.003, 1);
      float[] gradient = MethodChecks.seen(lsq, w, step);
      for (int k = 0; k < w.length; k++) {
        gradient[k] -= w[k];
      }
      lsq.backward(w, gradient, step);
    }
    assertEquals(0.3, scales(state, layer)[0], 1e-3);
  }

  @Test
  void itEndsAsTheForwardPassSawIt() {
    for (int bits : PROVIDER.bits()) {
      List<WeightLayer> layers = MethodChecks.twoLayers(bits);
      float[] w = MethodChecks.normal(layers, 0.2, new Random(bits));
      Method lsq = new Lsq(Setups.setup(PROVIDER, layers, Map.of()));
      lsq.start(w);
      assertArrayEquals(
          MethodChecks.seen(lsq, w, STEP),
          MethodChecks.quantized(lsq, layers, w),
          bits + " bits of " + Arrays.toString(w));
    }
  }

  @Test
  void extremesAndResume() {
    MethodChecks.assertHoldsExtremes(PROVIDER, Map.of());
    MethodChecks.assertResumes(PROVIDER, Map.of());
  }
}
