package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FixedPointTest {

  @Test
  void roundingIsHalfToEven() {
    float[] weights = {0.125f, 0.375f, -0.125f, -0.375f, 0.6f, Float.NaN, -9f};
    assertArrayEquals(
        new byte[] {0, 2, 0, -2, 2, 0, -3}, FixedPoint.codes(weights, 0, weights.length, 2, 3));
  }

  @Test
  void stepsArePowersOfTwoBothWays() {
    assertEquals(0.125f, FixedPoint.step(3));
    assertEquals(8f, FixedPoint.step(-3));
  }

  @Test
  void theBestExponentIsThatOfAnExhaustiveSearch() {
    for (long seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      int bits = 2 + random.nextInt(7);
      double scale = Math.pow(2, random.nextInt(16) - 8);
      float[] weights = new float[200];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (random.nextGaussian() * scale);
      }
      int best = -FixedPoint.MAX_EXPONENT;
      for (int f = best; f <= FixedPoint.MAX_EXPONENT; f++) {
        double error = FixedPoint.squaredError(weights, 0, 200, f, bits);
        if (error < FixedPoint.squaredError(weights, 0, 200, best, bits)) {
          best = f;
        }
      }
      assertEquals(best, FixedPoint.bestExponent(weights, 0, 200, bits), "seed " + seed);
    }
  }

  @Test
  void weightsOnAGridAreExact() {
    float[] weights = {0.25f, -0.25f, 0, 0.25f};
    int f = FixedPoint.bestExponent(weights, 0, 4, 2);
    assertEquals(2, f);
    assertTrue(FixedPoint.squaredError(weights, 0, 4, f, 2) == 0);
  }
}
