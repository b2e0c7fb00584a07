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
 */
record TableUnits(Window window, boolean byRows) {
  /** Inputs of a unit. */
  static final int INPUTS = 4;

  private int inputs() {
    return byRows ? window.size().columns() * window.channels() : window.channels();
  }

  /** How many units there are. */
  int count() {
    return Math.ceilDiv(inputs(), INPUTS);
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
