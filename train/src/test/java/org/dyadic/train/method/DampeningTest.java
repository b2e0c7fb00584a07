package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DampeningTest {
  private static final Dampening.Provider PROVIDER = new Dampening.Provider();
  private static final int STEPS = 101;

  private static Dampening dampening(List<WeightLayer> layers, double strength, MethodState state) {
    Map<String, String> options = Map.of("strength", Double.toString(strength));
    return new Dampening(Setups.setup(PROVIDER, layers, options, 1, STEPS, state));
  }

  /** (clip(w) - Q)^2 with Q held. */
  private static double pull(double w, double mode, double bound) {
    double clipped = Math.max(-bound, Math.min(bound, w));
    return (clipped - mode) * (clipped - mode);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void theGradientIsThatOfTheDampeningLoss(int bits) {
    List<WeightLayer> layers = MethodChecks.twoLayers(bits);
    float[] w = MethodChecks.normal(layers, 0.3, new Random(bits));
    MethodState state = new MethodState();
    Dampening method = dampening(layers, 0.7, state);
    method.start(w);
    float[] gradient = new float[w.length];
    Step last = new Step(0, STEPS - 1, 0.01, 1);
    float[] seen = MethodChecks.seen(method, w, last);
    method.backward(w, gradient, last);
    for (WeightLayer layer : layers) {
      double[] exponents = state.numbers("exponent/" + layer.name(), layer.blocks());
      for (int b = 0; b < layer.blocks(); b++) {
        double bound = (Math.pow(2, bits - 1) - 1) * Math.pow(2, -exponents[b]);
        for (int i = layer.from(b); i < layer.to(b); i++) {
          double h = 1e-6;
          double slope = (pull(w[i] + h, seen[i], bound) - pull(w[i] - h, seen[i], bound)) / 2 / h;
          assertEquals(0.7 * slope, gradient[i], 1e-4, bits + " bits, weight " + i);
        }
      }
    }
    assertEquals(0, gradient[0]);
    assertEquals(0, gradient[31]);
  }

  @Test
  void theTaskPassesWithinTheModesOnly() {
    List<WeightLayer> one = Setups.layers(2, 5); // exponent 0: modes -1, 0, 1
    Dampening method = dampening(one, 0.5, new MethodState());
    float[] w = {9, 0.25f, -1, 1.25f, -1.5f, 0.75f};
    float[] gradient = {9, 4, 4, 4, 4, 4};
    method.backward(w, gradient, new Step(0, STEPS - 1, 0.01, 1));
    assertArrayEquals(new float[] {9, 4.25f, 4, 0, 0, 3.75f}, gradient, 1e-6f);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "25, 0.29289322", "50, 1", "75, 1.70710678", "100, 2"})
  void lambdaGrowsAsACosine(int number, double lambda) {
    List<WeightLayer> one = Setups.layers(2, 1);
    Dampening method = dampening(one, 2, new MethodState());
    float[] gradient = {0, 0};
    method.backward(new float[] {0, 0.25f}, gradient, new Step(0, number, 0.01, 1));
    assertEquals(2 * lambda * 0.25, gradient[1], 1e-6);
    assertEquals(2, method.report(0).get("lambda"), 1e-12);
  }

  @Test
  void itEndsAsTheForwardPassSawIt() {
    for (int bits : PROVIDER.bits()) {
      List<WeightLayer> layers = MethodChecks.twoLayers(bits);
      float[] w = MethodChecks.normal(layers, 0.2, new Random(bits));
      Dampening method = dampening(layers, 0.1, new MethodState());
      method.start(w);
      assertArrayEquals(
          MethodChecks.seen(method, w, Setups.step(0.1)),
          MethodChecks.quantized(method, layers, w));
    }
  }

  @Test
  void extremesAndResume() {
    MethodChecks.assertHoldsExtremes(PROVIDER, Map.of());
    MethodChecks.assertResumes(PROVIDER, Map.of());
  }
}
