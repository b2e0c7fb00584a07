package org.dyadic.kernel.vector;

import org.dyadic.kernel.Product;
import org.dyadic.kernel.Window;

/** Kernels for vectors of any size: AVX2, NEON. */
public final class LaneKernels extends VectorKernels {
  @Override
  public String name() {
    return "lanes";
  }

  @Override
  public Product product(Window window, byte[] codes, int min, int max) {
    return LaneProduct.canDo(window, min, max)
        ? new LaneProduct(window, codes, min, max)
        : super.product(window, codes, min, max);
  }
}
