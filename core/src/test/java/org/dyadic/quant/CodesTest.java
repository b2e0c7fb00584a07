package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CodesTest {

  @Test
  void theHistogramRunsFromTheLowestCode() {
    Codes codes = new Codes(3, 0, new byte[] {-3, 3, 3, 0, 1});
    assertArrayEquals(new long[] {1, 0, 0, 1, 1, 0, 2}, codes.histogram());
  }

  @Test
  void valuesAreCopiedInAndOut() {
    byte[] values = {1, 0};
    Codes codes = new Codes(2, 0, values);
    values[0] = 0;
    codes.toBytes()[1] = 1;
    assertEquals(1, codes.at(0));
    assertEquals(0, codes.at(1));
  }

  @Test
  void codesBeyondTheBitsAreRefused() {
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> new Codes(2, 0, new byte[] {0, -2}));
    assertEquals("codes: value 1 (=-2) must lie in -1 .. 1 for 2 bits", wrong.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Codes(8, 0, new byte[] {-128}));
    assertThrows(IllegalArgumentException.class, () -> new Codes(9, 0, new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> new Codes(2, 25, new byte[0]));
  }

  @Test
  void aCodeOfOneBitHasNoZero() {
    Codes signs = new Codes(1, 0, new byte[] {1, -1, -1, -1});
    assertArrayEquals(new long[] {3, 0, 1}, signs.histogram());
    assertEquals(0, signs.zeros());
    Exception zero =
        assertThrows(IllegalArgumentException.class, () -> new Codes(1, 0, new byte[] {1, 0}));
    assertEquals("codes: value 1 (=0) must be -1 or +1 for 1 bit", zero.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Codes(1, 0, new byte[] {2}));
    Exception bits =
        assertThrows(IllegalArgumentException.class, () -> new Codes(0, 0, new byte[0]));
    assertEquals("codes: bits (=0) must lie in 1 .. 8", bits.getMessage());
  }

  @Test
  void entropyIsThatOfTheShares() {
    assertEquals(1, new Codes(1, 0, new byte[] {1, -1, -1, 1}).entropy(), 1e-12);
    assertEquals(1.5, new Codes(2, 0, new byte[] {0, 0, 1, -1}).entropy(), 1e-12);
    assertEquals(0, new Codes(2, 0, new byte[9]).entropy());
    assertEquals(0, new Codes(2, 0, new byte[0]).entropy());
    // -(3/4 log2 3/4 + 1/4 log2 1/4) = 2 - 3/4 log2 3
    double skewed = new Codes(8, 0, new byte[] {-127, 9, 9, 9}).entropy();
    assertEquals(2 - 0.75 * Math.log(3) / Math.log(2), skewed, 1e-12);
  }

  @Test
  void onlyScalesThatAreNoStepsCountAsFloats() {
    byte[] values = {1, 0};
    assertEquals(0, new Codes(2, 0, values).floatScales());
    assertEquals(0, new Codes(2, 0, values, Scales.ofChannels(0.5f, 2)).floatScales());
    assertEquals(2, new Codes(2, 0, values, Scales.ofChannels(0.5f, 3)).floatScales());
    Scales planes = Scales.ofPlanes(new float[] {1}, new float[] {2});
    assertEquals(2, new Codes(2, 0, values, planes).floatScales());
    assertFalse(new Codes(2, 0, values, planes).isFixedPoint());
    assertFalse(new Codes(2, 0, values, planes).equals(new Codes(2, 0, values)));
  }
}
