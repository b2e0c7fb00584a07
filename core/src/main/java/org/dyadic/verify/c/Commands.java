package org.dyadic.verify.c;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dyadic.verify.UnavailableException;

/** Programs of this machine: compilers, emulators, and what was compiled. */
final class Commands {
  private static final int SHOWN = 2_000;

  private Commands() {}

  /** Whether a program is on the path. */
  static boolean has(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Arrays.stream(path.split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Throws unless a program is on the path.
   *
   * @param cure how to install it
   */
  static void require(String program, String cure) throws UnavailableException {
    if (!has(program)) {
      throw new UnavailableException("%s is not on the PATH; %s".formatted(program, cure));
    }
  }

  /**
   * Runs a program to its end.
   *
   * @return what it printed, standard error too
   * @throws IOException with what it printed if it ends with another status than 0
   */
  static String run(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String text;
      try (InputStream out = process.getInputStream()) {
        text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
      int status = waitFor(process);
      if (status != 0) {
        throw new IOException(
            "%s ended with status %d: %s"
                .formatted(
                    String.join(" ", command),
                    status,
                    text.substring(0, Math.min(text.length(), SHOWN)).strip()));
      }
      return text;
    } finally {
      process.destroyForcibly();
    }
  }

  static int waitFor(Process process) throws InterruptedIOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  /** Copies C sources of this package into a folder. */
  static void copy(Path folder, String... names) throws IOException {
    for (String name : names) {
      try (InputStream in = Commands.class.getResourceAsStream(name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
  }

  /** Deletes a folder of files. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
