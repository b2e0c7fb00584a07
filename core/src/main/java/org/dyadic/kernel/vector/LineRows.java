package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * How {@link LaneProduct} packs weights: eight inputs of a window's row, which follow one another
 * in a padded row of the input, are one short, two bits each.
 */
record LineRows(Window window) implements TernaryWeights.Units {
  /** Inputs of a code short. */
  static final int INPUTS = 8;

  private static final int FIELD = 2;

  @Override
  public int count() {
    return Math.ceilDiv(rowInputs(), INPUTS);
  }

  @Override
  public int size() {
    return INPUTS;
  }

  private int rowInputs() {
    return window.size().columns() * window.channels();
  }

  @Override
  public int input(int unit, int index) {
    int input = unit * INPUTS + index;
    return input < rowInputs() ? input : -1;
  }

  /** Two's complement, the first input in the highest bits. */
  @Override
  public short pack(int[] trits) {
    int bits = 0;
    for (int trit : trits) {
      bits = (bits << FIELD) | (trit & ((1 << FIELD) - 1));
    }
    return (short) bits;
  }

  /** Inputs from one window to the next. */
  int windowStep() {
    return window.stride().columns() * window.channels();
  }
}
