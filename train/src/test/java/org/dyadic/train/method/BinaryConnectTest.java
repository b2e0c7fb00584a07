package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryConnectTest {
  private static final BinaryConnect.Provider PROVIDER = new BinaryConnect.Provider();
  private static final Map<String, String> STOCHASTIC = Map.of("rounding", "stochastic");
  private static final Step STEP = Setups.step(Setups.RATE);

  private static BinaryConnect started(
      List<WeightLayer> layers, Map<String, String> options, float[] w) {
    BinaryConnect method = new BinaryConnect(Setups.setup(PROVIDER, layers, options));
    method.start(w);
    return method;
  }

  @Test
  void theForwardPassSeesSignsTimesThePowerOfTwoNextToTheMean() {
    List<WeightLayer> one = Setups.layers(1, 6);
    float[] w = {9, 0.2f, -0.2f, 0, -0f, 0.3f, -0.5f}; // mean |w| = 0.2, between 1/8 and 1/4
    BinaryConnect method = started(one, Map.of(), w);
    float[] expected = {9, 0.25f, -0.25f, 0.25f, 0.25f, 0.25f, -0.25f};
    assertArrayEquals(expected, MethodChecks.seen(method, w, STEP));
    assertArrayEquals(expected, MethodChecks.quantized(method, one, w));
    assertTrue(method.quantize(one.getFirst(), w).fixedPoint());
    assertEquals(2, method.quantize(one.getFirst(), w).levels());
  }

  @Test
  void everyChannelHasItsLevel() {
    WeightLayer layer = Setups.layer("fc1", 0, List.of(2, 2), 1, 2);
    float[] w = {1, -1, -8, 9};
    BinaryConnect method = started(List.of(layer), Map.of(), w);
    assertArrayEquals(new float[] {1, -1, -8, 8}, MethodChecks.seen(method, w, STEP));
  }

  @Test
  void levelsAndRatesOfTheAuthors() {
    // Glorot: sqrt(1.5 / (25 * 32 + 25 * 64)) = 0.025 and sqrt(1.5 / (1024 + 512)) = 1 / 32
    List<WeightLayer> layers =
        List.of(
            Setups.layer("conv2", 0, List.of(64, 32, 5, 5), 1, 1),
            Setups.layer("fc1", 64 * 32 * 25, List.of(512, 1024), 1, 1));
    float[] w = new float[layers.getLast().end()];
    BinaryConnect glorot = started(layers, Map.of("level", "glorot", "rate", "glorot-squared"), w);
    assertEquals(1 / 32f, glorot.quantize(layers.get(0), w).step());
    assertEquals(1 / 32f, glorot.quantize(layers.get(1), w).step());
    assertEquals(1600, glorot.rateFactor(layers.get(0)), 1e-9);
    assertEquals(1024, glorot.rateFactor(layers.get(1)), 1e-9);
    BinaryConnect authors = started(layers, PROVIDER.authors().options(), w);
    assertEquals(1, authors.quantize(layers.get(0), w).step());
    assertEquals(40, authors.rateFactor(layers.get(0)), 1e-9);
    assertEquals(32, authors.rateFactor(layers.get(1)), 1e-9);
    assertEquals(1, started(layers, Map.of(), w).rateFactor(layers.get(0)));
  }

  @Test
  void latentWeightsAreClippedAtTheLevel() {
    List<WeightLayer> one = Setups.layers(1, 4);
    float[] w = {9, 1, -1, 1, -1};
    BinaryConnect method = started(one, Map.of(), w);
    float[] moved = {9, 1.5f, -7, 0.3f, -0.99f};
    method.afterStep(moved, STEP);
    assertArrayEquals(new float[] {9, 1, -1, 0.3f, -0.99f}, moved);
  }

  @Test
  void gradientsPassStraightThrough() {
    List<WeightLayer> layers = MethodChecks.twoLayers(1);
    float[] w = MethodChecks.normal(layers, 0.2, new Random(2));
    for (Map<String, String> options : List.of(Map.<String, String>of(), STOCHASTIC)) {
      float[] gradient = MethodChecks.normal(layers, 3, new Random(3));
      float[] before = gradient.clone();
      started(layers, options, w).backward(w, gradient, STEP);
      assertArrayEquals(before, gradient);
    }
  }

  /** P(+H) = (w / H + 1) / 2 within the levels, surely one of them beyond. */
  @Test
  void stochasticSignsFollowTheHardSigmoid() {
    List<WeightLayer> one = Setups.layers(1, 7);
    float[] w = {0, 1, -1, 0.5f, -0.25f, 0, 3, -3};
    MethodState state = new MethodState(); // exponent 0: H = 1
    BinaryConnect method = new BinaryConnect(Setups.setup(PROVIDER, one, STOCHASTIC, 1, 1, state));
    int draws = 4000;
    int[] positive = new int[w.length];
    for (int i = 0; i < draws; i++) {
      float[] seen = MethodChecks.seen(method, w, new Step(0, i, 0.01, 5));
      for (int k = 1; k < w.length; k++) {
        assertEquals(1, Math.abs(seen[k]));
        positive[k] += seen[k] > 0 ? 1 : 0;
      }
    }
    double[] probability = {0, 1, 0, 0.75, 0.375, 0.5, 1, 0};
    for (int k = 1; k < w.length; k++) {
      double p = probability[k];
      double sigma = Math.sqrt(draws * p * (1 - p));
      assertEquals(draws * p, positive[k], 5 * sigma, "weight " + w[k] + ", seed 5");
    }
  }

  @Test
  void drawsAreAFunctionOfSeedStepAndLayer() {
    List<WeightLayer> layers = Setups.layers(1, 200, 200);
    float[] w = new float[layers.getLast().end()];
    BinaryConnect method = started(layers, STOCHASTIC, w);
    float[] once = MethodChecks.seen(method, w, new Step(0, 4, 0.01, 5));
    assertArrayEquals(once, MethodChecks.seen(method, w, new Step(0, 4, 0.5, 5)));
    assertFalse(Arrays.equals(once, MethodChecks.seen(method, w, new Step(0, 5, 0.01, 5))));
    assertFalse(Arrays.equals(once, MethodChecks.seen(method, w, new Step(0, 4, 0.01, 6))));
    assertFalse(Arrays.equals(once, 1, 201, once, 202, 402));
    assertArrayEquals(MethodChecks.quantized(method, layers, w), signs(layers, w));
  }

  /** All weights are 0, so all are at the positive level. */
  private static float[] signs(List<WeightLayer> layers, float[] w) {
    float[] signs = w.clone();
    layers.forEach(layer -> Arrays.fill(signs, layer.offset(), layer.end(), 1));
    return signs;
  }

  @Test
  void extremesAndResume() {
    for (Map<String, String> options :
        List.of(Map.<String, String>of(), STOCHASTIC, PROVIDER.authors().options())) {
      MethodChecks.assertHoldsExtremes(PROVIDER, options);
      MethodChecks.assertResumes(PROVIDER, options);
    }
  }
}
