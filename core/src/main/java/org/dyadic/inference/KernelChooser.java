package org.dyadic.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.ScalarKernels;
import org.dyadic.kernel.vector.VectorProviders;

/**
 * Chooses the provider for this machine. The environment variable {@code DYADIC_KERNELS} forces one
 * by name; without it the fastest that can run is taken.
 */
final class KernelChooser {
  /** The environment variable that forces a provider. */
  static final String VARIABLE = "DYADIC_KERNELS";

  private static final String MODULE = "jdk.incubator.vector";
  private static final System.Logger LOGGER = System.getLogger("org.dyadic.inference");

  private KernelChooser() {}

  /** The choice, made once. */
  private static final class Chosen {
    static final Kernels KERNELS = choose(System.getenv(VARIABLE));
  }

  /**
   * The provider that networks run with.
   *
   * @throws IllegalArgumentException if the environment variable names none that can run here
   */
  static Kernels chosen() {
    return Chosen.KERNELS;
  }

  /** All providers that can run here, the definition first, the fastest last. */
  static List<Kernels> all() {
    List<Kernels> all = new ArrayList<>();
    all.add(new ScalarKernels());
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      all.addAll(VectorProviders.all());
    }
    return all;
  }

  /**
   * The provider of a name.
   *
   * @throws IllegalArgumentException if none of that name can run here
   */
  static Kernels named(String name) {
    List<Kernels> all = all();
    return all.stream()
        .filter(kernels -> kernels.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "kernels (=%s) must be one of those that can run here: %s%s"
                        .formatted(
                            name,
                            all.stream().map(Kernels::name).collect(Collectors.joining(", ")),
                            cure())));
  }

  /** Whether the environment variable names kernels. */
  static boolean forced() {
    return isGiven(System.getenv(VARIABLE));
  }

  private static boolean isGiven(String name) {
    return name != null && !name.isBlank();
  }

  private static Kernels choose(String forced) {
    if (isGiven(forced)) {
      return named(forced.strip());
    }
    if (!cure().isEmpty()) {
      LOGGER.log(System.Logger.Level.WARNING, "integer kernels: scalar{0}", cure());
    }
    return compilesVectors(System.getProperty("java.vm.info", ""))
        ? all().getLast()
        : new ScalarKernels();
  }

  /**
   * Whether Java turns the Vector API into vector instructions. Its interpreter and its first
   * compiler alone make an object of every vector, hundreds of times slower than the definition.
   *
   * @param info the system property {@code java.vm.info}
   */
  static boolean compilesVectors(String info) {
    return !info.contains("interpreted mode") && !info.contains("emulated-client");
  }

  /** What is missing for faster providers; empty if nothing is. */
  private static String cure() {
    return ModuleLayer.boot().findModule(MODULE).isPresent()
        ? ""
        : "; start Java with --add-modules " + MODULE + " for kernels many times faster";
  }
}
