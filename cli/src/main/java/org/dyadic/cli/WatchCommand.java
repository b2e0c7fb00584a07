package org.dyadic.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dyadic.train.report.LogLine;
import org.dyadic.train.report.RunHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dyadic watch}: a run as it goes on, in the terminal. */
@Command(
    name = "watch",
    description = {
      "Shows a run that another process trains, until it is finished: errors, lambda, and each"
          + " layer's way to its modes. It only reads the run folder. In a terminal the table is"
          + " drawn over itself, elsewhere it is printed anew when the log has grown.",
      "",
      "Example: dyadic watch runs/mnist",
      ""
    })
final class WatchCommand implements Callable<Integer> {
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_REST = "\u001b[J";

  @Mixin private Output output;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run folder (what train --out names).")
  private Path folder;

  @Option(names = "--once", description = "Show how it stands, and end.")
  private boolean once;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "How often the log is read (default: ${DEFAULT-VALUE}).")
  private double every;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(every >= 0.1 && every <= 3600)) {
      throw new IllegalArgumentException("--every %s must lie in 0.1 .. 3600".formatted(every));
    }
    RunHistory run = RunHistory.read(folder);
    boolean terminal = !once && isTerminal();
    if (terminal) {
      output.say("\u001b[2J");
    }
    int shown = show(run, -1, terminal);
    while (!once && !run.finished()) {
      Thread.sleep(Duration.ofMillis((long) (1000 * every)));
      run = RunHistory.read(folder);
      shown = show(run, shown, terminal);
    }
    output.result(json(run));
    return ExitCode.OK.code();
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /** Shows the run if it moved on; in a terminal always, because time passes. */
  private int show(RunHistory run, int shown, boolean terminal) throws IOException {
    int now = run.lines().size() + (run.finished() ? 1 : 0);
    String text = new WatchScreen(run).toText(age());
    if (terminal) {
      output.say(HOME + text.replace("\n", CLEAR_LINE + "\n") + CLEAR_REST);
    } else if (now != shown) {
      output.say(text);
    }
    return now;
  }

  private long age() throws IOException {
    Instant changed = Files.getLastModifiedTime(folder.resolve("log.jsonl")).toInstant();
    return Math.max(0, Duration.between(changed, Instant.now()).toSeconds());
  }

  private static Map<String, Object> json(RunHistory run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.name());
    json.put("finished", run.finished());
    json.put("epochs", run.floatEpochs() + run.methodEpochs());
    json.put("planned_epochs", run.plannedEpochs());
    run.lines().stream()
        .filter(LogLine::isEpoch)
        .reduce((_, last) -> last)
        .ifPresent(last -> last.numbers().forEach(json::put));
    return json;
  }
}
