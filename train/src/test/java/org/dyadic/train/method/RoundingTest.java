package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RoundingTest {

  @Test
  void theExponentIsTheRoundedLogarithm() {
    for (double log = -23.9; log < 24; log += 0.0913) {
      float scale = (float) Math.pow(2, log);
      assertEquals(-Math.round(log), Rounding.exponent(scale), "2^" + log);
    }
    for (int f = -24; f <= 24; f++) {
      assertEquals(f, Rounding.exponent((float) Math.pow(2, -f)));
      float border = (float) Math.pow(2, 0.5 - f);
      boolean below = (double) border <= Math.pow(2, 0.5 - f);
      assertEquals(below ? f : f - 1, Rounding.exponent(border), "near sqrt(2) * 2^-" + f);
    }
  }

  @Test
  void exponentsStayInRange() {
    assertEquals(24, Rounding.exponent(Float.MIN_VALUE));
    assertEquals(24, Rounding.exponent(Float.MIN_NORMAL));
    assertEquals(-24, Rounding.exponent(Float.MAX_VALUE));
    assertEquals(-24, Rounding.exponent(Float.POSITIVE_INFINITY));
  }

  @Test
  void ternaryCodesAreSignsBeyondTheThreshold() {
    float[] w = {0.5f, Math.nextUp(0.5f), -0.5f, Math.nextDown(-0.5f), 0, -0f};
    byte[] codes = new byte[w.length];
    for (int i = 0; i < w.length; i++) {
      codes[i] = Rounding.ternary(w[i], 0.5f);
    }
    assertArrayEquals(new byte[] {0, 1, 0, -1, 0, 0}, codes);
  }

  @Test
  void clippingReachesItsRangeOnly() {
    float[] w = {5, 5, -5, 0.5f, -5};
    Rounding.clip(w, 1, 4, 2);
    assertArrayEquals(new float[] {5, 2, -2, 0.5f, -5}, w);
  }
}
