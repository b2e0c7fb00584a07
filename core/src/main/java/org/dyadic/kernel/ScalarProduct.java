package org.dyadic.kernel;

import java.util.Arrays;

/**
 * The definition of convolution sums. Patches are gathered so that every sum is a dot product of
 * two contiguous runs of ints, a loop that the JIT compiler turns into SIMD code.
 */
final class ScalarProduct implements Product {
  private final Window window;
  private final int[] weights;

  /** Expands the codes to ints, in their order. */
  ScalarProduct(Window window, byte[] codes) {
    this.window = window;
    weights = new int[codes.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = codes[i];
    }
  }

  @Override
  public Scratch.Need scratch() {
    return new Scratch.Need(window.patchSize(), 0, 0, 0);
  }

  @Override
  public long bytes() {
    return (long) Integer.BYTES * weights.length;
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    int tile = window.tile();
    int[] patches = scratch.ints();
    for (int group = 0; group < window.groups(); group++) {
      for (int x = 0; x < window.outWidth(); x += tile) {
        int count = Math.min(tile, window.outWidth() - x);
        for (int i = 0; i < count; i++) {
          gather(group, y, x + i, in, patches, i * window.fanIn());
        }
        multiply(group, x, count, patches, sums);
      }
    }
  }

  /** Copies one window's inputs of a group: row, column, channel; zeros outside the image. */
  private void gather(int group, int y, int x, int[] in, int[] patches, int to) {
    int channels = window.channels() / window.groups();
    int columns = window.size().columns();
    int top = y * window.stride().rows() - window.padding().rows();
    int left = x * window.stride().columns() - window.padding().columns();
    int first = Math.clamp(-left, 0, columns);
    int last = Math.clamp(window.width() - left, first, columns);
    for (int r = 0; r < window.size().rows(); r++) {
      int at = to + r * columns * channels;
      boolean inside = top + r >= 0 && top + r < window.height();
      int from = inside ? first : columns;
      int until = inside ? last : columns;
      Arrays.fill(patches, at, at + from * channels, 0);
      Arrays.fill(patches, at + until * channels, at + columns * channels, 0);
      if (window.groups() == 1 && from < until) {
        int source = ((top + r) * window.width() + left + from) * channels;
        System.arraycopy(in, source, patches, at + from * channels, (until - from) * channels);
        continue;
      }
      for (int c = from; c < until; c++) {
        int pixel = (top + r) * window.width() + left + c;
        int source = pixel * window.channels() + group * channels;
        System.arraycopy(in, source, patches, at + c * channels, channels);
      }
    }
  }

  /** All output channels of a group at {@code count} neighbouring positions. */
  private void multiply(int group, int x, int count, int[] patches, int[] sums) {
    int fanIn = window.fanIn();
    int outputs = window.outChannels() / window.groups();
    for (int o = group * outputs; o < (group + 1) * outputs; o++) {
      for (int i = 0; i < count; i++) {
        sums[(x + i) * window.outChannels() + o] =
            dot(weights, o * fanIn, patches, i * fanIn, fanIn);
      }
    }
  }

  private static int dot(int[] a, int fromA, int[] b, int fromB, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[fromA + i] * b[fromB + i];
    }
    return sum;
  }
}
