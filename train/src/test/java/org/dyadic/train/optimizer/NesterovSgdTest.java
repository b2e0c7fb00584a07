package org.dyadic.train.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NesterovSgdTest {
  private static final double MOMENTUM = 0.9;
  private static final double FLOAT_NOISE = 1e-6;

  /** The definition in double precision, for one weight: momentum, rate and decay in this order. */
  private static double[] reference(
      double w, double[] gradients, double mu, double rate, double decay) {
    double velocity = 0;
    double weight = w;
    for (double gradient : gradients) {
      double g = gradient + decay * weight;
      velocity = mu * velocity + g;
      weight -= rate * (g + mu * velocity);
    }
    return new double[] {weight, velocity};
  }

  @Test
  void stepsFollowTheDefinition() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      double mu = random.nextDouble();
      double decay = 0.1 * random.nextDouble();
      double[] gradients = random.doubles(30, -1, 1).toArray();
      float[] w = {(float) random.nextGaussian()};
      float[] v = {0};
      double[] expected = reference(w[0], gradients, (float) mu, 0.05f, (float) decay);
      NesterovSgd optimizer = new NesterovSgd(mu);
      for (double gradient : gradients) {
        optimizer.step(w, new float[] {(float) gradient}, new float[][] {v}, 0, 1, 0, 0.05, decay);
      }
      double scale = 1 + Math.abs(expected[1]);
      assertEquals(expected[0], w[0], 10 * FLOAT_NOISE * scale, "seed " + seed);
      assertEquals(expected[1], v[0], 10 * FLOAT_NOISE * scale, "seed " + seed);
    }
  }

  @Test
  void aStepOfPowersOfTwoIsExact() {
    float[] w = {1};
    float[] v = {4};
    new NesterovSgd(0.5).step(w, new float[] {2}, new float[][] {v}, 0, 1, 0, 0.25, 2);
    // g = 2 + 2 * 1 = 4, v = 0.5 * 4 + 4 = 6, w = 1 - 0.25 * (4 + 0.5 * 6)
    assertEquals(6, v[0]);
    assertEquals(-0.75f, w[0]);
  }

  @Test
  void onlyTheRangeChanges() {
    float[] w = {1, 1, 1, 1};
    float[] v = new float[4];
    new NesterovSgd(MOMENTUM).step(w, new float[] {1, 1, 1, 1}, new float[][] {v}, 1, 3, 0, 0.1, 0);
    assertArrayEquals(new float[] {0, 1, 1, 0}, v);
    assertEquals(1, w[0]);
    assertEquals(1, w[3]);
    assertEquals(w[1], w[2]);
    assertEquals(1 - 0.1 * 1.9, w[1], FLOAT_NOISE);
  }

  /** A gradient of c / rate * w: SGM's pull towards the mode 0, without any limit on c. */
  private static double distanceAfter(int steps, double c) {
    double rate = 0.01;
    float[] w = {1};
    float[] v = {0};
    NesterovSgd optimizer = new NesterovSgd(MOMENTUM);
    for (int i = 0; i < steps; i++) {
      optimizer.step(
          w, new float[] {(float) (c / rate * w[0])}, new float[][] {v}, 0, 1, 0, rate, 0);
    }
    return Math.abs(w[0]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 1, 1.3, 1.35})
  void aPullBelowTheStabilityLimitConverges(double c) {
    assertTrue(c < 2 * (1 + MOMENTUM) / (1 + 2 * MOMENTUM));
    assertTrue(distanceAfter(3000, c) < 1e-6, "distance " + distanceAfter(3000, c));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.37, 1.4, 3})
  void aPullAboveTheStabilityLimitDiverges(double c) {
    assertTrue(!(distanceAfter(3000, c) < 1e6), "distance " + distanceAfter(3000, c));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void momentumHasItsRange(double momentum) {
    Exception wrong = assertThrows(IllegalArgumentException.class, () -> new NesterovSgd(momentum));
    assertTrue(wrong.getMessage().contains("momentum (=" + momentum), wrong.getMessage());
  }
}
