package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwnTest {
  private static final Step STEP = Setups.step(Setups.RATE);
  private final List<WeightLayer> layers = MethodChecks.twoLayers(2);
  private final Twn twn = new Twn(Setups.setup(new Twn.Provider(), layers, Map.of()));

  /** The levels once more: 0 below the threshold, and a scale that no other scale beats. */
  @Test
  void signsAreRightAndTheScaleIsTheBestForThem() {
    float[] w = MethodChecks.normal(layers, 0.2, new Random(1));
    float[] seen = MethodChecks.seen(twn, w, STEP);
    for (WeightLayer layer : layers) {
      for (int b = 0; b < layer.blocks(); b++) {
        int[] block = IntStream.range(layer.from(b), layer.to(b)).toArray();
        double mean = IntStream.of(block).mapToDouble(i -> Math.abs(w[i])).average().orElseThrow();
        double slope = 0;
        for (int i : block) {
          double sign = Math.abs(w[i]) > 0.7 * mean ? Math.signum(w[i]) : 0;
          assertEquals(sign, Math.signum(seen[i]), "weight " + i);
          slope += sign * (w[i] - seen[i]);
        }
        assertEquals(0, slope, 1e-6, "of || w - alpha t ||^2 by alpha, block " + b);
        assertEquals(2, IntStream.of(block).mapToObj(i -> Math.abs(seen[i])).distinct().count());
      }
    }
    assertEquals(w[0], seen[0]);
    assertEquals(w[31], seen[31]);
  }

  @Test
  void theNumbersOfAnExampleByHand() {
    // mean |w| = 0.5, Delta = 0.35, alpha = (0.8 + 1 + 0.4) / 3
    float[] w = {0, 0.8f, -1, 0.4f, -0.25f, 0.05f};
    List<WeightLayer> one = Setups.layers(2, 5);
    Twn method = new Twn(Setups.setup(new Twn.Provider(), one, Map.of()));
    float alpha = 2.2f / 3;
    float[] seen = MethodChecks.seen(method, w, STEP);
    assertArrayEquals(new float[] {0, alpha, -alpha, alpha, 0, 0}, seen, 1e-6f);
  }

  @Test
  void gradientsPassStraightThrough() {
    float[] w = MethodChecks.normal(layers, 0.2, new Random(2));
    float[] gradient = MethodChecks.normal(layers, 3, new Random(3));
    float[] before = gradient.clone();
    twn.backward(w, gradient, STEP);
    assertArrayEquals(before, gradient);
  }

  @Test
  void itEndsAsTheForwardPassSawIt() {
    float[] w = MethodChecks.normal(layers, 0.2, new Random(4));
    assertTrue(twn.transforms());
    assertArrayEquals(MethodChecks.seen(twn, w, STEP), MethodChecks.quantized(twn, layers, w));
  }

  @Test
  void extremesAndResume() {
    MethodChecks.assertHoldsExtremes(new Twn.Provider(), Map.of());
    MethodChecks.assertResumes(new Twn.Provider(), Map.of());
  }
}
