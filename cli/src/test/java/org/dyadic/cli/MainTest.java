package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.dyadic.verify.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the command line says, where it says it, and with which exit status it ends. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), false, arguments);
  }

  /** Runs a command that does {@code action}, below the real one. */
  private int runProbe(boolean debug, Probe probe, String... arguments) {
    CommandLine line = Main.commandLine().addSubcommand(probe);
    return Main.run(line, new PrintWriter(out), new PrintWriter(err), debug, arguments);
  }

  @Command(name = "probe")
  private static final class Probe implements Callable<Integer> {
    @Mixin private Output output;

    @Option(names = "--epochs")
    private int epochs;

    private Throwable thrown;

    @Override
    public Integer call() throws Exception {
      output.say("epoch " + epochs);
      output.warn("too few");
      if (thrown instanceof Error e) {
        throw e;
      }
      if (thrown instanceof Exception e) {
        throw e;
      }
      output.result(Map.of("epochs", epochs, "text", "é\n"));
      return ExitCode.FALLS_SHORT.code();
    }
  }

  private static Probe throwing(Throwable thrown) {
    Probe probe = new Probe();
    probe.thrown = thrown;
    return probe;
  }

  @Test
  void helpListsEveryExitStatus() {
    assertEquals(0, run("--help"));
    for (ExitCode code : ExitCode.values()) {
      assertTrue(
          out.toString().contains("%3d   %s\n".formatted(code.code(), code.meaning())),
          () -> code + " in " + out);
    }
    assertEquals("", err.toString());
  }

  @Test
  void exitStatusesDiffer() {
    assertEquals(
        ExitCode.values().length,
        Arrays.stream(ExitCode.values()).mapToInt(ExitCode::code).distinct().count());
  }

  @Test
  void noCommandIsWrongUsage() {
    assertEquals(2, run());
    assertEquals("", out.toString());
    assertTrue(err.toString().startsWith("Usage: dyadic"), err.toString());
  }

  @Test
  void wrongValuesNameTheOptionAndTheHelp() {
    assertEquals(2, runProbe(false, new Probe(), "probe", "--epochs", "ten"));
    assertEquals(
        """
        dyadic: Invalid value for option '--epochs': 'ten' is not an int
        Try 'dyadic probe --help'.
        """,
        err.toString());
  }

  @Test
  void aMisspeltCommandIsSuggested() {
    assertEquals(2, runProbe(false, new Probe(), "prob"));
    assertTrue(err.toString().contains("probe"), err.toString());
  }

  @Test
  void withoutJsonTheTalkIsTheOutput() {
    assertEquals(1, runProbe(false, new Probe(), "probe", "--epochs", "3"));
    assertEquals("epoch 3\n", out.toString());
    assertEquals("warning: too few\n", err.toString());
  }

  @Test
  void jsonIsTheOnlyOutput() throws IOException {
    assertEquals(1, runProbe(false, new Probe(), "probe", "--epochs", "3", "--json"));
    assertEquals("epoch 3\nwarning: too few\n", err.toString());
    assertEquals(1, out.toString().lines().count());
    assertTrue(out.toString().chars().allMatch(c -> c < 128), out.toString());
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertEquals(3, json.get("epochs").asInt());
    assertEquals("é\n", json.get("text").asText());
  }

  static Stream<Arguments> failures() {
    NoSuchFileException missing = new NoSuchFileException("a/b");
    return Stream.of(
        Arguments.of(
            2,
            "bits (=9) must lie in 2 .. 8",
            new IllegalArgumentException("bits (=9) must lie in 2 .. 8")),
        Arguments.of(6, "no such file or folder: a/b", missing),
        Arguments.of(6, "no such file or folder: a/b", new UncheckedIOException(missing)),
        Arguments.of(6, "no such file or folder: a/b", new ExecutionException(missing)),
        Arguments.of(6, "no permission: a/b", new AccessDeniedException("a/b")),
        Arguments.of(
            6,
            "a: No space left on device",
            new FileSystemException("a", null, "No space left on device")),
        Arguments.of(6, "premature end", new IOException("premature end")),
        Arguments.of(7, "no such part", new UnavailableException("no such part")),
        Arguments.of(130, "interrupted", new InterruptedException()),
        Arguments.of(130, "interrupted", new CancellationException()),
        Arguments.of(130, "interrupted", new ClosedByInterruptException()),
        Arguments.of(
            70,
            "internal error: java.lang.IllegalStateException: odd",
            new IllegalStateException("odd")),
        Arguments.of(
            70,
            "internal error: java.lang.IllegalArgumentException",
            new IllegalArgumentException()),
        Arguments.of(
            70, "internal error: java.lang.AssertionError: never", new AssertionError("never")),
        Arguments.of(
            70,
            "out of memory (Java heap space); give Java more, for example DYADIC_JAVA_OPTS=-Xmx4g",
            new OutOfMemoryError("Java heap space")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failuresAreOneLineAndAStatus(int status, String message, Throwable thrown) {
    assertEquals(status, runProbe(false, throwing(thrown), "probe", "--json"));
    assertEquals("", out.toString());
    String hint = status == 70 ? "DYADIC_DEBUG=1 shows where.\n" : "";
    assertEquals("epoch 0\nwarning: too few\ndyadic: " + message + "\n" + hint, err.toString());
  }

  @Test
  void debugShowsTheStackTrace() {
    assertEquals(70, runProbe(true, throwing(new IllegalStateException("odd")), "probe"));
    assertTrue(err.toString().contains("\tat " + MainTest.class.getName()), err.toString());
    assertFalse(err.toString().contains("DYADIC_DEBUG"), err.toString());
  }
}
