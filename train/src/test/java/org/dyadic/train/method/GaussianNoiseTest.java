package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dyadic.data.SplitMix64;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {
  private static final int SIZE = 1_000_000;

  /** Five standard errors of a mean of independent numbers with a standard deviation. */
  private static double tolerance(double deviation) {
    return 5 * deviation / Math.sqrt(SIZE);
  }

  private static float[] draw(long seed) {
    float[] noise = new float[SIZE];
    GaussianNoise.fill(new SplitMix64(seed), noise, 0, SIZE);
    return noise;
  }

  private static double moment(float[] x, int power) {
    double sum = 0;
    for (float value : x) {
      sum += Math.pow(value, power);
    }
    return sum / x.length;
  }

  @Test
  void hasTheMomentsOfTheNormalDistribution() {
    float[] x = draw(1);
    assertEquals(0, moment(x, 1), tolerance(1));
    assertEquals(1, moment(x, 2), tolerance(Math.sqrt(2)));
    assertEquals(0, moment(x, 3), tolerance(Math.sqrt(15)));
    // The tail beyond the last quantile is missing: the class says so.
    assertEquals(2.97, moment(x, 4), tolerance(Math.sqrt(96)) + 0.01);
    for (float value : x) {
      assertTrue(Math.abs(value) < 3.7f, "drew " + value);
    }
  }

  /** Probabilities of the normal distribution from its table. */
  @Test
  void hasTheQuantilesOfTheNormalDistribution() {
    float[] x = draw(2);
    double[][] table = {
      {-2, 0.0227501}, {-1, 0.1586553}, {0, 0.5}, {0.5, 0.6914625}, {1, 0.8413447}, {3, 0.9986501}
    };
    for (double[] row : table) {
      double share = 0;
      for (float value : x) {
        share += value <= row[0] ? 1.0 / SIZE : 0;
      }
      double error = Math.sqrt(row[1] * (1 - row[1]));
      assertEquals(row[1], share, tolerance(error) + 0.5 / 4096, "below " + row[0]);
    }
  }

  @Test
  void neighboursAreIndependent() {
    float[] x = draw(3);
    for (int lag = 1; lag <= 11; lag++) {
      double product = 0;
      double squares = 0;
      for (int i = lag; i < SIZE; i++) {
        product += (double) x[i] * x[i - lag];
        squares += ((double) x[i] * x[i] - 1) * ((double) x[i - lag] * x[i - lag] - 1);
      }
      assertEquals(0, product / SIZE, tolerance(1), "lag " + lag);
      assertEquals(0, squares / SIZE, tolerance(2), "lag " + lag);
    }
  }

  @Test
  void fillsTheRangeAndNothingElse() {
    float[] whole = new float[20];
    GaussianNoise.fill(new SplitMix64(4), whole, 0, 20);
    for (int size = 0; size <= 12; size++) {
      float[] part = new float[20];
      GaussianNoise.fill(new SplitMix64(4), part, 3, 3 + size);
      for (int i = 0; i < 20; i++) {
        float expected = i >= 3 && i < 3 + size ? whole[i - 3] : 0;
        assertEquals(expected, part[i], "size " + size + ", index " + i);
      }
    }
    assertArrayEquals(draw(5), draw(5));
  }
}
