package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EpilogueTest {

  private static Epilogue.Requantize rule(int shift, Grid grid) {
    return new Epilogue.Requantize(new int[] {1}, new long[] {0}, shift, grid);
  }

  @Test
  void tiesGoUp() {
    Epilogue.Requantize rule = rule(2, Grid.signed(8, 0));
    assertEquals(1, rule.apply(2));
    assertEquals(0, rule.apply(1));
    assertEquals(0, rule.apply(-2));
    assertEquals(-1, rule.apply(-3));
    assertEquals(-1, rule.apply(-6));
    assertEquals(-2, rule.apply(-7));
  }

  @Test
  void shiftZeroAddsNothing() {
    Epilogue.Requantize rule = rule(0, Grid.signed(8, 0));
    assertEquals(5, rule.apply(5));
    assertEquals(-5, rule.apply(-5));
  }

  @Test
  void theGridSaturates() {
    assertEquals(255, rule(0, Grid.unsigned(8, 0)).apply(Long.MAX_VALUE));
    assertEquals(0, rule(0, Grid.unsigned(8, 0)).apply(-1));
    assertEquals(-127, rule(0, Grid.signed(8, 0)).apply(Long.MIN_VALUE));
  }

  @Test
  void theShiftHasItsLimits() {
    assertThrows(IllegalArgumentException.class, () -> rule(-1, Grid.unsigned(8, 0)));
    assertThrows(IllegalArgumentException.class, () -> rule(63, Grid.unsigned(8, 0)));
    assertEquals(1, rule(62, Grid.unsigned(8, 0)).apply(1L << 61));
  }

  @Test
  void provenSumsHaveTheTightGrid() {
    Codes codes = new Codes(3, 4, new byte[] {3, -2, 0, 1, 1, -3});
    Epilogue.Accumulate sums =
        Epilogue.Accumulate.proven(codes, new int[] {10, -5}, new Grid(-4, 7, 6, 9));
    // Channel 0: 3 * 7 + 2 * 4 + 10 and -(3 * 4 + 2 * 7) + 10; channel 1: 26 - 5 and -29 - 5.
    assertEquals(new Grid(-34, 39, 10, 9), sums.output());
  }

  @Test
  void provenAsksForWholeChannels() {
    Codes codes = new Codes(2, 0, new byte[5]);
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> Epilogue.Accumulate.proven(codes, new int[2], Grid.unsigned(8, 0)));
    assertTrue(wrong.getMessage().contains("5 codes for 2 channels"), wrong.getMessage());
  }
}
