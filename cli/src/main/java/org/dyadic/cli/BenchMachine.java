package org.dyadic.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a measurement depends on besides the network: processor, Java and its options. */
final class BenchMachine {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

  /** Taken where the system does not tell the size of the last-level cache. */
  private static final long LARGE_CACHE = 64L << 20;

  /** Features of processors that change how fast integers are multiplied. */
  private static final String FEATURES =
      "sse4_1|avx2|avx_vnni|avx512f|avx512bw|avx512_vnni|avx512_?vbmi2?|avx512_vpopcntdq|amx_int8"
          + "|asimd|asimddp|i8mm|sve2?";

  private BenchMachine() {}

  /** Names and values. */
  static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("cpu", line("model name").orElse(System.getProperty("os.arch")));
    facts.put("cpu_features", features());
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    facts.put("last_level_cache_bytes", lastLevelCache());
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("java_options", ManagementFactory.getRuntimeMXBean().getInputArguments());
    facts.put("java_vector_bits", vectorBits());
    facts.put(
        "garbage_collector",
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .collect(Collectors.joining(", ")));
    facts.put("environment", environment());
    return facts;
  }

  /** The first value of a name in what Linux says about its processors. */
  private static Optional<String> line(String... names) {
    if (!Files.isReadable(PROCESSOR)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(PROCESSOR, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> Arrays.stream(names).anyMatch(line::startsWith) && line.contains(":"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<String> features() {
    return line("flags", "Features").stream()
        .flatMap(flags -> Stream.of(flags.split(" ")))
        .filter(flag -> flag.matches(FEATURES))
        .toList();
  }

  /** The size of the largest cache of the first processor in bytes. */
  static long lastLevelCache() {
    long largest = 0;
    for (int index = 0; index < 8; index++) {
      try {
        String text = Files.readString(CACHES.resolve("index" + index + "/size")).strip();
        long kilobytes = Long.parseLong(text.replace("K", ""));
        largest = Math.max(largest, kilobytes << 10);
      } catch (IOException | NumberFormatException e) {
        break;
      }
    }
    return largest == 0 ? LARGE_CACHE : largest;
  }

  private static int vectorBits() {
    HotSpotDiagnosticMXBean options =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return Byte.SIZE * Integer.parseInt(options.getVMOption("MaxVectorSize").getValue());
  }

  /** What changes the memory allocator of native code, and the kernels. */
  private static Map<String, String> environment() {
    Map<String, String> found = new LinkedHashMap<>();
    System.getenv().entrySet().stream()
        .filter(entry -> entry.getKey().matches("MALLOC_.*|GLIBC_TUNABLES|DYADIC_KERNELS|OMP_.*"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }
}
