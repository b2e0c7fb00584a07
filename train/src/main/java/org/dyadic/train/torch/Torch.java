package org.dyadic.train.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** Process-wide settings of libtorch. */
public final class Torch {
  private static boolean initialized;

  private Torch() {}

  /** Loads libtorch and switches it to deterministic algorithms. */
  static synchronized void initialize() {
    if (!initialized) {
      extractAllLibraries();
      torch.globalContext().setDeterministicAlgorithms(true, false);
      torch.globalContext().setDeterministicFillUninitializedMemory(false);
      initialized = true;
    }
  }

  /**
   * Extracts every library before the first is loaded. Left to itself, the loader loads libtorch
   * before it has extracted libtorch_cpu, and then the linker takes a system's libtorch_cpu, of
   * another version, where there is one: the first start on such a machine crashed.
   */
  private static void extractAllLibraries() {
    String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform();
    try {
      Loader.cacheResources(torch.class, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot extract libtorch: " + e.getMessage(), e);
    }
  }

  /**
   * Sets the number of threads of one operation. OpenBLAS, which libtorch calls for matrix
   * products, has threads of its own that spin beside libtorch's; it gets one.
   *
   * @param threads at least 1
   */
  public static void setThreads(int threads) {
    initialize();
    torch.set_num_threads(threads);
    openblas_nolapack.blas_set_num_threads(1);
  }

  /** The physical memory of this process, in bytes, as the operating system counts it. */
  public static long physicalBytes() {
    return Pointer.physicalBytes();
  }

  /** The version of the binding, such as {@code 2.10.0-1.5.13}, or {@code unknown}. */
  public static String version() {
    String version = torch.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
