package org.dyadic.kernel.vector;

import java.util.List;
import jdk.incubator.vector.ShortVector;
import org.dyadic.kernel.Kernels;

/** The vector providers that can run on this machine, the fastest last. */
public final class VectorProviders {
  private VectorProviders() {}

  /** Those for the vectors that the machine has. */
  public static List<Kernels> all() {
    boolean wide = ShortVector.SPECIES_PREFERRED.length() >= PermTile.LANES;
    Kernels lanes = new LaneKernels();
    Kernels tables = new TableKernels();
    return wide ? List.of(lanes, tables, new PermKernels()) : List.of(lanes, tables);
  }
}
