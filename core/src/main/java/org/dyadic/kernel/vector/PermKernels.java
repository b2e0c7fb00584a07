package org.dyadic.kernel.vector;

import org.dyadic.kernel.Product;
import org.dyadic.kernel.Window;

/** Kernels for 512-bit vectors with a permutation of 16-bit lanes (AVX-512BW). */
public final class PermKernels extends VectorKernels {
  @Override
  public String name() {
    return "perm";
  }

  @Override
  public Product product(Window window, byte[] codes, int min, int max) {
    if (BytePermProduct.canDo(window, codes, min, max)) {
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
