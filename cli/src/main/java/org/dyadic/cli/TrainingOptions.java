package org.dyadic.cli;

import java.util.function.Consumer;
import org.dyadic.train.SgmSettings;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingConfigBuilder;
import picocli.CommandLine.Option;

/** The settings that decide a training run's result, except for its data. */
final class TrainingOptions {
  @Option(
      names = "--model",
      description =
          "lenet5, mlp, vgg7, vgg11, resnet20/32/56, densenet76; for large images resnet18,"
              + " alexnet, vgg16; a name with a factor of its widths, such as vgg7@0.25; or a"
              + " notation such as 32C5-MP2-64C5-MP2-512FC-10 (default: by data set).")
  private String model;

  @Option(names = "--method", description = "sgm or naive (default: sgm).")
  private String method;

  @Option(names = "--bits", description = "Bits of a weight, 2 to 8 (default: 2).")
  private Integer bits;

  @Option(names = "--float-epochs", description = "Epochs of the float phase.")
  private Integer floatEpochs;

  @Option(names = "--epochs", description = "Epochs of the method's phase.")
  private Integer epochs;

  @Option(names = "--batch", description = "Images a step.")
  private Integer batch;

  @Option(names = "--float-lr", description = "First learning rate of the float phase.")
  private Double floatLearningRate;

  @Option(names = "--lr", description = "First learning rate of the method's phase.")
  private Double learningRate;

  @Option(names = "--lr-end", description = "Last learning rate of each phase.")
  private Double learningRateEnd;

  @Option(names = "--momentum", description = "Nesterov momentum (default: 0.9).")
  private Double momentum;

  @Option(names = "--weight-decay", description = "Of the float phase (default: 1e-4).")
  private Double weightDecay;

  @Option(names = "--lambda", description = "SGM's first lambda (default: 10).")
  private Double lambda;

  @Option(
      names = "--lambda-end",
      description = "SGM's last lambda (default: large enough for the largest layer).")
  private Double lambdaEnd;

  @Option(
      names = "--update",
      description = "How the regularizer acts: explicit or proximal (default: explicit).")
  private SgmSettings.Update update;

  @Option(
      names = "--clip",
      description = "Where weights are clipped: mode, half_step or none (default: mode).")
  private SgmSettings.Clip clip;

  @Option(
      names = "--validation",
      description =
          "Share of the training images held out for choices; 0 trains on all (default: 0).")
  private Double validation;

  @Option(
      names = "--no-reestimate",
      description = "Keep batch-norm statistics as they were before quantization.")
  private boolean keepStatistics;

  @Option(names = "--no-augment", description = "Leave the data set's augmentation out.")
  private boolean noAugmentation;

  @Option(
      names = "--channels-first",
      description = "Keep activations in the order channel, row, column: slower on a CPU.")
  private boolean channelsFirst;

  @Option(
      names = "--bfloat16",
      description =
          "Compute convolutions and products of training in bfloat16: faster on CPUs that have it.")
  private boolean bfloat16;

  @Option(names = "--seed", description = "Of weights, order and augmentation (default: 0).")
  private Long seed;

  @Option(names = "--threads", description = "Threads of one operation (default: all cores).")
  private Integer threads;

  /**
   * The builder's configuration with the options that the user gave.
   *
   * @throws IllegalArgumentException naming an option whose value is wrong
   */
  TrainingConfig over(TrainingConfigBuilder builder) {
    set(model, builder::model);
    set(method, builder::method);
    set(bits, builder::bits);
    set(floatEpochs, builder::floatEpochs);
    set(epochs, builder::epochs);
    set(batch, builder::batchSize);
    set(floatLearningRate, builder::floatLearningRate);
    set(learningRate, builder::learningRate);
    set(learningRateEnd, builder::learningRateEnd);
    set(momentum, builder::momentum);
    set(weightDecay, builder::weightDecay);
    set(lambda, builder::lambdaStart);
    set(lambdaEnd, builder::lambdaEnd);
    set(update, builder::update);
    set(clip, builder::clip);
    set(validation, builder::validation);
    set(seed, builder::seed);
    set(threads, builder::threads);
    if (keepStatistics) {
      builder.reestimate(false);
    }
    if (channelsFirst) {
      builder.channelsLast(false);
    }
    if (bfloat16) {
      builder.bfloat16(true);
    }
    if (noAugmentation) {
      builder.augment(false);
    }
    return builder.build();
  }

  private static <T> void set(T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
