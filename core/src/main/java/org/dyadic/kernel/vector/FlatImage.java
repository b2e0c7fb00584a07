package org.dyadic.kernel.vector;

import org.dyadic.kernel.Window;

/**
 * An image with its padding as one run of pixels, row after row, and the vectors of neighbouring
 * pixels that cover the outputs of windows at distance 1: an input of every window of a vector is
 * the vector that lies {@link #offset} further. Vectors run on across rows and their padding; sums
 * of what is no output are computed and not read. So neighbouring vectors lie at a distance that
 * the compiler knows.
 *
 * <p>Or each column of the windows has a plane of its own, as wide as the output: what lies at a
 * pixel's place is the input in that column of its window. Then vectors run across rows without
 * padding between them.
 */
final class FlatImage {
  /** Distances of a multiple of this many shorts would share few places of the cache. */
  private static final int CACHE_WAYS = 512;

  private final Window window;
  private final boolean apart;
  private final int pitch;
  private final int size;
  private final int vectors;

  /**
   * The image of windows at distance 1, in vectors of so many lanes.
   *
   * @param apart whether columns of windows have planes of their own
   */
  FlatImage(Window window, int lanes, boolean apart) {
    this.window = window;
    this.apart = apart;
    pitch = apart ? window.outWidth() : window.width() + 2 * window.padding().columns();
    int area = (window.height() + 2 * window.padding().rows()) * pitch;
    int whole = Math.ceilDiv(area, lanes) * lanes;
    size = whole % CACHE_WAYS == 0 ? whole + lanes : whole;
    vectors = Math.ceilDiv((window.outHeight() - 1) * pitch + window.outWidth(), lanes);
  }

  /** Pixels with padding, and what fills the last vector up. */
  int size() {
    return size;
  }

  /** Vectors of outputs. */
  int vectors() {
    return vectors;
  }

  /** From an output's pixel to an input of its window, in the same plane if these are apart. */
  int offset(int row, int column) {
    return row * pitch + (apart ? 0 : column);
  }

  /** Planes of a channel. */
  int planes() {
    return apart ? window.size().columns() : 1;
  }

  /** The first column of the input that a plane holds. */
  int first(int plane) {
    return Math.max(0, plane - window.padding().columns());
  }

  /** How many columns of the input it holds. */
  int columns(int plane) {
    return Math.min(window.width(), pitch + plane - window.padding().columns()) - first(plane);
  }

  /** Where an input lies in a plane that holds it. */
  int pixel(int y, int x, int plane) {
    return (y + window.padding().rows()) * pitch + x + window.padding().columns() - plane;
  }

  /** The lane of an output, counted over all vectors. */
  int lane(int y, int x) {
    return y * pitch + x;
  }
}
