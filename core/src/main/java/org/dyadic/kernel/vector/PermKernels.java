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
}
