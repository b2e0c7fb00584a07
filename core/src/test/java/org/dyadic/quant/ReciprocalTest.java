package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

class ReciprocalTest {
  private static final Shape SHAPE = new Shape(2, 3, 3);

  /** |q - sum * 2^j / d| is at most 1: half a unit of m and half of the rounding. */
  private static void assertDivides(Grid values, int divisor, int stride) {
    Grid sums = values.summed(divisor);
    ChannelAffine layer = Reciprocal.of("avgpool1", SHAPE, sums);
    Grid means = layer.output();
    Epilogue.Requantize rule = layer.requantize();
    assertEquals(1, means.divisor());
    double factor = sums.step() / means.step();
    assertTrue(factor > 0.5 / divisor && factor <= 16.0 / divisor, "factor " + factor);
    for (long sum = sums.min(); sum <= sums.max(); sum += stride) {
      long q = rule.apply(rule.multiplier()[1] * sum + rule.bias()[1]);
      assertEquals(sum * factor, (double) q, 1, values + " / " + divisor + ": " + sum);
    }
    // The mean of equal values is nearly that value, at both ends too.
    for (long end : new long[] {values.min(), values.max()}) {
      long q = rule.apply(rule.multiplier()[0] * end * divisor);
      assertEquals(end * values.step(), q * means.step(), means.step(), "end " + end);
    }
  }

  @Test
  void meansAreWithinOneFineUnit() {
    for (int divisor = 3; divisor < 700; divisor++) {
      if (Integer.bitCount(divisor) != 1) {
        assertDivides(Grid.unsigned(8, 5), divisor, 1 + divisor / 7);
      }
    }
    assertDivides(Grid.signed(16, 9), 9, 7);
    assertDivides(Grid.unsigned(8, 5).summed(3), 5, 1);
    assertDivides(Grid.unsigned(8, -3), 56 * 56, 101);
  }

  /** A mean of 9 is m = 57 and t = 6 in eighths: 57 = 64 - 8 + 1, two additions. */
  @Test
  void theConstantIsSmall() {
    ChannelAffine ninth = Reciprocal.of("avgpool1", SHAPE, Grid.unsigned(4, 0).summed(9));
    assertEquals(new Grid(0, 120, 3, 1), ninth.output());
    assertEquals(6, ninth.requantize().shift());
    assertEquals(57, ninth.requantize().multiplier()[0]);
    assertEquals(15 * 8, ninth.requantize().apply(57 * 15 * 9));
    assertTrue(AccumulatorProof.of(ninth, Grid.unsigned(4, 0).summed(9)).narrow());
  }

  @Test
  void powersOfTwoNeedNone() {
    for (int divisor : new int[] {1, 2, 4, 1024}) {
      assertFalse(Reciprocal.needed(new Grid(0, 255, 0, divisor)));
    }
    assertTrue(Reciprocal.needed(new Grid(0, 255, 0, 6)));
  }
}
