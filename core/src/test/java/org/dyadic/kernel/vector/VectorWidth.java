package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;
import org.dyadic.kernel.Kernels;

/** Compares the providers of this process and says how wide its vectors are. */
final class VectorWidth {
  private VectorWidth() {}

  /** Started by {@link VectorWidthsTest}. */
  public static void main(String[] arguments) {
    for (Kernels kernels : VectorProviders.all()) {
      ProductComparison.run(kernels, 20);
      ProductComparison.runNarrow(kernels, 10);
      ProductComparison.runSquare(kernels, 15);
      ProductComparison.runDense(kernels, 20);
      System.out.println(kernels.name() + " agrees");
    }
    System.out.println(ShortVector.SPECIES_PREFERRED.length() + " lanes");
  }
}
