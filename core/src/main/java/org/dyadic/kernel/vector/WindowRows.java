package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * How the tables of a product lie. A table serves three neighbouring inputs. The tables of one
 * input row follow one another, so that a row of a window is one run of tables.
 *
 * <p>Usually each pixel has tables of its own channels, which all windows share that hold it. A
 * window of few channels, such as the first layer's, would fill a third of such tables only: there
 * each window has tables of its own, whose inputs run across its pixels.
 *
 * @param window the windows
 * @param ownTables whether each window has tables of its own
 */
record WindowRows(Window window, boolean ownTables) implements TernaryWeights.Units {
  private static final int FIELD = 5;

  /** Inputs of a table. */
  static final int INPUTS = 3;

  /** Trits of a code short: three tables. */
  static final int TRITS = 3 * INPUTS;

  /** What building a table costs, in lookups of a vector. */
  private static final double BUILD_COST = 4;

  /** The better of both for 32-lane vectors. */
  static WindowRows of(Window window) {
    WindowRows shared = new WindowRows(window, false);
    WindowRows own = new WindowRows(window, true);
    return own.cost() < shared.cost() ? own : shared;
  }

  /** Lookups of vectors and builds of tables, an output pixel. */
  private double cost() {
    int vectors = Math.ceilDiv(window.outChannels(), PermTile.LANES);
    double lookups = (double) window.size().rows() * codeVectors() * INPUTS * vectors;
    int slots = ownTables ? 1 : window.stride().columns();
    double builds = (double) window.stride().rows() * slots * slotTables();
    return lookups + BUILD_COST * builds;
  }

  /** Inputs of one slot: those of a pixel, or of a window's row. */
  int slotInputs() {
    return ownTables ? window.size().columns() * window.channels() : window.channels();
  }

  /** Inputs from one slot to the next in the padded row. */
  int slotStep() {
    return ownTables ? window.stride().columns() * window.channels() : window.channels();
  }

  /** Slots of a padded row. */
  int slots() {
    return ownTables ? window.outWidth() : window.width() + 2 * window.padding().columns();
  }

  /** Whether a code short holds three columns of the same inputs, instead of three tables. */
  boolean taps() {
    return !ownTables
        && window.size().columns() == INPUTS
        && window.stride().columns() == 1
        && window.outWidth() > 1;
  }

  /** Slots from one window to the next. */
  int windowStep() {
    return ownTables ? 1 : window.stride().columns();
  }

  /** Tables of one slot. */
  int slotTables() {
    return Math.ceilDiv(slotInputs(), INPUTS);
  }

  /** Tables of one row of a window. */
  int tables() {
    return ownTables ? slotTables() : window.size().columns() * slotTables();
  }

  /** Code vectors of one row of a window, each for three tables. */
  int codeVectors() {
    return Math.ceilDiv(tables(), 3);
  }

  /** Inputs of one padded row, and what the last tables read beyond it. */
  int lineSize() {
    return (window.width() + 2 * window.padding().columns()) * window.channels()
        + INPUTS * slotTables();
  }

  /** Shorts from the tables of one code vector to those of the next. */
  int vectorStep() {
    return taps() ? tablePitch() : 3 * PermTile.LANES;
  }

  /** Shorts from one table of a slot to its next: with taps the same tables of all slots meet. */
  int tablePitch() {
    return (taps() ? slots() : 1) * PermTile.LANES;
  }

  /** Shorts from a table of one slot to the same of the next. */
  int slotPitch() {
    return (taps() ? 1 : slotTables()) * PermTile.LANES;
  }

  @Override
  public int count() {
    return codeVectors();
  }

  @Override
  public int size() {
    return TRITS;
  }

  @Override
  public int input(int vector, int index) {
    int field = index / INPUTS;
    int table = taps() ? field * slotTables() + vector : 3 * vector + field;
    int input = table % slotTables() * INPUTS + index % INPUTS;
    return table < tables() && input < slotInputs()
        ? table / slotTables() * window.channels() + input
        : -1;
  }

  /** Three codes of 5 bits, each three digits to base 3. */
  @Override
  public short pack(int[] trits) {
    int bits = 0;
    for (int table = 2; table >= 0; table--) {
      int code = 0;
      for (int digit = INPUTS - 1; digit >= 0; digit--) {
        code = 3 * code + trits[table * INPUTS + digit] + 1;
      }
      bits = bits << FIELD | code;
    }
    return (short) bits;
  }
}
