package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.train.InterruptedRunException;
import org.dyadic.train.Presets;
import org.dyadic.train.TrainingConfigBuilder;
import org.dyadic.train.compare.Comparison;
import org.dyadic.train.compare.ComparisonPlan;
import org.dyadic.train.compare.ComparisonReport;
import org.dyadic.train.compare.Policy;
import org.dyadic.train.compare.Seeds;
import org.dyadic.train.compare.Variant;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dyadic compare}: methods side by side under one protocol. */
@Command(
    name = "compare",
    modelTransformer = CompareCommand.ForManyRuns.class,
    description = {
      "Trains a float network for every seed, then goes on from it with every method for the same"
          + " number of epochs, and shows the methods side by side. Each run has a process of its"
          + " own. The same command again keeps finished runs and goes on with the others; more"
          + " --seeds and --methods add to what is there. With a failed run the exit status is 1.",
      "",
      "Example: dyadic compare --dataset mnist --methods sgm,prox=sgm:update=proximal --seeds 3",
      ""
    })
final class CompareCommand implements Callable<Integer> {
  @Mixin private Output output;
  @Mixin private DataOptions data;
  @Mixin private TrainingOptions training;
  @Spec private CommandSpec spec;

  @Option(
      names = "--dataset",
      defaultValue = "digits",
      description =
          "digits (built in), mnist, fashion-mnist, cifar10, cifar100, folder:DIR, csv:FILE or"
              + " npy:DIR (default: digits).")
  private String dataset;

  @Option(
      names = "--methods",
      paramLabel = "LIST",
      defaultValue = "all",
      description =
          "Comma-separated rows, or all (default): METHOD, METHOD:NAME=VALUE:... or"
              + " LABEL=METHOD:NAME=VALUE:..., where NAME is an option of the method, bits,"
              + " first-last-bits, per-channel, lr, lr-end, weight-decay, optimizer, schedule,"
              + " distill, activation-bits, activation-prior, fold or policy. float and naive are"
              + " always there.")
  private String methods;

  @Option(
      names = "--seeds",
      defaultValue = "3",
      description =
          "A number (3 for 0, 1, 2), a list such as 0,5,7 or a range such as 3-5 (default: 3).")
  private String seeds;

  @Option(
      names = "--policy",
      defaultValue = "common",
      description =
          "common: the same settings for all; authors: a method's authors' own where they differ"
              + " (default: common).")
  private Policy policy;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the comparison (default: runs/compare-DATASET-MODEL).")
  private Path out;

  @Option(
      names = "--jobs",
      description = "Runs at a time (default: the number of cores, divided by --threads).")
  private Integer jobs;

  @Override
  public Integer call() throws IOException {
    String set = Datasets.fromAnywhere(dataset);
    data.requireFor(set);
    ComparisonPlan plan =
        new ComparisonPlan(
            () -> base(set), training.bits(), policy, Variant.list(methods), Seeds.parse(seeds));
    int atATime = jobs();
    Path folder = folder(plan);
    DatasetOptions options = data.over(DatasetOptions.defaults());
    Dataset images = Datasets.open(set, options);
    Comparison comparison =
        new Comparison(plan, images, options, new TrainingProcess())
            .calledBy(commandLine())
            .listen(new CompareProgress(output));
    CountDownLatch ended = StopRequests.onShutdown(comparison::requestStop);
    try {
      return report(comparison.run(folder, atATime), folder);
    } catch (InterruptedRunException e) {
      output.warn("%s. Go on with: %s".formatted(e.getMessage(), commandLine()));
      return ExitCode.INTERRUPTED.code();
    } finally {
      ended.countDown();
    }
  }

  private TrainingConfigBuilder base(String set) {
    TrainingConfigBuilder builder = Presets.of(set).threads(1);
    training.apply(builder);
    return builder;
  }

  private int jobs() {
    if (jobs == null) {
      int threads = training.threads() == null ? 1 : training.threads();
      return Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    }
    if (jobs < 1) {
      throw new IllegalArgumentException("--jobs %d must be at least 1".formatted(jobs));
    }
    return jobs;
  }

  private Path folder(ComparisonPlan plan) {
    if (out != null) {
      return out;
    }
    String name = "compare-%s-%s".formatted(dataset, plan.common().model());
    return Path.of("runs", name.replaceAll("[^A-Za-z0-9-]+", "-"));
  }

  private String commandLine() {
    List<String> words = spec.root().commandLine().getParseResult().originalArgs();
    return "./dyadic " + words.stream().map(Shell::quote).collect(Collectors.joining(" "));
  }

  private int report(ComparisonReport report, Path folder) {
    output.say("\n" + report.toText());
    output.say("These tables and all runs are in " + folder);
    Map<String, Object> json = new LinkedHashMap<>(report.toJson());
    json.put("out", folder.toString());
    output.result(json);
    return (report.failures().isEmpty() ? ExitCode.OK : ExitCode.FALLS_SHORT).code();
  }

  /** Takes out the options that belong to a single run. */
  static final class ForManyRuns implements IModelTransformer {
    private static final List<String> SINGLE =
        List.of("--method", "--set", "--seed", "--lambda", "--lambda-end", "--update", "--clip");

    @Override
    public CommandSpec transform(CommandSpec command) {
      SINGLE.forEach(name -> command.remove(command.findOption(name)));
      OptionSpec threads = command.findOption("--threads");
      command.remove(threads);
      return command.addOption(
          OptionSpec.builder(threads)
              .description("Threads of one operation of a run (default: 1).")
              .build());
    }
  }
}
