package org.dyadic.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.dyadic.train.compare.Cell;
import org.dyadic.train.compare.CellResult;
import org.dyadic.train.compare.ComparisonListener;

/** Shows a comparison to the person who watches: a line a run, and an estimate of the rest. */
final class CompareProgress implements ComparisonListener {
  private static final long NANOSECONDS_BETWEEN_LINES = TimeUnit.SECONDS.toNanos(30);
  private static final double MOST_SECONDS = 120;
  private static final double MOST_MINUTES = 120;

  private final Output output;
  private long lastLine = System.nanoTime();

  CompareProgress(Output output) {
    this.output = output;
  }

  @Override
  public void message(String text) {
    output.say(text);
  }

  @Override
  public void started(Cell cell) {
    output.say("%-24s started".formatted(cell.name()));
  }

  @Override
  public void ended(CellResult result) {
    String name = result.cell().name();
    if (result.failed()) {
      output.warn("%s failed: %s".formatted(name, result.reason()));
      return;
    }
    String error = result.cell().isStart() ? "float_error" : "quantized_error";
    output.say(
        String.format(
            Locale.ROOT,
            "%-24s done    error %6.2f %%",
            name,
            result.numbers().path(error).asDouble()));
  }

  @Override
  public void progress(Progress progress) {
    if (System.nanoTime() - lastLine > NANOSECONDS_BETWEEN_LINES) {
      lastLine = System.nanoTime();
      output.say(
          "  %d of %d runs, %d of %d epochs%s"
              .formatted(
                  progress.cells(),
                  progress.allCells(),
                  progress.epochs(),
                  progress.allEpochs(),
                  left(progress.secondsLeft())));
    }
  }

  private static String left(double seconds) {
    if (Double.isNaN(seconds)) {
      return "";
    }
    if (seconds < MOST_SECONDS) {
      return String.format(Locale.ROOT, "  (%.0f s left)", seconds);
    }
    double minutes = seconds / TimeUnit.MINUTES.toSeconds(1);
    return minutes < MOST_MINUTES
        ? String.format(Locale.ROOT, "  (%.0f min left)", minutes)
        : String.format(Locale.ROOT, "  (%.1f h left)", minutes / TimeUnit.HOURS.toMinutes(1));
  }
}
