package org.dyadic.export.c;

import org.dyadic.model.Extent;
import org.dyadic.model.Shape;

/**
 * The numbers of {@code struct path}: the places of a convolution's or pool's windows in its input,
 * in elements, so that C needs additions only.
 *
 * @param fields the initializers
 * @param positions how many places there are
 */
record Places(String fields, long positions) {
  /** The bytes of the struct on a 32-bit target. */
  static final int BYTES = 60;

  /**
   * Places of windows in groups: those that a pool takes together follow one another.
   *
   * @param in the input
   * @param stride from one window to the next
   * @param padding around the input
   * @param windows how many rows and columns of windows there are
   * @param pool how many neighbouring windows make a group, one with itself for none
   * @param groups how many rows and columns of groups there are
   * @param out elements of the output from one group to the next
   * @param side the same for what joins the output
   */
  static Places of(
      Tensor in,
      Extent stride,
      Extent padding,
      Extent windows,
      Group pool,
      Shape groups,
      int out,
      int side) {
    int row = Math.multiplyExact(stride.rows(), in.row());
    int column = Math.multiplyExact(stride.columns(), in.stride());
    int top = -padding.rows() * in.row();
    int left = -padding.columns() * in.stride();
    int firstRow = top - pool.padding().rows() * row;
    int firstColumn = left - pool.padding().columns() * column;
    int groupColumn = pool.stride().columns() * column;
    long positions = groups.area() * pool.size().area();
    String fields =
        """
        %d, %d, %d, %d, %d, %d, %d, %d, %d,
        %d, %d, %d, %d, %du, %du, %du
        """
            .formatted(
                firstRow,
                firstColumn,
                pool.stride().rows() * row,
                groupColumn,
                firstColumn + groups.width() * groupColumn,
                row,
                column,
                pool.size().rows() * row,
                pool.size().columns() * column,
                top,
                top + (windows.rows() - 1) * row,
                left,
                left + (windows.columns() - 1) * column,
                out,
                side,
                positions);
    return new Places(fields, positions);
  }

  /**
   * Neighbouring windows that are taken together: a pool's window.
   *
   * @param size rows and columns
   * @param stride from one group to the next
   * @param padding windows before the first one, which do not exist
   */
  record Group(Extent size, Extent stride, Extent padding) {
    /** Every window by itself. */
    static final Group SINGLE = new Group(Extent.square(1), Extent.square(1), Extent.square(0));
  }
}
