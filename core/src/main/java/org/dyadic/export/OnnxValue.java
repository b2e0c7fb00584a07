package org.dyadic.export;

import org.dyadic.quant.Grid;

/**
 * A tensor of an ONNX graph that stands for integers q of a grid. A float tensor holds {@code q *
 * 2^-exponent}, so that what an average pool's sums are still to be divided by is left out. A
 * quantized tensor holds {@code q + zero point} in unsigned bytes.
 *
 * @param name in the graph
 * @param grid of q
 * @param channels extent 1
 * @param flat whether extents 2 and 3, rows and columns, are missing
 * @param quantized whether it holds unsigned bytes
 */
record OnnxValue(String name, Grid grid, int channels, boolean flat, boolean quantized) {
  /** What unsigned bytes add to signed numbers. */
  static final int SIGNED_ZERO_POINT = 128;

  /** A float tensor. */
  static OnnxValue real(String name, Grid grid, int channels, boolean flat) {
    return new OnnxValue(name, grid, channels, flat, false);
  }

  /** The same grid and form by another name and with other channels. */
  OnnxValue as(String other, int otherChannels) {
    return new OnnxValue(other, grid, otherChannels, flat, quantized);
  }

  /** The byte of the number 0. */
  int zeroPoint() {
    return zeroPoint(grid);
  }

  /** The byte of the number 0 of a grid. */
  static int zeroPoint(Grid grid) {
    return grid.min() < 0 ? SIGNED_ZERO_POINT : 0;
  }

  /** Whether unsigned bytes hold a grid's numbers. */
  static boolean fitsByte(Grid grid) {
    int zero = zeroPoint(grid);
    return grid.divisor() == 1 && grid.min() + zero >= 0 && grid.max() + zero <= 255;
  }
}
