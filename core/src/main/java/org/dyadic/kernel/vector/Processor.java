package org.dyadic.kernel.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Java does not tell about a processor with vectors of 512 bits. */
final class Processor {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /**
   * Whether one instruction looks 64 bytes up (AVX-512 VBMI). Where it does not, Java makes objects
   * of the vectors. Unknown counts as no: results are the same, only 2-bit activations are slower.
   */
  static final boolean LOOKS_UP_BYTES = looksUpBytes();

  private Processor() {}

  private static boolean looksUpBytes() {
    if (!Files.isReadable(LINUX)) {
      return ofWindows(System.getenv("PROCESSOR_IDENTIFIER"));
    }
    try (Stream<String> lines = Files.lines(LINUX)) {
      return ofLinux(lines);
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /**
   * From the lines of /proc/cpuinfo, of which there are many: those of the first processor tell.
   */
  static boolean ofLinux(Stream<String> lines) {
    return lines
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(flags -> List.of(flags.split("[\\s:]+")).contains("avx512vbmi"))
        .orElse(false);
  }

  /**
   * From the name that Windows gives a processor. Of those with 16-bit lookups in 512 bits only
   * Intel's family 6, model 85 lacks those of bytes: Skylake-X, Cascade Lake and Cooper Lake.
   *
   * @param identifier such as {@code AMD64 Family 25 Model 97 Stepping 2, AuthenticAMD}; null if
   *     there is none
   */
  static boolean ofWindows(String identifier) {
    return identifier != null && !identifier.contains("Family 6 Model 85 ");
  }
}
