package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.dyadic.train.TrainingConfigBuilder;
import org.dyadic.train.imports.ImportedModel;

/** An imported network in the place of one that Dyadic would draw and train in float. */
final class ImportedStart {
  private final Path file;
  private final ImportedModel model;

  ImportedStart(Path file) throws IOException {
    this.file = file;
    this.model = ImportedModel.read(file);
  }

  /** The network, which is trained already. */
  TrainingConfigBuilder into(TrainingConfigBuilder builder) {
    return builder.model(model.state().network().toString()).floatEpochs(0);
  }

  /** Images as the network takes them. */
  DatasetOptions into(DatasetOptions options) {
    Shape input = model.state().network().input();
    DatasetOptions normalised = options.withTable(model.table());
    return input.channels() == 1 || input.channels() == 3
        ? normalised.withImages(input.channels(), input.height(), input.width(), options.fit())
        : normalised;
  }

  ImportedModel model() {
    return model;
  }

  /**
   * The parameters for a data set.
   *
   * @throws IllegalArgumentException if its images or classes are others
   */
  State stateFor(Dataset dataset) {
    Shape takes = model.state().network().input();
    Shape given = dataset.preprocessing().shape();
    if (!takes.equals(given)) {
      throw new IllegalArgumentException(
          "%s takes images of %s, the data set %s has %s"
              .formatted(file, takes, dataset.name(), given));
    }
    try {
      return model.inOrderOf(dataset.classNames());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
