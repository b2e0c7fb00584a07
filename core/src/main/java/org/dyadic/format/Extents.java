package org.dyadic.format;

import org.dyadic.model.Extent;

/**
 * The sizes, strides and paddings of one layer in a model file. A layer whose extents are all
 * square has one number for each; any other has its own kind of record with rows and columns of
 * each.
 */
final class Extents {
  private Extents() {}

  static boolean areSquare(Extent... extents) {
    for (Extent extent : extents) {
      if (!extent.isSquare()) {
        return false;
      }
    }
    return true;
  }

  /** Writes one number for each of square extents, else two. */
  static void write(ByteSink sink, Extent... extents) {
    boolean square = areSquare(extents);
    for (Extent extent : extents) {
      sink.u16("rows of a window", extent.rows());
      if (!square) {
        sink.u16("columns of a window", extent.columns());
      }
    }
  }

  /**
   * Reads an extent.
   *
   * @param square whether one number stands for rows and columns
   */
  static Extent read(ByteSource source, String what, int least, boolean square) {
    int rows = source.u16(what, least);
    return new Extent(rows, square ? rows : source.u16(what + " in columns", least));
  }

  /** Refuses a record of the rectangular kind for what has a record of the square kind. */
  static void requireRectangular(ByteSource source, int offset, Extent... extents) {
    if (areSquare(extents)) {
      throw source.fault(offset, "a window that is not square in a rectangular layer", extents[0]);
    }
  }
}
