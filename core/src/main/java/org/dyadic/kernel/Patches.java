package org.dyadic.kernel;

import java.util.Arrays;

/** Gathers the inputs of convolution sums into contiguous runs. */
final class Patches {
  private Patches() {}

  /**
   * Gathers the patches of {@code count} neighbouring positions of one output row, each fanIn
   * elements in the order of the weights: channel of the group, row, column.
   */
  static void gather(Window window, int group, int y, int x, int count, int[] in, int[] patches) {
    int channels = window.channels() / window.groups();
    int top = y * window.stride().rows() - window.padding().rows();
    int to = 0;
    for (int i = 0; i < count; i++) {
      int left = (x + i) * window.stride().columns() - window.padding().columns();
      for (int c = group * channels; c < (group + 1) * channels; c++) {
        gatherPlane(window, c * window.height() * window.width(), top, left, in, patches, to);
        to += window.size().rows() * window.size().columns();
      }
    }
  }

  private static void gatherPlane(
      Window window, int plane, int top, int left, int[] in, int[] patches, int to) {
    int size = window.size().columns();
    int first = Math.clamp(-left, 0, size);
    int last = Math.clamp(window.width() - left, first, size);
    for (int row = 0; row < window.size().rows(); row++) {
      int at = to + row * size;
      int y = top + row;
      if (y < 0 || y >= window.height()) {
        Arrays.fill(patches, at, at + size, 0);
        continue;
      }
      int from = plane + y * window.width() + left;
      for (int column = 0; column < first; column++) {
        patches[at + column] = 0;
      }
      for (int column = first; column < last; column++) {
        patches[at + column] = in[from + column];
      }
      for (int column = last; column < size; column++) {
        patches[at + column] = 0;
      }
    }
  }
}
