package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dyadic.train.method.SgmSettings.Clip;
import org.dyadic.train.method.SgmSettings.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The implicit step of SGM. */
class SgmProximalTest {
  @Test
  void theProximalStepIsItsClosedForm() {
    List<WeightLayer> slots = Setups.layers(2, 2);
    for (double c : new double[] {1e-3, 0.5, 1, 40}) {
      double lambda = c * slots.getFirst().size() / (2 * Setups.RATE);
      float[] w = {0, 0.8f, -0.3f};
      SgmTest.sgm(Update.PROXIMAL, Clip.NONE, lambda, slots, 0)
          .afterStep(w, Setups.step(Setups.RATE));
      assertEquals((0.8 + c) / (1 + c), w[1], 1e-6, "c = " + c);
      assertEquals(-0.3 / (1 + c), w[2], 1e-6, "c = " + c);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 2e-8, 1e-7, 1e-6, 1e-3, 0.7, 1, 3, 1e4})
  void modesAreFixedPointsOfTheProximalStep(double c) {
    List<WeightLayer> slots = Setups.layers(3, 3);
    double lambda = c * slots.getFirst().size() / (2 * Setups.RATE);
    float[] w = {0, 0.375f, -0.25f, 0};
    Sgm sgm = SgmTest.sgm(Update.PROXIMAL, Clip.NONE, lambda, slots, 3);
    for (int i = 0; i < 1000; i++) {
      sgm.afterStep(w, Setups.step(Setups.RATE));
    }
    assertArrayEquals(new float[] {0, 0.375f, -0.25f, 0}, w);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1e-7, 1e-6, 1e-2, 5})
  void theProximalStepNeverLeavesAMode(double c) {
    List<WeightLayer> slots = Setups.layers(3, 1);
    double lambda = c / (2 * Setups.RATE);
    for (float start : new float[] {0.51f, 0.9f, 1.2f, 1.49f, 0.3f, -0.45f}) {
      float[] w = {0, start};
      Sgm sgm = SgmTest.sgm(Update.PROXIMAL, Clip.NONE, lambda, slots, 0);
      double mode = Math.rint(start);
      double distance = Math.abs(start - mode);
      for (int i = 0; i < 1000; i++) {
        sgm.afterStep(w, Setups.step(Setups.RATE));
        assertTrue(Math.abs(w[1] - mode) <= distance, "from " + start + " to " + w[1]);
        distance = Math.abs(w[1] - mode);
      }
    }
  }
}
