package org.dyadic.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.dyadic.data.DatasetFetcher;

/** Shows a download: on a terminal in one line that changes, else in a line now and then. */
final class FetchProgress implements DatasetFetcher.Progress {
  private static final long TERMINAL_NANOSECONDS = 250_000_000L;
  private static final long LOG_NANOSECONDS = 10_000_000_000L;

  private final PrintWriter writer;
  private final boolean terminal;
  private final LongSupplier clock;
  private String file = "";
  private long fileStart;
  private long bytesAtStart;
  private long lastShown;
  private int width;

  /**
   * A display.
   *
   * @param clock nanoseconds from any origin
   */
  FetchProgress(PrintWriter writer, boolean terminal, LongSupplier clock) {
    this.writer = writer;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public void update(String name, long bytes, long total) {
    long now = clock.getAsLong();
    boolean first = !name.equals(file);
    if (first) {
      end();
      file = name;
      fileStart = now;
      bytesAtStart = bytes;
    }
    boolean due = now - lastShown >= (terminal ? TERMINAL_NANOSECONDS : LOG_NANOSECONDS);
    if (first || due || bytes == total) {
      lastShown = now;
      show(line(bytes, total, (now - fileStart) / 1e9));
    }
  }

  private String line(long bytes, long total, double seconds) {
    StringBuilder text = new StringBuilder(file);
    if (total > 0) {
      text.append(String.format(Locale.ROOT, " %3d %%", bytes * 100 / total));
    }
    text.append(String.format(Locale.ROOT, "  %.1f MB", bytes / 1e6));
    double rate = (bytes - bytesAtStart) / seconds;
    if (seconds > 0 && rate > 0) {
      text.append(String.format(Locale.ROOT, "  %.1f MB/s", rate / 1e6));
      if (total > bytes) {
        text.append(String.format(Locale.ROOT, "  %.0f s left", (total - bytes) / rate));
      }
    }
    return text.toString();
  }

  private void show(String text) {
    if (terminal) {
      writer.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      width = text.length();
    } else {
      writer.println(text);
    }
    writer.flush();
  }

  /** Leaves the line that changes, so that other words do not run into it. */
  void end() {
    if (width > 0) {
      writer.println();
      writer.flush();
      width = 0;
    }
  }
}
