package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dyadic.bench.BuiltInNetworks;
import org.dyadic.bench.CacheSweep;
import org.dyadic.bench.Race;
import org.dyadic.format.ModelFile;
import org.dyadic.quant.ActivationSteps;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.UnavailableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dyadic bench}: how fast a network runs here, beside other runtimes. */
@Command(
    name = "bench",
    description = {
      "Times a packed model, or a built-in network with random ternary weights, in turns with ONNX"
          + " Runtime on the same network. Before that it says how many classes agree.",
      "",
      "Examples:",
      "  dyadic bench runs/mnist/model.dyadic",
      "  dyadic bench vgg7 --batch 1,32 --threads 1,2",
      "  dyadic bench fc8192x1024 --cold",
      "  dyadic bench runs/mnist/model.dyadic --first-prediction",
      ""
    })
final class BenchCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = {
        "A packed model, NAME.dyadic, or a built-in network: a name that train --model takes, with"
            + " a factor of its widths too (vgg7@0.25), or fc<INPUTS>x<OUTPUTS>."
      })
  private String model;

  @Option(
      names = "--against",
      paramLabel = "RUNTIME",
      description = "onnxruntime, or none (default: onnxruntime, if this build has it).")
  private String against;

  @Option(
      names = "--kernels",
      split = ",",
      paramLabel = "NAME",
      description = "Kernels to time beside the chosen ones: scalar, lanes, tables, perm.")
  private List<String> kernels = List.of();

  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "NAME",
      description = "Of the other runtime only these (default: all that fit the network).")
  private List<String> contenders = List.of();

  @Option(names = "--threads", split = ",", defaultValue = "1", description = "Threads of a call.")
  private List<Integer> threads;

  @Option(names = "--batch", split = ",", defaultValue = "1", description = "Images of a call.")
  private List<Integer> batches;

  @Option(
      names = "--zeros",
      paramLabel = "SHARE",
      description = "Share of zero weights of a built-in network (default: 0.33).")
  private Double zeros;

  @Option(
      names = "--activation-bits",
      split = ",",
      paramLabel = "BITS",
      description =
          "Time a built-in network with activations of 2 to 7 bits too, as NAME-aBITS; its classes"
              + " are its own.")
  private List<Integer> activationBits = List.of();

  @Option(names = "--seed", defaultValue = "1", description = "Of random weights and images.")
  private long seed;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Time of each batch size and number of threads, after the warm-up.")
  private double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "So many rounds instead of --seconds.")
  private Integer rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "0.5",
      description =
          "Every contender runs in stretches of this time until three in a row bring no gain.")
  private double warmUp;

  @Option(
      names = "--cold",
      description = "Stream twice the last-level cache through it before every timed call.")
  private boolean cold;

  @Option(
      names = "--verify-images",
      paramLabel = "COUNT",
      defaultValue = "64",
      description = "Random images whose classes are compared before.")
  private int images;

  @Option(
      names = "--layers",
      description = "Time the steps of one image's inference too, of each of Dyadic's contenders.")
  private boolean layers;

  @Option(
      names = "--first-prediction",
      description = "Time from the start of a new Java process to its first prediction instead.")
  private boolean firstPrediction;

  @Option(
      names = "--processes",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "Processes of each kind for --first-prediction.")
  private int processes;

  @Override
  public Integer call() throws IOException, UnavailableException, InterruptedException {
    check();
    long start = System.nanoTime();
    QuantizedNetwork network = network();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("network", network.notation());
    json.put("weights", network.weightCount());
    json.put("zeros", network.sparsity());
    json.put("seed", seed);
    json.put("read_ms", (System.nanoTime() - start) / 1e6);
    json.put("machine", BenchMachine.facts());
    if (firstPrediction) {
      json.putAll(new FirstPredictionBench(output, network, processes).run());
    } else {
      json.putAll(bench(network));
    }
    output.result(json);
    return ExitCode.OK.code();
  }

  private Map<String, Object> bench(QuantizedNetwork network)
      throws IOException, UnavailableException {
    BenchField field = BenchField.of(network, narrow(), kernels, against, contenders);
    BenchReport report = new BenchReport(output, network, cold);
    report.begin(field);
    Optional<CacheSweep> sweep =
        cold ? Optional.of(new CacheSweep(BenchMachine.lastLevelCache())) : Optional.empty();
    for (int batch : batches) {
      for (int count : threads) {
        BenchHeat heat = new BenchHeat(field, network, batch, count, seed);
        heat.run(new Race(rules(count), sweep), images, report);
      }
    }
    Map<String, Object> json = report.end(field);
    if (layers) {
      json.put("layers", new BenchLayers(output, network, seed).run(field));
    }
    return json;
  }

  private Race.Rules rules(int count) {
    return new Race.Rules(
        rounds == null ? 0 : rounds,
        duration(seconds),
        cold ? Duration.ZERO : BenchHeat.TURN,
        duration(warmUp),
        count > 1);
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** A file is meant where there is one, or where the word cannot be a name. */
  private QuantizedNetwork network() throws IOException {
    boolean file = Files.exists(Path.of(model)) || model.endsWith(ModelFile.EXTENSION);
    if (file) {
      if (zeros != null || !activationBits.isEmpty()) {
        throw new IllegalArgumentException(
            "%s is for built-in networks; %s is a file"
                .formatted(zeros != null ? "--zeros" : "--activation-bits", model));
      }
      return ModelFile.read(Path.of(model));
    }
    return BuiltInNetworks.create(model, zeros(), seed);
  }

  private double zeros() {
    return zeros == null ? 0.33 : zeros;
  }

  /** The same network with activations of fewer bits. */
  private Map<Integer, QuantizedNetwork> narrow() {
    Map<Integer, QuantizedNetwork> networks = new LinkedHashMap<>();
    for (int bits : activationBits) {
      networks.put(bits, BuiltInNetworks.create(model, zeros(), seed, bits));
    }
    return networks;
  }

  private void check() {
    threads.forEach(count -> requirePositive("--threads", count));
    batches.forEach(count -> requirePositive("--batch", count));
    activationBits.forEach(BenchCommand::requireFewerBits);
    requirePositive("--verify-images", images);
    requirePositive("--processes", processes);
    requirePositive("--rounds", rounds == null ? 1 : rounds);
    if (!(seconds > 0 && warmUp > 0 && seconds < 1e6 && warmUp < 1e6)) {
      throw new IllegalArgumentException(
          "--seconds %s and --warm-up %s must be positive".formatted(seconds, warmUp));
    }
  }

  private static void requireFewerBits(int bits) {
    if (bits < 2 || bits >= ActivationSteps.BITS) {
      throw new IllegalArgumentException(
          "--activation-bits %d must lie in 2 .. %d".formatted(bits, ActivationSteps.BITS - 1));
    }
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s %d must be at least 1".formatted(option, value));
    }
  }
}
