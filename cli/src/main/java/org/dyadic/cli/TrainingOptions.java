package org.dyadic.cli;

import java.util.Map;
import java.util.function.Consumer;
import org.dyadic.quant.Fold;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingConfigBuilder;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;
import org.dyadic.train.torch.TorchDevice;
import picocli.CommandLine.Option;

/** The settings that decide a training run's result, except for its data. */
final class TrainingOptions {
  @Option(
      names = "--model",
      description =
          "lenet5, mlp, vgg7, vgg11, resnet20/32/56, densenet76, lstm, gru, dscnn, mobilenet; for"
              + " large images resnet18, alexnet, vgg16; a name with a factor of its widths, such"
              + " as mobilenet@0.25; or a notation such as 32C5-MP2-64C5-MP2-512FC-10 (default: by"
              + " data set).")
  private String model;

  @Option(
      names = "--method",
      description = "How weights are quantized; dyadic methods lists them (default: sgm).")
  private String method;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "An option of the method, as dyadic methods NAME lists them; repeatable.")
  private Map<String, String> options = Map.of();

  @Option(names = "--bits", description = "Bits of a weight (default: the method's, mostly 2).")
  private Integer bits;

  @Option(
      names = "--first-last-bits",
      description = "Bits of the first and the last layer, 2 to 8 (default: as --bits).")
  private Integer firstLastBits;

  @Option(
      names = "--layer-bits",
      paramLabel = "LAYER=BITS",
      split = ",",
      description = "Bits of single layers, such as conv1=8,fc2=4.")
  private Map<String, Integer> layerBits = Map.of();

  @Option(
      names = "--per-channel",
      description = "A step size for every output channel instead of one a layer.")
  private boolean perChannel;

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

  @Option(names = "--lr-end", description = "Last learning rate of each phase (default: 0.001).")
  private Double learningRateEnd;

  @Option(names = "--float-lr-end", description = "Last learning rate of the float phase.")
  private Double floatLearningRateEnd;

  @Option(
      names = "--schedule",
      description =
          "Curve of the method's learning rate: linear, cosine, exponential, steps or constant"
              + " (default: linear).")
  private RateSchedule.Kind schedule;

  @Option(
      names = "--optimizer",
      description = "Of the method's phase: nesterov or adam (default: nesterov).")
  private Optimizer.Kind optimizer;

  @Option(names = "--momentum", description = "Nesterov momentum, or Adam's beta_1 (default: 0.9).")
  private Double momentum;

  @Option(names = "--weight-decay", description = "Of the float phase (default: 1e-4).")
  private Double weightDecay;

  @Option(
      names = "--method-weight-decay",
      description = "Of the method's phase (default: 0 for sgm, else mostly 1e-4).")
  private Double methodWeightDecay;

  @Option(names = "--lambda", description = "SGM's first lambda: --set lambda=VALUE.")
  private String lambda;

  @Option(names = "--lambda-end", description = "SGM's last lambda: --set lambda-end=VALUE.")
  private String lambdaEnd;

  @Option(names = "--update", description = "How SGM acts: --set update=explicit or proximal.")
  private String update;

  @Option(names = "--clip", description = "Where SGM clips: --set clip=mode, half-step or none.")
  private String clip;

  @Option(
      names = "--distill",
      paramLabel = "SHARE",
      description =
          "Share of the float network's answers in the targets of the method's phase, 0 to 1"
              + " (default: 0, labels only).")
  private Double distillation;

  @Option(
      names = "--validation",
      description =
          "Share of the training images held out for choices; 0 trains on all (default: 0).")
  private Double validation;

  @Option(
      names = "--fold",
      description =
          "How batch norm is folded: exact, a multiplication an output; or shift, none at all:"
              + " scales are sums of two powers of two, in the method's phase too (default:"
              + " exact).")
  private Fold fold;

  @Option(
      names = "--activation-bits",
      paramLabel = "BITS",
      description =
          "Round activations to so many bits, 2 to 8, in the method's phase too (default: 8,"
              + " after training only).")
  private Integer activationBits;

  @Option(
      names = "--activation-prior",
      paramLabel = "LAMBDA",
      description =
          "Weight of a loss that pulls activations to the values of --activation-bits"
              + " (default: 0).")
  private Double activationPrior;

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
          "Compute convolutions and products of training in bfloat16: faster where there are"
              + " instructions for it.")
  private boolean bfloat16;

  @Option(
      names = "--device",
      description =
          "Where passes are computed: cpu, or cuda or cuda:N for a GPU, which needs a build with"
              + " CUDA (default: cpu).")
  private String device;

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
    apply(builder);
    return builder.build();
  }

  /** What was given for {@code --model}, or null. */
  String model() {
    return model;
  }

  /** What was given for {@code --bits}, or null. */
  Integer bits() {
    return bits;
  }

  /** What was given for {@code --threads}, or null. */
  Integer threads() {
    return threads;
  }

  /** Sets what the user gave. */
  void apply(TrainingConfigBuilder builder) {
    set(model, builder::model);
    set(method, builder::method);
    set(bits, builder::bits);
    set(firstLastBits, builder::firstLastBits);
    layerBits.forEach(builder::layerBits);
    options.forEach(builder::option);
    set(floatEpochs, builder::floatEpochs);
    set(epochs, builder::epochs);
    set(batch, builder::batchSize);
    set(floatLearningRate, builder::floatLearningRate);
    set(learningRate, builder::learningRate);
    set(learningRateEnd, builder::learningRateEnd);
    set(learningRateEnd, builder::floatLearningRateEnd);
    set(floatLearningRateEnd, builder::floatLearningRateEnd);
    set(schedule, builder::schedule);
    set(optimizer, builder::optimizer);
    set(momentum, builder::momentum);
    set(weightDecay, builder::weightDecay);
    set(methodWeightDecay, builder::methodWeightDecay);
    set(lambda, value -> builder.option("lambda", value));
    set(lambdaEnd, value -> builder.option("lambda-end", value));
    set(update, value -> builder.option("update", value));
    set(clip, value -> builder.option("clip", value));
    set(distillation, builder::distillation);
    set(validation, builder::validation);
    set(fold, builder::fold);
    set(activationBits, builder::activationBits);
    set(activationPrior, builder::activationPrior);
    set(seed, builder::seed);
    set(threads, builder::threads);
    if (device != null) {
      new TorchDevice(device).require(); // before anything is read or written
      builder.device(device);
    }
    if (keepStatistics) {
      builder.reestimate(false);
    }
    if (perChannel) {
      builder.perChannel(true);
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
  }

  private static <T> void set(T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
