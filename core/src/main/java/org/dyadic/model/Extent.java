package org.dyadic.model;

/**
 * A number for rows and one for columns: the size of a window, the step between windows, or the
 * zeros around an input. What uses it checks the range. A one-dimensional window is one row of
 * columns.
 *
 * @param rows along the height
 * @param columns along the width
 */
public record Extent(int rows, int columns) {

  /** The same number for rows and columns. */
  public static Extent square(int side) {
    return new Extent(side, side);
  }

  /** Whether rows and columns are the same number. */
  public boolean isSquare() {
    return rows == columns;
  }

  /** Whether both numbers are at least {@code least}. */
  public boolean isAtLeast(int least) {
    return rows >= least && columns >= least;
  }

  /** rows * columns. */
  public long area() {
    return (long) rows * columns;
  }

  /** {@code 3} for 3 rows and 3 columns, {@code 1x5} for 1 row and 5 columns. */
  @Override
  public String toString() {
    return isSquare() ? Integer.toString(rows) : rows + "x" + columns;
  }
}
