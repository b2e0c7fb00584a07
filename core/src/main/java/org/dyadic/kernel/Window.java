package org.dyadic.kernel;

import org.dyadic.model.Extent;

/**
 * How windows of one tensor, channels last, give the elements of another: {@code out[y][x][.]}
 * comes from rows {@code y * stride - padding .. + size - 1} of {@code in}, and columns likewise,
 * each with their own size, stride and padding. Elements outside the image are 0 in sums, and never
 * the largest.
 *
 * @param channels channels of the input
 * @param height rows of the input
 * @param width columns of the input
 * @param outChannels channels of the output
 * @param outHeight rows of the output
 * @param outWidth columns of the output
 * @param size rows and columns of the window
 * @param stride distance of windows
 * @param padding rows and columns around the input, less than size
 * @param groups a convolution's groups; divides both numbers of channels
 */
public record Window(
    int channels,
    int height,
    int width,
    int outChannels,
    int outHeight,
    int outWidth,
    Extent size,
    Extent stride,
    Extent padding,
    int groups) {
  /** Patches of this many elements together stay in the first-level cache. */
  private static final int PATCH_BUDGET = 4096;

  /** The inputs of one sum of a convolution. */
  public int fanIn() {
    return channels / groups * size.rows() * size.columns();
  }

  /** How many neighbouring patches a convolution gathers at a time, at least 1. */
  public int tile() {
    return Math.clamp(PATCH_BUDGET / fanIn(), 1, outWidth);
  }

  /** The elements of the buffer that a convolution gathers patches in. */
  public int patchSize() {
    return tile() * fanIn();
  }
}
