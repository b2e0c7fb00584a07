package org.dyadic.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dyadic.quant.GateTables;
import org.junit.jupiter.api.Test;

/** Cells at the ends of their ranges: one unit, pre-activations given as the input's sums. */
class ScalarCellsTest {
  private static final int MAX = 32767;
  private static final int[] ZEROS = new int[4];

  private static Gates gates(int cellExponent) {
    return new Gates(1, 1, 1, ZEROS, 0, cellExponent, GateTables.sigmoid(), GateTables.tanh());
  }

  /** The cell and the hidden state after a step, in wide arithmetic from saturated gates. */
  private static int[] lstm(int exponent, int i, int f, int g, int o, int before) {
    int[] cell = {before};
    int[] hidden = {55};
    new ScalarKernels().lstm(gates(exponent), new int[] {i, f, g, o}, ZEROS, cell, hidden);
    return new int[] {cell[0], hidden[0]};
  }

  @Test
  void aCellSaturatesInsteadOfOverflowing() {
    for (int exponent = 0; exponent <= 15; exponent++) {
      for (int sign : new int[] {-1, 1}) {
        int[] after = lstm(exponent, MAX, MAX, sign * MAX, MAX, sign * MAX);
        // f * c is 32767 * 32767; i * g rounds to 32766.
        long sum = sign * (MAX * (long) MAX) + ((sign * 32766L) << exponent) + (1 << 14);
        assertTrue(Math.abs(sum) <= Integer.MAX_VALUE, "exponent " + exponent);
        assertEquals(Math.clamp(sum >> 15, -MAX, MAX), after[0], "exponent " + exponent);
        // 128 tanh(2) and 128 tanh(1), the largest cell states of these steps
        int seen = exponent == 15 ? 97 : exponent == 14 ? 123 : 127;
        assertEquals(sign * seen, after[1], "exponent " + exponent);
      }
    }
  }

  @Test
  void gatesOpenAndShut() {
    assertEquals(0, lstm(10, -MAX, -MAX, MAX, MAX, 1000)[0], "forgotten, nothing new");
    assertEquals(1000, lstm(10, -MAX, MAX, MAX, MAX, 1000)[0], "kept");
    assertEquals(1024, lstm(10, MAX, -MAX, MAX, MAX, 1000)[0], "replaced by 1");
    assertEquals(0, lstm(10, -MAX, MAX, MAX, -MAX, 1000)[1], "not shown");
    assertEquals(127, lstm(10, -MAX, MAX, MAX, MAX, 20000)[1], "shown, saturated");
  }

  private static int[] gru(int r, int z, int ofInput, int ofHidden, int before) {
    int[] state = {before};
    int[] hidden = {55};
    Gates gates =
        new Gates(
            1,
            1,
            1,
            new int[] {r, z, ofInput, ofHidden},
            0,
            0,
            GateTables.sigmoid(),
            GateTables.tanh());
    new ScalarKernels().gru(gates, new int[3], new int[3], state, hidden);
    return new int[] {state[0], hidden[0]};
  }

  @Test
  void aStateStaysInItsRange() {
    for (int sign : new int[] {-1, 1}) {
      for (int z : new int[] {-MAX, -1, 0, 1, MAX}) {
        int[] after = gru(MAX, z, sign * MAX, sign * MAX, sign * MAX);
        assertEquals(sign * MAX, after[0]);
        assertEquals(sign * 127, after[1]);
      }
    }
  }

  @Test
  void theResetGateHidesThePastOnly() {
    assertEquals(0, gru(-MAX, -MAX, 0, MAX, MAX)[0], 20, "a shut gate lets 2^-15 through");
    assertEquals(MAX, gru(MAX, -MAX, 0, MAX, 0)[0], 1, "all past");
    assertEquals(12345, gru(0, MAX, MAX, MAX, 12345)[0], 1, "kept");
  }
}
