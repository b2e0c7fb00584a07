package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.Shape;
import org.dyadic.train.Presets;
import org.dyadic.train.StepBenchmark;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.live.LiveBenchmark;
import org.dyadic.train.torch.TorchDevice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dyadic bench-train}: how fast this machine trains a network. */
@Command(
    name = "bench-train",
    description = {
      "Times whole training steps on random images, and the share of SGM in them.",
      "",
      "Example: dyadic bench-train --model resnet20 --batch 128 --threads 1",
      ""
    })
final class BenchTrainCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Option(names = "--model", defaultValue = "lenet5", description = "A name or a notation.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      description = "Shape of an image (default: what a named network was made for, else 3x32x32).")
  private String input;

  @Option(names = "--batch", defaultValue = "128", description = "Images a step.")
  private int batch;

  @Option(names = "--steps", defaultValue = "20", description = "Steps a round.")
  private int steps;

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds.")
  private int rounds;

  @Option(names = "--threads", defaultValue = "1", description = "Threads of one operation.")
  private int threads;

  @Option(
      names = "--channels-first",
      description = "Keep activations in the order channel, row, column.")
  private boolean channelsFirst;

  @Option(
      names = "--bfloat16",
      description =
          "Compute convolutions and products of training in bfloat16: faster where there are"
              + " instructions for it.")
  private boolean bfloat16;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      description = "cpu, or cuda or cuda:N for a GPU (default: cpu).")
  private String device;

  @Option(
      names = "--live",
      description =
          "What train --live costs: rounds without it and with it, in turns, with one reader.")
  private boolean live;

  @Override
  public Integer call() throws IOException {
    if (batch < 2) {
      throw new IllegalArgumentException(
          "--batch %d must be at least 2: batch norm needs two images".formatted(batch));
    }
    requirePositive("--steps", steps);
    requirePositive("--rounds", rounds);
    requirePositive("--threads", threads);
    Network network = Networks.create(model, shape(), 10);
    StepBenchmark benchmark =
        new StepBenchmark(
            network, batch, !channelsFirst, bfloat16, new TorchDevice(device), threads);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", network.toString());
    json.put("batch", batch);
    json.put("threads", threads);
    json.put("channels_last", !channelsFirst);
    json.put("bfloat16", bfloat16);
    json.put("device", device);
    json.putAll(live ? live(benchmark, network) : Map.of("rounds", rounds(benchmark)));
    output.result(json);
    return ExitCode.OK.code();
  }

  private List<StepBenchmark.Round> rounds(StepBenchmark benchmark) {
    List<StepBenchmark.Round> results = benchmark.run(rounds, steps);
    for (StepBenchmark.Round round : results) {
      output.say(
          String.format(
              Locale.ROOT,
              "%8.1f images/s, SGM %.2f %% of a step, %,d MB of memory",
              round.imagesPerSecond(),
              100 * round.sgmShare(),
              round.physicalBytes() >> 20));
    }
    return results;
  }

  private Map<String, Object> live(StepBenchmark benchmark, Network network) throws IOException {
    TrainingConfig config = Presets.of("digits").model(model).build();
    Path folder = Files.createTempDirectory("dyadic-live");
    try {
      LiveBenchmark.Result result =
          new LiveBenchmark().run(benchmark, network, config, folder, rounds, steps);
      for (LiveBenchmark.Pair pair : result.pairs()) {
        output.say(
            String.format(
                Locale.ROOT,
                "%8.1f images/s without, %8.1f with the live view: %+.2f %%",
                pair.plain(),
                pair.live(),
                100 * pair.cost()));
      }
      output.say(
          String.format(
              Locale.ROOT, "cost of the live view, median: %.2f %%", 100 * result.medianCost()));
      return Map.of(
          "pairs",
          result.pairs(),
          "median_cost",
          result.medianCost(),
          "bytes_read",
          result.bytes());
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s %d must be at least 1".formatted(option, value));
    }
  }

  private Shape shape() {
    if (input == null) {
      return Networks.usualInput(model).orElse(new Shape(3, 32, 32));
    }
    String[] extents = input.split("x", -1);
    try {
      if (extents.length != 3) {
        throw new NumberFormatException("not three numbers");
      }
      return new Shape(
          Integer.parseInt(extents[0]), Integer.parseInt(extents[1]), Integer.parseInt(extents[2]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--input %s is not of the form CHANNELSxHEIGHTxWIDTH".formatted(input), e);
    }
  }
}
