package org.dyadic.train;

import java.util.Map;
import org.dyadic.data.Datasets;

/** Settings that suit a data set, as a builder whose every value can be changed. */
public final class Presets {

  /** What differs between data sets. */
  private record Preset(
      String model, int floatEpochs, int epochs, int batchSize, double floatLearningRate) {}

  private static final Preset VALUES = new Preset("dscnn", 30, 30, 64, 0.01);
  private static final Preset OTHER = new Preset("resnet20", 30, 30, 128, 0.1);
  private static final Map<String, Preset> BY_NAME =
      Map.of(
          "digits", new Preset("lenet5", 30, 50, 50, 0.01),
          "mnist", new Preset("lenet5", 8, 12, 64, 0.01),
          "fashion-mnist", new Preset("lenet5", 8, 12, 64, 0.01),
          "cifar10", OTHER,
          "cifar100", OTHER);

  private Presets() {}

  /** The settings for a data set of a name. */
  public static TrainingConfigBuilder of(String dataset) {
    Preset other = Datasets.isOfValues(dataset) ? VALUES : OTHER;
    Preset preset = BY_NAME.getOrDefault(dataset, other);
    return new TrainingConfigBuilder(dataset)
        .model(preset.model())
        .floatEpochs(preset.floatEpochs())
        .epochs(preset.epochs())
        .batchSize(preset.batchSize())
        .floatLearningRate(preset.floatLearningRate());
  }
}
