package org.dyadic.imports;

import org.dyadic.model.Extent;
import org.dyadic.model.Shape;

/** Strides and padding of a node with windows. */
final class Windows {
  private static final int AXES = 2;

  private final Extent stride;
  private final String autoPad;
  private final long[] pads;

  private Windows(Extent stride, String autoPad, long[] pads) {
    this.stride = stride;
    this.autoPad = autoPad;
    this.pads = pads;
  }

  /**
   * Reads the attributes.
   *
   * @throws IllegalArgumentException if a layer cannot have them
   */
  static Windows of(OnnxNode node) {
    long[] dilations = node.integers("dilations", 1, 1);
    for (long dilation : dilations) {
      Chain.require(dilation == 1, "dilations must be 1, one is %d", dilation);
    }
    long[] pads = node.integers("pads", 0, 0, 0, 0);
    Chain.require(pads.length == 2 * AXES, "needs %d pads, has %d", 2 * AXES, pads.length);
    String autoPad = node.text("auto_pad", "NOTSET");
    if (autoPad.equals("NOTSET")) {
      Chain.require(
          pads[0] == pads[2] && pads[1] == pads[3],
          "pads %d, %d, %d, %d (top, left, bottom, right) must be alike on opposite sides",
          pads[0],
          pads[1],
          pads[2],
          pads[3]);
    }
    return new Windows(extent(node.integers("strides", 1, 1)), autoPad, pads);
  }

  /** The size of a pool's window. */
  static Extent kernel(OnnxNode node) {
    return extent(node.integers("kernel_shape"));
  }

  private static Extent extent(long[] values) {
    Chain.require(
        values.length == AXES,
        "has %d spatial axes; only two-dimensional windows are supported",
        values.length);
    return new Extent(whole(values[0]), whole(values[1]));
  }

  /** A number that fits an {@code int}. */
  static int whole(long value) {
    Chain.require(value >= 0 && value <= Integer.MAX_VALUE, "the number %d is out of range", value);
    return (int) value;
  }

  Extent stride() {
    return stride;
  }

  /**
   * The padding of both sides of each axis.
   *
   * @throws IllegalArgumentException if the sides differ
   */
  Extent padding(Extent kernel, Shape in) {
    return switch (autoPad) {
      case "NOTSET" -> new Extent(whole(pads[0]), whole(pads[1]));
      case "VALID" -> Extent.square(0);
      case "SAME_UPPER", "SAME_LOWER" ->
          new Extent(
              same(in.height(), kernel.rows(), stride.rows()),
              same(in.width(), kernel.columns(), stride.columns()));
      default -> throw new IllegalArgumentException("auto_pad %s is unknown".formatted(autoPad));
    };
  }

  /** The zeros on each side that give ceil(in / stride) windows. */
  private static int same(int in, int kernel, int stride) {
    Chain.require(stride > 0, "strides must be at least 1");
    long windows = Math.ceilDiv(in, stride);
    long zeros = Math.max(0, (windows - 1) * stride + kernel - in);
    Chain.require(
        zeros % 2 == 0,
        "auto_pad puts %d zeros around %d values, which are not alike on both sides",
        zeros,
        in);
    return (int) (zeros / 2);
  }
}
