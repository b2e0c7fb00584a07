package org.dyadic.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command in a process of its own. */
final class OwnProcess {
  private OwnProcess() {}

  /** How the process ended. */
  record Ended(int status, String out, String err) {

    /** Without Java's own lines on what others' libraries do, which the launcher's options stop. */
    Ended withoutJavasWarnings() {
      String rest =
          err.lines()
              .filter(line -> !line.startsWith("WARNING: "))
              .map(line -> line + "\n")
              .collect(Collectors.joining());
      return new Ended(status, out, rest);
    }
  }

  /**
   * Runs a command.
   *
   * @param kept which entries of this class path it has
   */
  static Ended run(Predicate<String> kept, String... arguments)
      throws IOException, InterruptedException {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(kept)
            .collect(Collectors.joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> line = new ArrayList<>(List.of(java, "-cp", classPath, Main.class.getName()));
    line.addAll(List.of(arguments));
    Path err = Files.createTempFile("dyadic", ".err");
    try {
      Process process = new ProcessBuilder(line).redirectError(err.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
