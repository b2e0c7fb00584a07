package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * How the tables of a product lie. A table serves three neighbouring inputs. The tables of one
 * input row follow one another, so that a row of a window is one run of tables.
 *
 * <p>Usually each pixel has tables of its own channels, which all windows share that hold it. A
 * window of few channels, such as the first layer's, would fill a third of such tables only: there
 * each window has tables of its own, whose inputs run across its pixels.
 */
final class WindowRows implements TernaryWeights.Units {
  private static final int FIELD = 5;

  /** Inputs of a table. */
  static final int INPUTS = 3;

  /** Trits of a code short: three tables. */
  static final int TRITS = 3 * INPUTS;

  /** What building a table costs, in lookups of a vector. */
  private static final double BUILD_COST = 4;

  private final Window window;
  private final boolean ownTables;
  private final int slotInputs;
  private final int slotTables;
  private final int tables;
  private final int count;
  private final int slots;
  private final boolean taps;
  private final int lineSize;

  /**
   * Lays tables out.
   *
   * @param window the windows
   * @param ownTables whether each window has tables of its own
   */
  WindowRows(Window window, boolean ownTables) {
    this.window = window;
    this.ownTables = ownTables;
    int columns = window.size().columns();
    int padded = window.width() + 2 * window.padding().columns();
    slotInputs = ownTables ? columns * window.channels() : window.channels();
    slotTables = Math.ceilDiv(slotInputs, INPUTS);
    tables = ownTables ? slotTables : columns * slotTables;
    count = Math.ceilDiv(tables, 3);
    slots = ownTables ? window.outWidth() : padded;
    taps =
        !ownTables
            && columns == INPUTS
            && ((window.stride().columns() == 1 && window.outWidth() > 1)
                || (window.stride().columns() == 2 && fillsEights(window.outWidth())));
    lineSize = padded * window.channels() + INPUTS * slotTables;
  }

  /** Whether tiles of eight pixels are worth their while: the last is more than half full. */
  static boolean fillsEights(int pixels) {
    return (pixels - 1) % 8 >= 4;
  }

  /** The better of both for 32-lane vectors. */
  static WindowRows of(Window window) {
    WindowRows shared = new WindowRows(window, false);
    WindowRows own = new WindowRows(window, true);
    return own.cost() < shared.cost() ? own : shared;
  }

  /** Lookups of vectors and builds of tables, an output pixel. */
  private double cost() {
    int vectors = Math.ceilDiv(window.outChannels(), PermTile.LANES);
    double lookups = (double) window.size().rows() * count * INPUTS * vectors;
    int pixels = ownTables ? 1 : window.stride().columns();
    double builds = (double) window.stride().rows() * pixels * slotTables;
    return lookups + BUILD_COST * builds;
  }

  @Override
  public Window window() {
    return window;
  }

  /** Inputs from one slot to the next in the padded row. */
  int slotStep() {
    return ownTables ? window.stride().columns() * window.channels() : window.channels();
  }

  /** Slots of a padded row: its pixels, or its windows. */
  int slots() {
    return slots;
  }

  /** Whether a code short holds three columns of the same inputs, instead of three tables. */
  boolean taps() {
    return taps;
  }

  /** Slots from one window to the next. */
  int windowStep() {
    return ownTables ? 1 : window.stride().columns();
  }

  /** Tables of one slot. */
  int slotTables() {
    return slotTables;
  }

  /** Tables of one row of a window. */
  int tables() {
    return tables;
  }

  /** Inputs of one padded row, and what the last tables read beyond it. */
  int lineSize() {
    return lineSize;
  }

  /**
   * Tables behind those of a row, that the last code vector of a window's row reads for no input:
   * its codes pick the middle entry, which must be 0.
   */
  int emptyTables() {
    return taps ? 0 : 3 * count - tables;
  }

  /** Shorts from the tables of one code vector to those of the next. */
  int vectorStep() {
    return taps ? tablePitch() : 3 * PermTile.LANES;
  }

  /** Shorts from one table of a slot to its next: with taps the same tables of all slots meet. */
  int tablePitch() {
    return (taps ? slots : 1) * PermTile.LANES;
  }

  /** Shorts from a table of one slot to the same of the next. */
  int slotPitch() {
    return (taps ? 1 : slotTables) * PermTile.LANES;
  }

  /** Code vectors of one row of a window, each for three tables. */
  @Override
  public int count() {
    return count;
  }

  @Override
  public int size() {
    return TRITS;
  }

  @Override
  public int input(int vector, int index) {
    int field = index / INPUTS;
    int table = taps ? field * slotTables + vector : 3 * vector + field;
    int input = table % slotTables * INPUTS + index % INPUTS;
    return table < tables && input < slotInputs
        ? table / slotTables * window.channels() + input
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
