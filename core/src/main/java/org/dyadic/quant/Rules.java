package org.dyadic.quant;

import java.util.List;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;

/** Checks that integer layers share. Every message names the layer, the value and the rule. */
final class Rules {
  private Rules() {}

  static void check(boolean holds, String layer, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(layer + ": " + message.formatted(values));
    }
  }

  static void checkPool(
      String layer, Shape in, Shape out, Extent size, Extent stride, Extent padding) {
    check(
        size.isAtLeast(1) && stride.isAtLeast(1),
        layer,
        "size %s and stride %s must be positive",
        size,
        stride);
    Extent half = new Extent(size.rows() / 2, size.columns() / 2);
    check(
        padding.isAtLeast(0)
            && padding.rows() <= half.rows()
            && padding.columns() <= half.columns(),
        layer,
        "padding %s must lie in 0 .. %s, half the size",
        padding,
        half);
    long rows = windows(in.height(), size.rows(), stride.rows(), padding.rows());
    long columns = windows(in.width(), size.columns(), stride.columns(), padding.columns());
    check(rows >= 1 && columns >= 1, layer, "size %s does not fit input %s", size, in);
    Shape expected = new Shape(in.channels(), Math.toIntExact(rows), Math.toIntExact(columns));
    check(out.equals(expected), layer, "input %s gives %s, not %s", in, expected, out);
  }

  /** How many windows fit side by side into a padded extent; 0 or less if none does. */
  static long windows(int extent, int size, int stride, int padding) {
    return Math.floorDiv(extent + 2L * padding - size, stride) + 1;
  }

  /** The product of positive factors, or Long.MAX_VALUE where it is too large for a long. */
  static long product(int... factors) {
    long product = 1;
    for (int factor : factors) {
      product = product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
    }
    return product;
  }

  /** The shape at the end of a chain of layers; a flat input may follow a planar output. */
  static Shape chain(String what, Shape in, List<IntegerLayer> layers) {
    Shape shape = in;
    for (IntegerLayer layer : layers) {
      check(layer.in().equals(shape), what, "a layer takes %s but is given %s", layer.in(), shape);
      shape = layer.out();
    }
    return shape;
  }
}
