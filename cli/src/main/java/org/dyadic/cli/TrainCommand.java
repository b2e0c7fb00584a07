package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.train.InterruptedRunException;
import org.dyadic.train.Presets;
import org.dyadic.train.RunFolder;
import org.dyadic.train.Safetensors;
import org.dyadic.train.SgmSettings;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingConfigBuilder;
import org.dyadic.train.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dyadic train}: from images to a packed fixed-point model. */
@Command(
    name = "train",
    description = {
      "Trains a network in float, then pulls its weights to fixed-point modes with SGM, and packs"
          + " it.",
      "",
      "Example: dyadic train --dataset mnist --model lenet5 --out runs/mnist",
      ""
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private Output output;
  @Mixin private DataOptions data;

  @Option(
      names = "--dataset",
      description =
          "digits (built in), mnist, fashion-mnist, cifar10, cifar100 or folder:DIR (default:"
              + " digits).")
  private String dataset;

  @Option(
      names = "--model",
      description =
          "lenet5, mlp, vgg7, vgg11, resnet20/32/56, or a notation such as"
              + " 32C5-MP2-64C5-MP2-512FC-10 (default: by data set).")
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

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Start from these float weights (safetensors).")
  private Path weights;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run folder (default: a new one below runs/).")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      arity = "0..1",
      fallbackValue = "",
      description = "Go on with the run in DIR, or in --out; starts it if nothing was saved yet.")
  private String resume;

  @Override
  public Integer call() throws IOException {
    Path folder = folder();
    boolean continuing = RunFolder.hasConfig(folder);
    if (continuing && resume == null) {
      throw new IllegalArgumentException(
          "--out %s holds a run already; add --resume to go on with it, or choose another folder"
              .formatted(folder));
    }
    TrainingConfig config =
        applyTo(
            continuing
                ? RunFolder.readConfig(folder).toBuilder()
                : Presets.of(dataset == null ? "digits" : dataset));
    if (dataset != null && !dataset.equals(config.dataset())) {
      throw new IllegalArgumentException(
          "--dataset %s: the run in %s is on %s".formatted(dataset, folder, config.dataset()));
    }
    DatasetOptions options =
        continuing && data.directory == null ? RunFolder.readDataOptions(folder) : data.toOptions();
    Dataset images = Datasets.open(config.dataset(), options);
    Trainer trainer = new Trainer(config, images).dataFrom(options);
    if (weights != null) {
      trainer.startFrom(Safetensors.read(weights, trainer.model()));
    }
    Progress progress = new Progress(output, config);
    trainer.listen(progress);
    progress.introduce(trainer.model(), images);
    CountDownLatch ended = stopOnShutdown(trainer);
    try {
      report(trainer.run(folder), config);
      return ExitCode.OK.code();
    } catch (InterruptedRunException e) {
      output.warn("%s. Go on with: ./dyadic train --resume %s".formatted(e.getMessage(), folder));
      return ExitCode.INTERRUPTED.code();
    } finally {
      ended.countDown();
    }
  }

  /**
   * Makes Ctrl-C finish the step in progress and save it.
   *
   * @return to be counted down when the run has ended; the JVM waits for it
   */
  private static CountDownLatch stopOnShutdown(Trainer trainer) {
    CountDownLatch ended = new CountDownLatch(1);
    Runnable stop =
        () -> {
          trainer.requestStop();
          try {
            ended.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "dyadic-stop"));
    return ended;
  }

  private void report(TrainingResult result, TrainingConfig config) {
    output.say(Tables.histograms(result.before(), result.after()));
    output.say(Tables.result(result));
    output.say(Tables.next(result, config));
    output.result(json(result));
  }

  private Path folder() throws IOException {
    if (resume != null && !resume.isEmpty()) {
      return Path.of(resume);
    }
    if (out != null) {
      return out;
    }
    if (resume != null) {
      throw new IllegalArgumentException("--resume needs the run's folder: --resume DIR");
    }
    String name = (dataset == null ? "digits" : dataset).replaceAll("[^A-Za-z0-9-]+", "-");
    for (int number = 1; ; number++) {
      Path folder = Path.of("runs", "%s-%d".formatted(name, number));
      if (!Files.exists(folder)) {
        return folder;
      }
    }
  }

  /** The builder's configuration with the options that the user gave. */
  private TrainingConfig applyTo(TrainingConfigBuilder builder) {
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

  private static Map<String, Object> json(TrainingResult result) {
    Map<String, Object> json = new LinkedHashMap<>(result.metrics());
    json.put("bits_per_weight", result.bitsPerWeight());
    json.put("model_bytes", result.modelBytes());
    json.put("model", result.model().toString());
    json.put("run", result.run().toString());
    json.put("seconds", result.seconds());
    return json;
  }
}
