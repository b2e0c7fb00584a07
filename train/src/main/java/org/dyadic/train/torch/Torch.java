package org.dyadic.train.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** Process-wide settings of libtorch. */
public final class Torch {
  private static final String LIBRARIES = "/org/bytedeco/pytorch/" + Loader.getPlatform();
  private static final String CUDA_LIBRARIES = LIBRARIES + "-gpu";

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

  /** Whether libtorch was packed for CUDA, its libraries and a GPU being there or not. */
  static boolean isCudaBuild() {
    try {
      return Loader.findResources(torch.class, CUDA_LIBRARIES, 1).length > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for libtorch: " + e.getMessage(), e);
    }
  }

  /**
   * Makes float32 on a GPU mean it, where cuDNN would take 10-bit mantissas for convolutions. Its
   * choice of algorithms is deterministic; some of libtorch's own, such as the gradient of a max
   * pool, have no deterministic form there and would end in an error.
   */
  static void keepFloat32Whole() {
    torch.globalContext().setAllowTF32CuDNN(false);
    torch.globalContext().setDeterministicCuDNN(true);
    torch.globalContext().setDeterministicAlgorithms(false, false);
  }

  /**
   * Extracts every library before the first is loaded. Left to itself, the loader loads libtorch
   * before it has extracted libtorch_cpu, and then the linker takes a system's libtorch_cpu, of
   * another version, where there is one: the first start on such a machine crashed.
   */
  private static void extractAllLibraries() {
    try {
      Loader.cacheResources(torch.class, LIBRARIES);
      Loader.cacheResources(torch.class, CUDA_LIBRARIES);
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
