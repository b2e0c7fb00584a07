package org.dyadic.train.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.train.Presets;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfig;

/** Real runs that take a second each. */
final class Fixture {
  static final Dataset DIGITS = Datasets.open("digits", DatasetOptions.defaults());
  static final int FLOAT_EPOCHS = 2;
  static final int EPOCHS = 3;

  private Fixture() {}

  /** Trains a small network on the digits. */
  static Path train(Path run, long seed) throws IOException {
    TrainingConfig config =
        Presets.of("digits")
            .model("4C5-MP4-10")
            .floatEpochs(FLOAT_EPOCHS)
            .epochs(EPOCHS)
            .batchSize(100)
            .seed(seed)
            .threads(1)
            .build();
    new Trainer(config, DIGITS).run(run);
    return run;
  }

  static ReportData data(Path... runs) throws IOException {
    return data(new ArrayList<>(), true, runs);
  }

  /** Collects the data of runs, and what is said on the way. */
  static ReportData data(List<String> said, boolean test, Path... runs) throws IOException {
    return ReportData.of(
        RunSet.read(List.of(runs)), new ReportData.Options(test, Optional.empty(), 2, said::add));
  }
}
