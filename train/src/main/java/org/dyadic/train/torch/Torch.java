package org.dyadic.train.torch;

import org.bytedeco.pytorch.global.torch;

/** Process-wide settings of libtorch. */
public final class Torch {
  private static boolean initialized;

  private Torch() {}

  /** Loads libtorch and switches it to deterministic algorithms. */
  static synchronized void initialize() {
    if (!initialized) {
      torch.globalContext().setDeterministicAlgorithms(true, false);
      torch.globalContext().setDeterministicFillUninitializedMemory(false);
      initialized = true;
    }
  }

  /**
   * Sets the number of threads of one operation.
   *
   * @param threads at least 1
   */
  public static void setThreads(int threads) {
    initialize();
    torch.set_num_threads(threads);
  }

  /** The version of the binding, such as {@code 2.10.0-1.5.13}, or {@code unknown}. */
  public static String version() {
    String version = torch.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
