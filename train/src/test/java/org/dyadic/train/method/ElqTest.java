package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElqTest {
  private static final int STEPS = 10;
  private static final int SIZE = 60;

  private static ToyTraining toy(
      List<WeightLayer> layers, Map<String, String> options, int epochs, float[] w, float pull) {
    MethodSetup setup =
        Setups.setup(new Elq.Provider(), layers, options, epochs, STEPS, new MethodState());
    return ToyTraining.start(new Elq.Provider(), options, setup, w, pull);
  }

  private static float[] levels(ToyTraining toy) {
    float[] levels = toy.w.clone();
    for (WeightLayer layer : toy.setup.layers()) {
      toy.method.quantize(layer, toy.w).writeTo(layer, levels);
    }
    return levels;
  }

  private static ToyTraining gaussian(Map<String, String> options) {
    return toy(Setups.layers(2, SIZE), options, 4, ToyTraining.gaussian(3, SIZE + 1, 0.4), 1);
  }

  /** In the mean over steps the gradient is the one that the class states, for a task with L(W). */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 4})
  void theMeanGradientIsThatOfTheLoss(double a1) {
    double a2 = 0.3;
    ToyTraining toy = gaussian(Map.of("a1", Double.toString(a1), "a2", Double.toString(a2)));
    float[] w = toy.w;
    float[] v = levels(toy);
    int steps = 20_000;
    double[] mean = new double[w.length];
    int sawLevels = 0;
    for (int t = 0; t < steps; t++) {
      Step step = new Step(0, t, Setups.RATE, 5);
      float[] seen = w.clone();
      toy.method.forward(w, seen, step);
      boolean rounded = Arrays.equals(v, seen);
      assertTrue(rounded || Arrays.equals(w, seen), "either all or nothing");
      sawLevels += rounded ? 1 : 0;
      float[] gradient = new float[w.length];
      for (int i = 0; i < w.length; i++) {
        gradient[i] = seen[i] * seen[i]; // of L = sum x^3 / 3
      }
      toy.method.backward(w, gradient, step);
      for (int i = 0; i < w.length; i++) {
        mean[i] += gradient[i] / steps;
      }
    }
    assertEquals(a1 / (1 + a1), (double) sawLevels / steps, a1 == 0 ? 0 : 0.015);
    for (int i = 1; i < w.length; i++) {
      double expected = ((double) w[i] * w[i] + a1 * v[i] * v[i]) / (1 + a1) + a2 * (w[i] - v[i]);
      assertEquals(expected, mean[i], 0.015 * (1 + Math.abs(w[i] * w[i] - v[i] * v[i])));
    }
  }

  /** The scalar loss, written out, has this gradient where rounding does not change. */
  @Test
  void theErrorTermHasTheGradientOfItsDifferences() {
    double a2 = 0.7;
    ToyTraining toy = gaussian(Map.of("a1", "0", "a2", Double.toString(a2)));
    double scale = toy.method.quantize(toy.setup.layers().getFirst(), toy.w).step();
    float[] gradient = new float[toy.w.length];
    toy.method.backward(toy.w, gradient, Setups.step(Setups.RATE));
    double h = 1e-4;
    for (int i = 1; i < toy.w.length; i++) {
      double w = toy.w[i];
      if (Math.abs(Math.abs(w) - scale / 2) > 2 * h) {
        double difference = (error(w + h, scale) - error(w - h, scale)) / (2 * h);
        assertEquals(a2 / 2 * difference, gradient[i], 1e-5);
      }
    }
    assertEquals(0, gradient[0]);
  }

  private static double error(double w, double scale) {
    double nearest = Math.min(Math.abs(w), Math.min(Math.abs(w - scale), Math.abs(w + scale)));
    return nearest * nearest;
  }

  @Test
  void frozenWeightsAndTheScaleNeverMove() {
    ToyTraining toy = gaussian(Map.of());
    WeightLayer layer = toy.setup.layers().getFirst();
    double scale = toy.method.quantize(layer, toy.w).step();
    for (double share : new double[] {0.5, 0.75, 0.82, 1}) {
      float[] before = levels(toy);
      toy.run(1);
      float[] after = toy.w.clone();
      int still = 0;
      toy.run(STEPS - 1);
      for (int i = 1; i < toy.w.length; i++) {
        still += after[i] == toy.w[i] && after[i] == before[i] ? 1 : 0;
      }
      assertEquals(Math.round(share * SIZE), still);
      assertEquals(scale, toy.method.quantize(layer, toy.w).step());
    }
    assertArrayEquals(levels(toy), toy.w);
  }

  @Test
  void aRestoredRunGoesOnExactly() {
    List<WeightLayer> layers = List.of(Setups.layer("conv1", 3, List.of(4, 10), 2, 4));
    ToyTraining toy =
        toy(layers, Map.of(), 4, ToyTraining.gaussian(7, 50, 0.3), 1).run(2 * STEPS + 3);
    ToyTraining again = toy.restored().finish();
    assertArrayEquals(toy.finish().w, again.w);
  }

  @Test
  void extremeWeightsStayFinite() {
    for (float size : new float[] {0, 1e-40f, 1e-20f, 1e20f, 1e37f}) {
      List<WeightLayer> layers = Setups.layers(2, 1, 3);
      float[] w = {0, size, 0, size, -size, size / 2};
      float[] end = levels(toy(layers, Map.of(), 2, w, 0).finish());
      for (float value : end) {
        assertTrue(Float.isFinite(value), size + " became " + value);
      }
    }
  }
}
