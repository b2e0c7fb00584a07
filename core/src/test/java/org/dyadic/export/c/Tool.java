package org.dyadic.export.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that tests start: compilers, emulators, and what was compiled. */
final class Tool {
  private static final long SECONDS = 300;

  private Tool() {}

  /** Skips the test where a program is not installed; in continuous integration fails. */
  static void require(String... programs) {
    for (String program : programs) {
      boolean found =
          Arrays.stream(System.getenv("PATH").split(":"))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
      String reason = program + " is not installed; .ci/run installs what these tests need";
      if ("true".equals(System.getenv("CI"))) {
        assertTrue(found, reason);
      }
      assumeTrue(found, reason);
    }
  }

  /** The folder of the whole project. */
  static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("ARCHITECTURE.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** Runs a program that must end with status 0; gives what it printed. */
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Result result = start(folder, command, new byte[0]);
    assertEquals(0, result.status(), () -> String.join(" ", command) + "\n" + result.text());
    return result.text();
  }

  /** How a program ended, and what it printed: all output, errors after it if it failed. */
  record Result(int status, byte[] output, String errors) {
    String text() {
      return new String(output, StandardCharsets.UTF_8) + errors;
    }
  }

  static Result start(Path folder, List<String> command, byte[] input)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    Thread feeder = Thread.ofVirtual().start(() -> feed(process, input));
    byte[] output;
    try (InputStream out = process.getInputStream()) {
      output = out.readAllBytes();
    }
    feeder.join();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, () -> "still running: " + String.join(" ", command));
    return new Result(process.exitValue(), output, Files.readString(errors));
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream to = process.getOutputStream()) {
      new ByteArrayInputStream(input).transferTo(to);
    } catch (IOException e) {
      throw new UncheckedIOException("standard input of " + process.pid(), e);
    }
  }
}
