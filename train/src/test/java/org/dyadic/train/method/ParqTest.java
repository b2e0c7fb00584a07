package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParqTest {
  private static final int STEPS = 40;

  private static MethodSetup setup(
      List<WeightLayer> layers, Map<String, String> options, int epochs, MethodState state) {
    return Setups.setup(new Parq.Provider(), layers, options, epochs, STEPS, state);
  }

  private static ToyTraining toy(
      List<WeightLayer> layers, Map<String, String> options, int epochs, float[] w, float pull) {
    MethodSetup setup = setup(layers, options, epochs, new MethodState());
    return ToyTraining.start(new Parq.Provider(), options, setup, w, pull);
  }

  private static Parq parq(Map<String, String> options, double scale, int bits) {
    MethodState state = new MethodState();
    state.numbers("scale/fc1.weight", 1)[0] = scale;
    return new Parq(setup(Setups.layers(bits, 60), options, 5, state));
  }

  /** tanh form of the logistic curve, normalized to run from 1 to 0. */
  private static double rho(double u, double steepness) {
    return u >= 1 ? 0 : 0.5 - Math.tanh(steepness * (u - 0.5) / 2) / (2 * Math.tanh(steepness / 4));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 10, 50})
  void theInverseSlopeFallsFromOneToZero(double steepness) {
    Parq parq = parq(Map.of("steepness", Double.toString(steepness), "anneal-end", "0.8"), 1, 2);
    int end = (int) (0.8 * 5 * STEPS);
    double before = 2;
    for (int t = 0; t < 5 * STEPS; t++) {
      double slope = parq.inverseSlope(t);
      assertEquals(rho((double) t / end, steepness), slope, 2e-6, "step " + t);
      assertTrue(slope <= before);
      before = slope;
    }
    assertEquals(1, parq.inverseSlope(0), 1e-12);
    assertEquals(0.5, parq.inverseSlope(end / 2), 1e-12);
    assertEquals(0, parq.inverseSlope(end));
    assertEquals(parq.inverseSlope(2 * STEPS - 1), parq.report(1).get("inverse_slope"));
  }

  @Test
  void withoutAnnealingRoundingIsHardFromTheFirstStep() {
    Parq parq = parq(Map.of("anneal-end", "0"), 1, 2);
    assertEquals(0, parq.inverseSlope(0));
  }

  /**
   * Between two levels the middle part of width rho a rises with slope 1 / rho; all else is flat.
   */
  private static double staircase(double w, double a, int top, double rho) {
    double value = -top * a;
    for (int code = -top; code < top; code++) {
      double from = (code + 0.5 - rho / 2) * a;
      double share = (w - from) / (rho * a);
      value += a * Math.max(0, Math.min(1, share));
    }
    return value;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void theNetworkSeesTheStaircase(int bits) {
    int top = (1 << (bits - 1)) - 1;
    float a = 0.4f;
    Parq parq = parq(Map.of(), a, bits);
    for (long t : new long[] {0, 1, 30, 75, 110, 140}) {
      float[] w = ToyTraining.gaussian(bits, 61, a * top);
      float[] seen = w.clone();
      parq.forward(w, seen, new Step(0, t, Setups.RATE, 0));
      double rho = parq.inverseSlope(t);
      assertTrue(rho > 0);
      assertEquals(w[0], seen[0], "outside the layer");
      for (int i = 1; i < w.length; i++) {
        assertEquals(
            staircase(w[i], a, top, rho), seen[i], 1e-5 / rho, "weight " + w[i] + ", rho " + rho);
      }
    }
  }

  @Test
  void atFirstOnlyTheEndsAreClipped() {
    Parq parq = parq(Map.of(), 1, 3);
    float[] w = ToyTraining.gaussian(2, 61, 2);
    float[] seen = w.clone();
    parq.forward(w, seen, new Step(0, 0, Setups.RATE, 0));
    for (int i = 1; i < w.length; i++) {
      assertEquals(Math.clamp(w[i], -3, 3), seen[i], 1e-6);
    }
  }

  @Test
  void atTheEndTheNetworkSeesTheResult() {
    List<WeightLayer> layers = Setups.layers(2, 60);
    float[] w = ToyTraining.gaussian(3, 61, 1);
    w[5] = 0.5f;
    w[6] = -0.5f;
    Parq parq = parq(Map.of(), 1, 2);
    float[] seen = w.clone();
    parq.forward(w, seen, new Step(4, 5 * STEPS - 1, Setups.RATE, 0));
    float[] levels = w.clone();
    parq.quantize(layers.getFirst(), w).writeTo(layers.getFirst(), levels);
    assertArrayEquals(levels, seen);
    assertEquals(0, seen[5]);
  }

  @Test
  void theGradientGoesToTheLatentWeightsAsItIs() {
    float[] w = ToyTraining.gaussian(3, 61, 1);
    float[] gradient = ToyTraining.gaussian(4, 61, 1);
    float[] before = gradient.clone();
    Parq parq = parq(Map.of(), 1, 2);
    parq.backward(w, gradient, new Step(0, 50, Setups.RATE, 0));
    assertArrayEquals(before, gradient);
  }

  @Test
  void theScaleIsRefinedEveryTenSteps() {
    List<WeightLayer> layers = Setups.layers(2, 300);
    ToyTraining toy = toy(layers, Map.of(), 2, ToyTraining.gaussian(5, 301, 0.1), 1);
    double before = toy.method.quantize(layers.getFirst(), toy.w).step();
    for (int t = 1; t <= 30; t++) {
      toy.run(1);
      double now = toy.method.quantize(layers.getFirst(), toy.w).step();
      if (t % 10 == 0) {
        assertNotEquals(before, now, "after step " + t);
      } else {
        assertEquals(before, now, "after step " + t);
      }
      before = now;
    }
  }

  @Test
  void aRestoredRunGoesOnExactly() {
    List<WeightLayer> layers = List.of(Setups.layer("conv1", 3, List.of(4, 10), 2, 4));
    float[] w = ToyTraining.gaussian(7, 50, 0.3);
    ToyTraining toy = toy(layers, Map.of(), 3, w, 1).run(STEPS + 17);
    ToyTraining again = toy.restored().finish();
    assertArrayEquals(toy.finish().w, again.w);
  }

  @Test
  void extremeWeightsStayFinite() {
    for (float size : new float[] {0, 1e-40f, 1e-20f, 1e20f, 1e38f}) {
      List<WeightLayer> layers = Setups.layers(2, 1, 3);
      ToyTraining toy =
          toy(layers, Map.of(), 2, new float[] {0, size, 0, size, -size, size / 2}, 0);
      for (int t = 0; t < 2 * STEPS; t++) {
        float[] seen = toy.w.clone();
        toy.method.forward(toy.w, seen, new Step(t / STEPS, t, Setups.RATE, 0));
        for (float value : seen) {
          assertTrue(Float.isFinite(value), size + " became " + value);
        }
        toy.run(1);
      }
    }
  }
}
