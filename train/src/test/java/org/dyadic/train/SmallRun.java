package org.dyadic.train;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;

/** A run that takes a second: some of the digits and a small network. */
final class SmallRun {
  static final int IMAGES = 250;
  static final int BATCH = 25;
  static final int STEPS = IMAGES / BATCH;
  static final int FLOAT_EPOCHS = 2;
  static final int EPOCHS = 2;

  /** One of ten images, a tenth of each class. */
  static final Dataset DIGITS = some(Datasets.open("digits", DatasetOptions.defaults()));

  private SmallRun() {}

  private static Dataset some(Dataset all) {
    int[] indices = IntStream.range(0, IMAGES).toArray();
    return new Dataset(
        "digits",
        all.classNames(),
        all.preprocessing(),
        all.augmentation(),
        all.train().subset(indices),
        all.test().subset(indices),
        all.sha256());
  }

  static TrainingConfigBuilder config() {
    return Presets.of("digits")
        .model("4C3-MP2-R(8C3s2-8C3)-MP2-12FC-10")
        .floatEpochs(FLOAT_EPOCHS)
        .epochs(EPOCHS)
        .batchSize(BATCH)
        .floatLearningRate(0.1)
        .seed(3)
        .threads(1);
  }

  /** The files that must be the same of one run and another. */
  static List<Path> results(Path run) {
    return List.of(
        run.resolve("model.dyadic"),
        run.resolve("float.safetensors"),
        run.resolve("latent.safetensors"));
  }
}
