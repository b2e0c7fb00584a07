package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnedScalesTest {
  private final WeightLayer layer = Setups.layer("fc1", 0, List.of(4), 2, 1);
  private final MethodState state = new MethodState();

  private LearnedScales scales(int count) {
    return new LearnedScales(
        layer, count, Setups.setup(new Lsq.Provider(), List.of(layer), Map.of(), 1, 100, state));
  }

  @Test
  void theyDescendWithNesterovMomentum() {
    LearnedScales scales = scales(2);
    scales.set(0, 1);
    scales.set(1, 2);
    double[] value = {1, 2};
    double[] velocity = new double[2];
    for (int i = 0; i < 5; i++) {
      float[] gradient = {0.5f * i - 1, 2 - i};
      scales.descend(gradient, new Step(0, i, 0.01, 1));
      for (int k = 0; k < 2; k++) {
        velocity[k] = 0.9 * velocity[k] + gradient[k];
        value[k] -= 0.01 * (gradient[k] + 0.9 * velocity[k]);
        assertEquals(value[k], scales.at(k), 1e-6, "step " + i);
      }
      scales = scales(2); // what there is to remember is in the state
    }
  }

  @Test
  void aStepHalvesThemAtMost() {
    LearnedScales scales = scales(1);
    scales.set(0, 3);
    for (double expected : new double[] {1.5, 0.75, 0.375}) {
      scales.descend(new float[] {1e30f}, Setups.step(0.01));
      assertEquals(expected, scales.at(0));
    }
  }

  @Test
  void theyStayWithinTheSteps() {
    LearnedScales scales = scales(1);
    double most = Math.pow(2, 24);
    for (double value : new double[] {0, 1e-30, 1e30, Double.POSITIVE_INFINITY}) {
      scales.set(0, value);
      assertEquals(value < 1 ? 1 / most : most, scales.at(0));
    }
    scales.descend(new float[] {-1e6f}, Setups.step(0.01));
    assertEquals(most, scales.at(0));
    scales.set(0, 0);
    scales.descend(new float[] {1e9f}, Setups.step(0.01));
    assertEquals(1 / most, scales.at(0));
  }
}
