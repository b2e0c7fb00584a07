package org.dyadic.train.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.train.Presets;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingResult;

/** A real run on the digits with a live view, on a thread of its own. */
final class LiveRun implements AutoCloseable {
  private static final Dataset DIGITS = Datasets.open("digits", DatasetOptions.defaults());

  /** A test does not wait for documents longer than they take. */
  private static final double GENEROUS = 1e12;

  final LiveView view;
  final Trainer trainer;
  final CompletableFuture<TrainingResult> ended = new CompletableFuture<>();

  /** Starts it. */
  LiveRun(Path folder, int epochs) throws IOException {
    TrainingConfig config = config(epochs);
    trainer = new Trainer(config, DIGITS);
    view = new LiveView(0, folder, config, trainer.control(), GENEROUS);
    trainer.listen(view);
    Thread.ofPlatform().daemon().name("training").start(() -> train(folder));
  }

  static TrainingConfig config(int epochs) {
    return Presets.of("digits")
        .model("4C5-MP4-10")
        .floatEpochs(1)
        .epochs(epochs)
        .batchSize(100)
        .threads(1)
        .build();
  }

  /** The same without a view. */
  static TrainingResult undisturbed(Path folder, int epochs) throws IOException {
    return new Trainer(config(epochs), DIGITS).run(folder);
  }

  private void train(Path folder) {
    try (view) {
      TrainingResult result = trainer.run(folder);
      ended.complete(result);
    } catch (IOException | RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }

  TrainingResult await() throws Exception {
    return ended.get(2, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    trainer.requestStop();
    ended.exceptionally(_ -> null).orTimeout(1, TimeUnit.MINUTES).join();
    view.close();
  }
}
