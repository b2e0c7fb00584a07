package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsqPow2Test {
  private static final LsqPow2.Provider PROVIDER = new LsqPow2.Provider();
  private static final Step STEP = Setups.step(Setups.RATE);

  private static double power(double s) {
    return Math.pow(2, Math.rint(Math.log(s) / Math.log(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void gradientsAreThoseOfTheSurrogate(int bits) {
    LsqTest.assertGradients(PROVIDER, bits, LsqPow2Test::power);
  }

  @Test
  void itEndsAsTheForwardPassSawItInFixedPoint() {
    for (int bits : PROVIDER.bits()) {
      List<WeightLayer> layers = MethodChecks.twoLayers(bits);
      float[] w = MethodChecks.normal(layers, 0.2, new Random(bits));
      Method method = new LsqPow2(Setups.setup(PROVIDER, layers, Map.of()));
      method.start(w);
      assertArrayEquals(
          MethodChecks.seen(method, w, STEP), MethodChecks.quantized(method, layers, w));
      layers.forEach(layer -> assertTrue(method.quantize(layer, w).fixedPoint()));
    }
  }

  /** s moves a little at a time; the step jumps where s crosses sqrt(2) times a power of two. */
  @Test
  void theStepJumpsBetweenPowersOfTwo() {
    WeightLayer layer = Setups.layer("fc1", 0, List.of(3), 2, 1);
    MethodState state = new MethodState();
    Method method = new LsqPow2(Setups.setup(PROVIDER, List.of(layer), Map.of(), 1, 100, state));
    for (float s : new float[] {0.09f, 0.18f, 0.35f, 0.36f, 1, 1.41f, 1.42f, 2.8f, 3}) {
      LsqTest.scales(state, layer)[0] = s;
      float[] seen = MethodChecks.seen(method, new float[] {100, -100, 0}, STEP);
      float power = (float) power(s);
      assertArrayEquals(new float[] {power, -power, 0}, seen, "s = " + s);
    }
  }

  @Test
  void theStepIsLearned() {
    WeightLayer layer = Setups.layer("fc1", 0, List.of(40), 2, 1);
    MethodState state = new MethodState();
    Method method = new LsqPow2(Setups.setup(PROVIDER, List.of(layer), Map.of(), 1, 100, state));
    float[] w = MethodChecks.normal(List.of(layer), 1, new Random(3));
    method.start(w);
    assertEquals(2, method.quantize(layer, w).step()); // 2 mean |w| is near 1.6
    for (int i = 0; i < 400; i++) {
      Step step = new Step(0, i, 0.02, 1);
      float[] seen = MethodChecks.seen(method, w, step);
      float[] gradient = new float[w.length];
      for (int k = 0; k < layer.size(); k++) {
        gradient[k] = seen[k] - 0.25f * Math.signum(w[k]);
      }
      method.backward(w, gradient, step);
    }
    assertEquals(0.25, method.quantize(layer, w).step());
  }

  @Test
  void extremesAndResume() {
    MethodChecks.assertHoldsExtremes(PROVIDER, Map.of());
    MethodChecks.assertResumes(PROVIDER, Map.of());
  }
}
