package org.dyadic.inference;

import org.dyadic.data.PixelTable;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.ScalarKernels;
import org.dyadic.quant.QuantizedNetwork;

/**
 * A network ready to run in integer arithmetic. Immutable and safe for any number of threads; each
 * thread runs a {@link Session} of its own. All sessions and kernels return the same integers.
 */
public final class IntegerExecutor {
  private final QuantizedNetwork network;
  private final Plan plan;
  private final int[] pixelTable;
  private final Kernels kernels;

  private IntegerExecutor(QuantizedNetwork network, Kernels kernels) {
    this.network = network;
    this.plan = PlanBuilder.build(network, kernels);
    this.pixelTable = expand(network.preprocessing().table());
    this.kernels = kernels;
  }

  /** Prepares a network. */
  public static IntegerExecutor of(QuantizedNetwork network) {
    return new IntegerExecutor(network, new ScalarKernels());
  }

  private static int[] expand(PixelTable table) {
    byte[] codes = table.codes();
    int[] values = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      values[i] = codes[i];
    }
    return values;
  }

  /** The network that this executor runs. */
  public QuantizedNetwork network() {
    return network;
  }

  /** A new session: the buffers that one thread needs. */
  public Session newSession() {
    return new Session(
        network.preprocessing().shape(), network.classNames().size(), plan, pixelTable, kernels);
  }
}
