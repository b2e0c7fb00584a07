package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
}
