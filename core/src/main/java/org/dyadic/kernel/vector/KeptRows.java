package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * Where what a product made of the last input rows is kept: each row in the place of one that no
 * window needs any more. Windows of one output row after the other are asked for.
 */
final class KeptRows {
  private final Window window;
  private final int units;
  private final int first;
  private final int pitch;
  private final int[][] starts;

  /**
   * Places for as many rows as windows have.
   *
   * @param units of the windows
   * @param first where the first place begins
   * @param pitch from one place to the next
   * @param step from one unit of a row to the next
   */
  KeptRows(TernaryWeights.Units units, int first, int pitch, int step) {
    window = units.window();
    this.units = units.count();
    this.first = first;
    this.pitch = pitch;
    starts = new int[window.size().rows()][];
    // Only for places that a window begins at: one, if it is as large as the image.
    for (int y = 0; y < window.outHeight(); y++) {
      int place = place(top(y));
      if (starts[place] == null) {
        starts[place] = starts(place, step);
      }
    }
  }

  private int[] starts(int top, int step) {
    int[] all = new int[window.size().rows() * units];
    for (int i = 0; i < all.length; i++) {
      all[i] = at(top + i / units) + i % units * step;
    }
    return all;
  }

  private int place(int row) {
    return Math.floorMod(row, window.size().rows());
  }

  /** The first input row of the windows of an output row; negative within the padding. */
  private int top(int y) {
    return y * window.stride().rows() - window.padding().rows();
  }

  /** Where an input row is kept. */
  int at(int row) {
    return first + place(row) * pitch;
  }

  /** The first input row that the windows of an output row need and those before did not. */
  int firstNew(int y) {
    int before = y == 0 ? 0 : top(y - 1) + window.size().rows();
    return Math.max(Math.max(top(y), 0), before);
  }

  /** The input row after the last that they need. */
  int end(int y) {
    return Math.min(top(y) + window.size().rows(), window.height());
  }

  /** Where each unit of the windows of an output row begins, for the first pixel of the row. */
  int[] starts(int y) {
    return starts[place(top(y))];
  }

  /** The first of those units that is inside the image. */
  int firstUnit(int y) {
    return Math.max(-top(y), 0) * units;
  }

  /** The unit after the last that is. */
  int endUnit(int y) {
    return (end(y) - top(y)) * units;
  }

  /** What all places take. */
  int size() {
    return window.size().rows() * pitch;
  }
}
