package org.dyadic.kernel.vector;

import org.dyadic.kernel.Product;
import org.dyadic.kernel.Window;

/** Kernels for 512-bit vectors with a permutation of 16-bit lanes (AVX-512BW). */
public final class PermKernels extends VectorKernels {
  private final boolean bytes;

  /** Those for the processor that this runs on. */
  public PermKernels() {
    this(Processor.LOOKS_UP_BYTES);
  }

  /**
   * Those for a processor.
   *
   * @param bytes whether it looks bytes up, too
   */
  PermKernels(boolean bytes) {
    this.bytes = bytes;
  }

  @Override
  public String name() {
    return "perm";
  }

  @Override
  public Product product(Window window, byte[] codes, int min, int max) {
    if (bytes && BytePermProduct.canDo(window, codes, min, max)) {
      return new BytePermProduct(window, codes, min, max);
    }
    return PermProduct.canDo(window, min, max)
        ? new PermProduct(window, codes, min, max)
        : super.product(window, codes, min, max);
  }

  /** By lookups in registers too, where there are one or three channels. */
  @Override
  public void lookUp(int[] table, byte[] pixels, int from, int area, int[] out) {
    int channels = table.length / PIXEL_VALUES;
    int done = PixelLookup.canDo(channels) ? area - area % PixelLookup.LANES : 0;
    for (int channel = 0; channel < channels && done > 0; channel++) {
      int first = channel * PIXEL_VALUES;
      int at = from + channel * area;
      int to = channel * PixelLookup.LANES;
      PixelLookup.plane(table, first, pixels, at, done, out, to, channels);
    }
    if (channels == PixelLookup.COLORS) {
      PixelLookup.joinColors(out, done);
    }
    lookUp(table, pixels, from, done, area, out);
  }
}
