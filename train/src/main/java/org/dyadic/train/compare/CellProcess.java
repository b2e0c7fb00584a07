package org.dyadic.train.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A run in a process of its own, because the number of libtorch's threads is one for a process. It
 * stops, and saves, when its standard input ends: when it is told to, and when this process is no
 * more, however it ended.
 */
final class CellProcess {
  private static final String COMPLAINT = "dyadic: ";

  private final Process process;
  private final Path log;
  private final long logStart;

  private CellProcess(Process process, Path log, long logStart) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
  }

  /** Starts a command whose words are appended to {@code output.log} in the run folder. */
  static CellProcess start(List<String> command, Path folder) throws IOException {
    Path log = folder.resolve("output.log");
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new CellProcess(process, log, logStart);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to save and to end. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy(); // its end of the pipe is broken: it ends already, or must be told so
    }
  }

  /** Waits for its end. */
  void await() {
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true; // it has been told to stop and will; leaving it behind helps nobody
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its last complaint, or else how it ended. */
  String reason() throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    int from = (int) Math.min(logStart, bytes.length);
    String said = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    return said.lines()
        .filter(line -> line.startsWith(COMPLAINT))
        .map(line -> line.substring(COMPLAINT.length()))
        .reduce((_, last) -> last)
        .orElse("exit status %d; its words are in %s".formatted(process.exitValue(), log));
  }
}
