package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingListener;
import org.dyadic.train.live.LiveView;
import org.dyadic.train.report.TensorBoardLog;
import picocli.CommandLine.Option;

/** How a run can be looked at while it trains. */
final class ViewOptions {
  private static final int MOST_PORT = 65535;

  @Option(
      names = "--live",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "0",
      description =
          "Show the run in a browser while it trains, at an address of this machine that is"
              + " printed, with buttons to pause and to stop it (default port: any that is free).")
  private Integer live;

  @Option(
      names = "--tensorboard",
      description =
          "Also write an event file for TensorBoard into the run folder; a resumed run goes on with"
              + " one that is there.")
  private boolean tensorBoard;

  /** The views of a run; null where one was not asked for. */
  record Views(LiveView live, TensorBoardLog events) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try (live;
          events) {
        // closed in any case, the events first
      }
    }
  }

  /**
   * Opens what was asked for, and lets the trainer tell it.
   *
   * @param progress hears first
   */
  Views open(
      Trainer trainer, TrainingConfig config, Path folder, TrainingListener progress, Output output)
      throws IOException {
    List<TrainingListener> listeners = new ArrayList<>(List.of(progress));
    TensorBoardLog events = null;
    if (tensorBoard || TensorBoardLog.exists(folder)) {
      events = new TensorBoardLog(folder);
      listeners.add(events);
    }
    LiveView view = null;
    if (live != null) {
      if (live < 0 || live > MOST_PORT) {
        throw new IllegalArgumentException("--live %d must lie in 0 .. 65535".formatted(live));
      }
      view = LiveView.open(live, folder, config, trainer.control());
      output.note("live: " + view.address());
      listeners.add(view);
    }
    trainer.listen(listeners.toArray(TrainingListener[]::new));
    return new Views(view, events);
  }
}
