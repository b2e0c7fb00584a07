package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.dyadic.cli.Installation.Ended;

/** The real command, started by the real launcher in a process of its own. */
final class RealDyadic {
  private static final long PATIENCE_SECONDS = 120;

  /** Signal 2 in the mask of ignored signals that a process hands to its children. */
  private static final long SIGINT_BIT = 1L << 1;

  private final Installation installation;
  private final Map<String, String> environment;

  /** Installs the launcher in a new folder. */
  RealDyadic(Path folder) throws IOException {
    installation = Installation.in(folder);
    environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "DYADIC_JAVA_OPTS",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
  }

  /** A process that runs. */
  final class Running {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(List<String> line, Path directory) throws IOException {
      out = Files.createTempFile(installation.root.getParent(), "out", "");
      err = Files.createTempFile(installation.root.getParent(), "err", "");
      List<String> whole = new ArrayList<>(interruptible());
      whole.addAll(line);
      process =
          installation
              .builder(environment, whole)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    }

    /** Waits until something holds. */
    void await(BooleanSupplier condition, String what) throws IOException, InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!condition.getAsBoolean()) {
        assertTrue(
            process.isAlive() && System.nanoTime() < end,
            () -> "no %s from %s".formatted(what, process.info()));
        Thread.sleep(1);
      }
    }

    /** Sends a signal, such as INT or KILL, and waits for the end. */
    Ended signal(String name) throws IOException, InterruptedException {
      List<String> kill = List.of("kill", "-" + name, Long.toString(process.pid()));
      assertEquals(0, new ProcessBuilder(kill).start().waitFor(), "the process ended too early");
      return end();
    }

    Ended end() throws IOException, InterruptedException {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end: " + Files.readString(out) + Files.readString(err));
      }
      return new Ended(
          process.exitValue(), Files.readString(out), Files.readString(err), process.pid());
    }
  }

  /** A test that runs in the background of a shell inherits and hands on a deaf ear to Ctrl-C. */
  private static List<String> interruptible() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("SigIgn:")
            && (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0) {
          return List.of("/usr/bin/env", "--default-signal=INT");
        }
      }
    }
    return List.of();
  }

  /** The folder that the launcher lies in; commands that are told to users work there. */
  Path home() {
    return installation.root;
  }

  Running start(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(installation.launcher.toString()));
    line.addAll(List.of(arguments));
    return new Running(line, installation.root.getParent());
  }

  /** Runs a command to its end. */
  Ended run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  /** Runs a line as a user would who types it in the launcher's folder. */
  Ended type(String line) throws IOException, InterruptedException {
    return new Running(List.of("/bin/sh", "-c", line), installation.root).end();
  }
}
