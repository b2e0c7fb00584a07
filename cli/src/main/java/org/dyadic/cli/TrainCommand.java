package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.model.State;
import org.dyadic.report.Inspection;
import org.dyadic.train.InterruptedRunException;
import org.dyadic.train.Presets;
import org.dyadic.train.RunFolder;
import org.dyadic.train.Safetensors;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingConfigBuilder;
import org.dyadic.train.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dyadic train}: from images or rows of values to a packed fixed-point model. */
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
  @Mixin private TrainingOptions training;
  @Mixin private ViewOptions views;

  @Option(
      names = "--dataset",
      description =
          "digits (built in), mnist, fashion-mnist, cifar10, cifar100, folder:DIR, or rows of"
              + " values: csv:FILE, npy:DIR (default: digits).")
  private String dataset;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Start from these float weights (safetensors).")
  private Path weights;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Start from this imported network (dyadic import), without a float phase unless"
              + " --float-epochs asks for one.")
  private Path from;

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
      description =
          "Go on with the run in DIR, with the options that it was started with; --out DIR"
              + " --resume also starts it if nothing was saved yet.")
  private String resume;

  @Option(
      names = "--stop-with-input",
      description =
          "Stop and save, as after Ctrl-C, when standard input ends: for programs that start runs.")
  private boolean stopWithInput;

  @Override
  public Integer call() throws IOException {
    Path folder = folder();
    boolean continuing = RunFolder.hasConfig(folder);
    requireIntent(folder, continuing);
    ImportedStart start = start();
    TrainingConfig config = config(folder, continuing, start);
    data.requireFor(config.dataset());
    DatasetOptions options = data.over(dataOptions(folder, continuing, start));
    Dataset images = Datasets.open(config.dataset(), options);
    Trainer trainer = trainer(config, images, start).dataFrom(options);
    Progress progress = new Progress(output, config);
    progress.introduce(trainer.model(), images);
    if (stopWithInput) {
      StopRequests.atEndOfInput(trainer::requestStop);
    }
    CountDownLatch ended = StopRequests.onShutdown(trainer::requestStop);
    try (ViewOptions.Views _ = views.open(trainer, config, folder, progress, output)) {
      report(trainer.run(folder), config);
      return ExitCode.OK.code();
    } catch (InterruptedRunException e) {
      output.warn(
          "%s. Go on with: ./dyadic train --resume %s"
              .formatted(e.getMessage(), Shell.quote(folder)));
      return ExitCode.INTERRUPTED.code();
    } finally {
      ended.countDown();
    }
  }

  /** Nobody overwrites a run, or starts one with all settings left to chance, by accident. */
  private void requireIntent(Path folder, boolean continuing) {
    if (continuing && resume == null) {
      throw new IllegalArgumentException(
          "--out %s holds a run already; add --resume to go on with it, or choose another folder"
              .formatted(folder));
    }
    if (!continuing && resume != null && out == null) {
      throw new IllegalArgumentException(
          "--resume %s: nothing was saved there (no config.json); to start the run, give its options"
                  .formatted(folder)
              + " with --out %s --resume".formatted(Shell.quote(folder)));
    }
  }

  private ImportedStart start() throws IOException {
    if (from == null) {
      return null;
    }
    if (weights != null || training.model() != null) {
      throw new IllegalArgumentException(
          "--from %s brings its network and weights; leave --model and --weights out"
              .formatted(from));
    }
    return new ImportedStart(from);
  }

  private static DatasetOptions dataOptions(Path folder, boolean continuing, ImportedStart start)
      throws IOException {
    if (continuing) {
      return RunFolder.readDataOptions(folder);
    }
    DatasetOptions defaults = DatasetOptions.defaults();
    return start == null ? defaults : start.into(defaults);
  }

  private TrainingConfig config(Path folder, boolean continuing, ImportedStart start)
      throws IOException {
    if (!continuing) {
      TrainingConfigBuilder preset =
          Presets.of(dataset == null ? "digits" : Datasets.fromAnywhere(dataset));
      return training.over(start == null ? preset : start.into(preset));
    }
    TrainingConfig saved = RunFolder.readConfig(folder);
    if (dataset != null && !Datasets.fromAnywhere(dataset).equals(saved.dataset())) {
      throw new IllegalArgumentException(
          "--dataset %s: the run in %s is on %s".formatted(dataset, folder, saved.dataset()));
    }
    return training.over(saved.toBuilder());
  }

  private Trainer trainer(TrainingConfig config, Dataset images, ImportedStart imported)
      throws IOException {
    State imports = imported == null ? null : imported.stateFor(images);
    Trainer trainer = new Trainer(config, images);
    if (weights == null && imports == null) {
      return trainer;
    }
    State start = imports == null ? Safetensors.read(weights, trainer.model()) : imports;
    TrainingConfig starting = config.toBuilder().startSha256(Safetensors.sha256(start)).build();
    return new Trainer(starting, images).startFrom(start);
  }

  private void report(TrainingResult result, TrainingConfig config) {
    if (result.packed()) {
      output.say("\n" + Inspection.of(result.network()).toText());
    }
    output.say(Tables.histograms(result.before(), result.after()));
    output.say(Tables.result(result, config));
    if (result.packed()) {
      output.say(Tables.next(result, config));
    }
    output.result(json(result));
  }

  private Path folder() {
    boolean named = resume != null && !resume.isEmpty();
    if (named && out != null && !Path.of(resume).equals(out)) {
      throw new IllegalArgumentException(
          "--resume %s and --out %s are two folders; give one".formatted(resume, out));
    }
    if (named) {
      return Path.of(resume);
    }
    if (out != null) {
      return out;
    }
    if (resume != null) {
      throw new IllegalArgumentException("--resume needs the run's folder: --resume DIR");
    }
    return newFolder();
  }

  private Path newFolder() {
    String name = (dataset == null ? "digits" : dataset).replaceAll("[^A-Za-z0-9-]+", "-");
    for (int number = 1; ; number++) {
      Path folder = Path.of("runs", "%s-%d".formatted(name, number));
      if (!Files.exists(folder)) {
        return folder;
      }
    }
  }

  private static Map<String, Object> json(TrainingResult result) {
    Map<String, Object> json = new LinkedHashMap<>(result.summary());
    if (result.packed()) {
      json.put("model", result.model().toString());
    }
    json.put("run", result.run().toString());
    return json;
  }
}
