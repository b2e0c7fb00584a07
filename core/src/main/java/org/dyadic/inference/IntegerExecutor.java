package org.dyadic.inference;

import java.util.List;
import org.dyadic.data.PixelTable;
import org.dyadic.kernel.Kernels;
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

  /**
   * Prepares a network for the fastest kernels that this machine runs, or those that the
   * environment variable {@code DYADIC_KERNELS} names.
   */
  public static IntegerExecutor of(QuantizedNetwork network) {
    return new IntegerExecutor(network, KernelChooser.chosen());
  }

  /**
   * Prepares a network for certain kernels.
   *
   * @param kernels a name of {@link #available}
   * @throws IllegalArgumentException if there are none of that name here
   */
  public static IntegerExecutor of(QuantizedNetwork network, String kernels) {
    return new IntegerExecutor(network, KernelChooser.named(kernels));
  }

  /** The names of all kernels that run on this machine, the definition first. */
  public static List<String> available() {
    return KernelChooser.all().stream().map(Kernels::name).toList();
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

  /** The name of its kernels. */
  public String kernels() {
    return kernels.name();
  }

  /** Bytes that the prepared weights take. */
  public long weightBytes() {
    return plan.weightBytes();
  }

  /** A new session: the buffers that one thread needs. */
  public Session newSession() {
    return new Session(
        network.preprocessing().shape(), network.classNames().size(), plan, pixelTable, kernels);
  }

  /**
   * A new session for batches.
   *
   * @param threads at least 1, the calling one included
   */
  public BatchSession newBatchSession(int threads) {
    return new BatchSession(this, threads);
  }
}
