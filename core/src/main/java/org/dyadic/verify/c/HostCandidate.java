package org.dyadic.verify.c;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dyadic.export.c.CExporter;
import org.dyadic.export.c.COptions;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.Agreement;
import org.dyadic.verify.Candidate;
import org.dyadic.verify.OpenExecutor;
import org.dyadic.verify.UnavailableException;

/** The source for any processor, compiled by this machine's C compiler. */
final class HostCandidate implements Candidate {
  private static final List<String> COMPILERS = List.of("cc", "gcc", "clang");

  @Override
  public String name() {
    return "c";
  }

  @Override
  public Agreement agreement() {
    return Agreement.LOGITS;
  }

  @Override
  public OpenExecutor open(QuantizedNetwork network) throws UnavailableException, IOException {
    String compiler = compiler();
    Path folder = Files.createTempDirectory("dyadic-c");
    try {
      CExporter.write(network, folder, COptions.of("net"));
      Commands.copy(folder, "host.c");
      Commands.run(
          folder, List.of(compiler, "-std=c99", "-O2", "-o", "program", "host.c", "net.c"));
      return new HostExecutor(folder, network.preprocessing().shape().size());
    } catch (IOException | RuntimeException e) {
      Commands.delete(folder);
      throw e;
    }
  }

  private static String compiler() throws UnavailableException {
    String chosen = System.getenv("CC");
    return Stream.concat(Stream.ofNullable(chosen), COMPILERS.stream())
        .filter(Commands::has)
        .findFirst()
        .orElseThrow(
            () ->
                new UnavailableException(
                    "no C compiler is on the PATH; install gcc or clang, or name one in CC"));
  }
}
