package org.dyadic.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.dyadic.bench.Contender;
import org.dyadic.bench.ContenderProvider;
import org.dyadic.bench.KernelContender;
import org.dyadic.bench.Workload;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.UnavailableException;

/**
 * Who takes part: ours, the chosen kernels first, and those of another runtime.
 *
 * @param ours prepared networks
 * @param provider of the other runtime, if there is one
 * @param others its contenders
 * @param note why there is no other runtime, empty if there is one or none was wanted
 */
record BenchField(
    List<Ours> ours, Optional<ContenderProvider> provider, List<String> others, String note) {
  private static final String ONNX_RUNTIME = "onnxruntime";
  private static final String NONE = "none";
  private static final String CURE =
      "ONNX Runtime is not in this build; build without -Dwithout.onnxruntime, or name its jar and"
          + " dyadic-onnxruntime.jar in DYADIC_CLASSPATH";

  /**
   * One of ours.
   *
   * @param prepareMillis how long preparing took, once, in a Java that may be cold
   */
  record Ours(String name, IntegerExecutor executor, double prepareMillis) {
    static Ours of(Supplier<IntegerExecutor> prepare, String suffix) {
      long start = System.nanoTime();
      IntegerExecutor executor = prepare.get();
      executor.prepare();
      double millis = (System.nanoTime() - start) / 1e6;
      return new Ours(executor.kernels() + suffix, executor, millis);
    }
  }

  /**
   * Finds those who take part.
   *
   * @param narrow the same network with activations of fewer bits, by those bits
   * @param kernels beside the chosen ones
   * @param against a runtime, {@code none}, or null for what is there
   * @param only of the other runtime; empty for all
   */
  static BenchField of(
      QuantizedNetwork network,
      Map<Integer, QuantizedNetwork> narrow,
      List<String> kernels,
      String against,
      List<String> only)
      throws UnavailableException {
    List<Ours> ours = new ArrayList<>();
    Ours chosen = Ours.of(() -> IntegerExecutor.of(network), "");
    ours.add(chosen);
    narrow.forEach(
        (bits, fewer) -> ours.add(Ours.of(() -> IntegerExecutor.of(fewer), "-a" + bits)));
    kernels.stream()
        .distinct()
        .filter(name -> !name.equals(chosen.name()))
        .forEach(name -> ours.add(Ours.of(() -> IntegerExecutor.of(network, name), "")));
    Optional<ContenderProvider> provider = provider(against);
    List<String> others =
        provider.isEmpty() ? List.of() : chosen(provider.get().contenders(network), only);
    boolean missing = provider.isEmpty() && !NONE.equals(against);
    return new BenchField(ours, provider, others, missing ? CURE : "");
  }

  private static Optional<ContenderProvider> provider(String against) throws UnavailableException {
    if (against != null && !against.equals(ONNX_RUNTIME) && !against.equals(NONE)) {
      throw new IllegalArgumentException(
          "--against %s is no runtime; these are: %s, %s".formatted(against, ONNX_RUNTIME, NONE));
    }
    if (NONE.equals(against)) {
      return Optional.empty();
    }
    Optional<ContenderProvider> found =
        ServiceLoader.load(ContenderProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.name().equals(ONNX_RUNTIME))
            .findFirst();
    if (found.isEmpty() && against != null) {
      throw new UnavailableException(CURE);
    }
    return found;
  }

  private static List<String> chosen(List<String> all, List<String> only) {
    for (String name : only) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException(
            "--contenders %s is none of this network; these are: %s"
                .formatted(name, String.join(", ", all)));
      }
    }
    return only.isEmpty() ? all : all.stream().filter(only::contains).toList();
  }

  /** Ours, ready for a workload. */
  List<Contender> open(Workload workload) {
    List<Contender> contenders = new ArrayList<>();
    ours.forEach(o -> contenders.add(new KernelContender(o.name(), o.executor(), workload)));
    return contenders;
  }

  /** One of the other runtime, ready for a workload. */
  Contender open(String other, Workload workload) throws UnavailableException, IOException {
    return provider.orElseThrow().open(other, workload);
  }

  /** What is known of the other runtime. */
  Map<String, String> facts() throws UnavailableException {
    return provider.isPresent() ? provider.get().facts() : new LinkedHashMap<>();
  }
}
