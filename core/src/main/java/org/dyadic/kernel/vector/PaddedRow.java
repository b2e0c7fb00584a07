package org.dyadic.kernel.vector;

import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;

/**
 * Where the 32-bit sums of a row of outputs go, which come in tiles of pixels and groups of
 * outputs: straight to the caller where those fill a row, else to the scratch memory first.
 *
 * @param window the windows
 * @param columns pixels of a row, filled up to tiles
 * @param pitch sums of a pixel, filled up to groups
 */
record PaddedRow(Window window, int columns, int pitch) {
  /** For tiles of so many pixels. */
  static PaddedRow of(Window window, int tile, int pitch) {
    return new PaddedRow(window, Math.ceilDiv(window.outWidth(), tile) * tile, pitch);
  }

  private boolean full() {
    return columns == window.outWidth() && pitch == window.outChannels();
  }

  /** The ints of scratch memory that it takes. */
  int size() {
    return columns * pitch;
  }

  /** What the sums are written to. */
  int[] target(Scratch scratch, int[] sums) {
    return full() ? sums : scratch.ints();
  }

  /** Where in it a pixel's begin. */
  int first(int x) {
    return x * pitch;
  }

  /** Hands the sums over, if they are not there. */
  void finish(Scratch scratch, int[] sums) {
    if (full()) {
      return;
    }
    int channels = window.outChannels();
    if (channels == pitch) {
      System.arraycopy(scratch.ints(), 0, sums, 0, window.outWidth() * channels);
      return;
    }
    for (int x = 0; x < window.outWidth(); x++) {
      System.arraycopy(scratch.ints(), first(x), sums, x * channels, channels);
    }
  }
}
