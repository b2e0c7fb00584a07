package org.dyadic.train.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AdamTest {

  /** The definition of the paper's algorithm 1, in double precision, in its own order. */
  private static double reference(double w, double[] gradients, double rate, double decay) {
    double m = 0;
    double v = 0;
    for (int t = 1; t <= gradients.length; t++) {
      double g = gradients[t - 1] + decay * w;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double mHat = m / (1 - Math.pow(0.9, t));
      double vHat = v / (1 - Math.pow(0.999, t));
      w -= rate * mHat / (Math.sqrt(vHat) + 1e-8);
    }
    return w;
  }

  @Test
  void stepsFollowTheDefinition() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      double[] gradients = random.doubles(50, -1, 1).toArray();
      double decay = 0.1 * random.nextDouble();
      float[] w = {9, (float) random.nextGaussian(), 9};
      double expected = reference(w[1], gradients, 0.05, decay);
      float[][] moments = new float[2][3];
      Adam adam = new Adam();
      for (int i = 0; i < gradients.length; i++) {
        float[] gradient = {1, (float) gradients[i], 1};
        adam.step(w, gradient, moments, 1, 2, i, 0.05, decay);
      }
      assertEquals(expected, w[1], 1e-4, "seed " + seed);
      assertEquals(9, w[0]);
      assertEquals(9, w[2]);
    }
  }

  @Test
  void theFirstStepIsTheRateWhateverTheGradient() {
    for (float gradient : new float[] {1e-3f, 1, 1e6f}) {
      float[] w = {0};
      new Adam().step(w, new float[] {gradient}, new float[2][1], 0, 1, 0, 0.25, 0);
      assertEquals(-0.25, w[0], 1e-5, "gradient " + gradient);
    }
  }

  @Test
  void momentumHasItsRange() {
    assertThrows(IllegalArgumentException.class, () -> new Adam(1));
    assertThrows(IllegalArgumentException.class, () -> new Adam(Double.NaN));
  }
}
