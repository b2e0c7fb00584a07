package org.dyadic.model;

import java.util.List;

/** What {@link Notation} leaves to be understood. */
final class NotationDefaults {
  private NotationDefaults() {}

  /** Of a kernel that is 3 in one direction, and 1 or 3 in the other, its half; else nothing. */
  static Extent padding(Extent kernel) {
    boolean small = isOneOrThree(kernel.rows()) && isOneOrThree(kernel.columns());
    return small ? half(kernel) : Extent.square(0);
  }

  private static boolean isOneOrThree(int side) {
    return side == 1 || side == 3;
  }

  /** The padding that keeps the size of an input under an odd kernel. */
  static Extent half(Extent kernel) {
    return new Extent(kernel.rows() / 2, kernel.columns() / 2);
  }

  /** The shortcut that a block from one shape to another is understood to have. */
  static List<Layer> shortcut(Shape in, Shape out) {
    if (out.equals(in)) {
      return List.of();
    }
    int rows = Math.ceilDiv(in.height(), out.height());
    int stride = Math.max(rows, Math.ceilDiv(in.width(), out.width()));
    return List.of(new Layer.Subsample(stride, out.channels()));
  }
}
