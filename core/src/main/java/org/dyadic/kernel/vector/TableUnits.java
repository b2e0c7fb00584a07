package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * What a table of {@link TableProduct} serves: four inputs of a window that stand at the same
 * places of several positions, its taps. Usually they are four channels, and every position in the
 * window is a tap. A window of few channels would leave such tables half empty: there they are four
 * inputs of one row, column after column, and the rows are the taps.
 *
 * @param window windows at distance 1, of one group
 * @param byRows whether units are inputs of a row
 * @param apart whether columns of windows have planes of their own, see {@link FlatImage}
 */
record TableUnits(Window window, boolean byRows, boolean apart) {
  /** Inputs of a unit. */
  static final int INPUTS = 4;

  /** What building an entry costs, in lookups: a store, and a load where it is looked up first. */
  private static final int ENTRY = 2;

  /** What fetching and storing a sum costs. */
  private static final int SUM = 1;

  /** What changing the layout of a number costs. */
  private static final double NUMBER = 0.6;

  /** Units of a row, whose tables serve all columns of a window. */
  static TableUnits ofRows(Window window) {
    return new TableUnits(window, true, true);
  }

  /**
   * Units of channels. Columns apart take a table each, which pays where they save vectors: for
   * small images that are summed at once, so that the tables need not stay in the cache.
   */
  static TableUnits ofChannels(Window window, int lanes) {
    TableUnits together = new TableUnits(window, false, false);
    TableUnits apart = new TableUnits(window, false, true);
    boolean atOnce = new FlatImage(window, lanes, true).vectors() <= Tiles.MOST;
    return atOnce && apart.cost(lanes) < together.cost(lanes) ? apart : together;
  }

  /** What a layer takes, in lookups of a vector. */
  double cost(int lanes) {
    FlatImage image = new FlatImage(window, lanes, apart);
    double each = taps() + SUM * Math.ceilDiv(taps(), TableTile.NINE);
    double entries = (double) tables() * MemoryTables.SUMS * image.size() / lanes;
    double unit = each * window.outChannels() * image.vectors() + ENTRY * entries;
    double pixels = (double) window.outHeight() * window.outWidth();
    double inputs = (double) window.channels() * image.planes();
    return count() * unit + NUMBER * pixels * (inputs + window.outChannels());
  }

  private int inputs() {
    return byRows ? window.size().columns() * window.channels() : window.channels();
  }

  /** How many units there are. */
  int count() {
    return Math.ceilDiv(inputs(), INPUTS);
  }

  /** Tables of a unit: one, or one a column of its taps. */
  int tables() {
    return apart && !byRows ? window.size().columns() : 1;
  }

  /** Positions that a unit's table is looked up for. */
  int taps() {
    return byRows ? window.size().rows() : window.size().rows() * window.size().columns();
  }

  /** Whether a unit has so many inputs. */
  boolean has(int unit, int index) {
    return unit * INPUTS + index < inputs();
  }

  /** The channel of an input; of one that the unit has not, a channel that exists. */
  int channel(int unit, int index) {
    return (unit * INPUTS + index) % window.channels();
  }

  /** How many columns an input is right of its tap. */
  int column(int unit, int index) {
    return byRows && has(unit, index) ? (unit * INPUTS + index) / window.channels() : 0;
  }

  /** The row of a tap in the window. */
  int row(int tap) {
    return byRows ? tap : tap / window.size().columns();
  }

  /** The column of a tap. */
  int column(int tap) {
    return byRows ? 0 : tap % window.size().columns();
  }

  /** Which weight of an output an input's is: row, column, channel. */
  int weight(int unit, int tap, int index) {
    int column = column(tap) + column(unit, index);
    int position = row(tap) * window.size().columns() + column;
    return position * window.channels() + channel(unit, index);
  }
}
