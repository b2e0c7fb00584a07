package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * How {@link ShuffleProduct} packs weights: a table serves two neighbouring channels of a pixel,
 * and a byte holds the codes of two neighbouring tables. The tables of one padded input row follow
 * one another, so that a row of a window is one run of tables.
 *
 * @param window the windows, of one group
 */
record PairRows(Window window) implements TernaryWeights.Units {
  /** Inputs of a table. */
  static final int INPUTS = 2;

  /** Tables of a code byte. */
  static final int TABLES = 2;

  private static final int FIELD = 4;

  /** Pixels of a padded row. */
  int pixels() {
    return window.width() + 2 * window.padding().columns();
  }

  /** Tables of one pixel. */
  int pixelTables() {
    return Math.ceilDiv(window.channels(), INPUTS);
  }

  /** Tables from one window to the next. */
  int windowStep() {
    return window.stride().columns() * pixelTables();
  }

  /** Inputs of one padded row, and what the last table reads beyond it. */
  int lineSize() {
    return pixels() * window.channels() + INPUTS;
  }

  private int tables() {
    return window.size().columns() * pixelTables();
  }

  @Override
  public int count() {
    return Math.ceilDiv(tables(), TABLES);
  }

  @Override
  public int size() {
    return TABLES * INPUTS;
  }

  @Override
  public int input(int unit, int index) {
    int table = unit * TABLES + index / INPUTS;
    int channel = table % pixelTables() * INPUTS + index % INPUTS;
    return table < tables() && channel < window.channels()
        ? table / pixelTables() * window.channels() + channel
        : -1;
  }

  /** Two codes of 4 bits, each two digits to base 3, the first in the low bits. */
  @Override
  public short pack(int[] trits) {
    int bits = 0;
    for (int table = TABLES - 1; table >= 0; table--) {
      int code = 3 * (trits[table * INPUTS + 1] + 1) + trits[table * INPUTS] + 1;
      bits = bits << FIELD | code;
    }
    return (short) bits;
  }
}
