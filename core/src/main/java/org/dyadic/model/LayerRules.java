package org.dyadic.model;

/** Checks and shapes that layers share; messages give value and rule. */
final class LayerRules {
  private LayerRules() {}

  static Shape window(Shape in, int channels, Extent size, Extent stride, Extent padding) {
    int rows = in.height() + 2 * padding.rows() - size.rows();
    int columns = in.width() + 2 * padding.columns() - size.columns();
    require(
        rows >= 0 && columns >= 0,
        "window %d x %d does not fit input %s with padding %s",
        size.rows(),
        size.columns(),
        in,
        padding);
    return new Shape(channels, rows / stride.rows() + 1, columns / stride.columns() + 1);
  }

  static void requirePool(Extent size, Extent stride) {
    require(
        size.isAtLeast(1) && stride.isAtLeast(1),
        "size (=%s) and stride (=%s) must be at least 1",
        size,
        stride);
  }

  static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
