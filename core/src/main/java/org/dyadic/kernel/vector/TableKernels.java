package org.dyadic.kernel.vector;

import org.dyadic.kernel.Product;
import org.dyadic.kernel.Window;

/** Kernels for vectors of any size with tables in memory, or of 16 bytes, where these pay. */
public final class TableKernels extends VectorKernels {
  private final LaneKernels lanes = new LaneKernels();

  @Override
  public String name() {
    return "tables";
  }

  @Override
  public Product product(Window window, byte[] codes, int min, int max) {
    if (TableProduct.canDo(window, min, max) && TableProduct.pays(window, min, max)) {
      return ByteTableProduct.canDo(window, min, max)
          ? new ByteTableProduct(window, codes, min, max)
          : new TableProduct(window, codes, min, max);
    }
    return ShuffleProduct.canDo(window, min, max) && ShuffleProduct.pays(window)
        ? new ShuffleProduct(window, codes, min, max)
        : lanes.product(window, codes, min, max);
  }
}
