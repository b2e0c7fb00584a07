package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RangeTest {

  @Test
  void bitsAreTheNarrowestTwosComplementWidth() {
    assertEquals(1, new Range(0, 0).bits());
    assertEquals(1, new Range(-1, 0).bits());
    assertEquals(2, new Range(0, 1).bits());
    assertEquals(8, new Range(-128, 127).bits());
    assertEquals(9, new Range(-129, 0).bits());
    assertEquals(9, new Range(0, 255).bits());
    assertEquals(32, new Range(Integer.MIN_VALUE, Integer.MAX_VALUE).bits());
    assertEquals(33, new Range(0, 1L << 31).bits());
    assertEquals(64, new Range(Long.MIN_VALUE, 0).bits());
  }

  @Test
  void containsComparesBothEnds() {
    assertTrue(new Range(-2, 3).contains(new Range(-2, 3)));
    assertFalse(new Range(-2, 3).contains(new Range(-3, 0)));
    assertFalse(new Range(-2, 3).contains(new Range(0, 4)));
  }

  @Test
  void anEmptyRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Range(1, 0));
  }
}
