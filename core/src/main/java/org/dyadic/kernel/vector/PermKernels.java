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
  public void lookUp(int[] table, int channels, byte[] pixels, int from, int area, int[] out) {
    for (int channel = 0; channel < channels; channel++) {
      int entries = channel * (table.length / channels);
      int at = from + channel * area;
      int done =
          PixelLookup.canDo(channels)
              ? PixelLookup.plane(table, entries, pixels, at, area, out, channel, channels)
              : 0;
      lookUp(table, channels, channel, pixels, from, done, area, out);
    }
  }
}
