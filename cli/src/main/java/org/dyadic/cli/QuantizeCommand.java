package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.model.State;
import org.dyadic.quant.Fold;
import org.dyadic.train.LayerReport;
import org.dyadic.train.PostTraining;
import org.dyadic.train.Presets;
import org.dyadic.train.Safetensors;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingConfigBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dyadic quantize}: an imported network, rounded without training. */
@Command(
    name = "quantize",
    description = {
      "Rounds the weights of an imported network to fixed point, without training, packs it, and"
          + " says what that costs. Some images choose batch-norm statistics and the steps of"
          + " activations. Few bits need train --from.",
      "",
      "Example: dyadic quantize resnet.safetensors --dataset folder:photos --bits 8 -o"
          + " resnet.dyadic",
      ""
    })
final class QuantizeCommand implements Callable<Integer> {
  private static final int DEFAULT_BITS = 8;

  @Mixin private Output output;
  @Mixin private DataOptions data;

  @Parameters(index = "0", paramLabel = "IMPORTED", description = "What dyadic import wrote.")
  private Path imported;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description =
          "Labelled images: the training images are used, errors are measured on the test images.")
  private String dataset;

  @Option(
      names = "--calibration",
      paramLabel = "DIR",
      description = "A folder of images without labels; nothing is measured then.")
  private Path calibration;

  @Option(names = "--bits", description = "Bits of a weight, 1 to 8 (default: ${DEFAULT-VALUE}).")
  private int bits = DEFAULT_BITS;

  @Option(
      names = "--per-channel",
      description = "A step size for every output channel instead of one a layer.")
  private boolean perChannel;

  @Option(
      names = "--fold",
      description = "How batch norm is folded: exact or shift (default: exact).")
  private Fold fold = Fold.EXACT;

  @Option(names = "--threads", description = "Threads of one operation (default: all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where the model goes.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if ((dataset == null) == (calibration == null)) {
      throw new IllegalArgumentException(
          "give either --dataset NAME, or --calibration DIR for images without labels");
    }
    ImportedStart start = new ImportedStart(imported);
    DatasetOptions options = data.over(start.into(DatasetOptions.defaults()));
    Dataset images = images(start, options);
    State state = start.stateFor(images);
    output.say("rounding, calibrating and packing");
    PostTraining.Result result =
        PostTraining.quantize(config(start, state, images), images, dataset != null, state, out);
    report(result);
    return ExitCode.OK.code();
  }

  private Dataset images(ImportedStart start, DatasetOptions options) {
    if (dataset != null) {
      data.requireFor(dataset);
      return Datasets.open(dataset, options);
    }
    int outputs = start.model().state().network().output().channels();
    List<String> known = start.model().classNames();
    return Datasets.unlabelled(calibration, options, known.isEmpty() ? numbers(outputs) : known);
  }

  /** Names for classes that have none. */
  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private TrainingConfig config(ImportedStart start, State state, Dataset images) {
    String name = dataset == null ? images.name() : Datasets.fromAnywhere(dataset);
    TrainingConfigBuilder builder = start.into(Presets.of(name));
    return builder
        .method("naive")
        .bits(bits)
        .perChannel(perChannel)
        .fold(fold)
        .threads(threads)
        .startSha256(Safetensors.sha256(state))
        .build();
  }

  private void report(PostTraining.Result result) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>(result.metrics());
    Map<String, Double> layers = new LinkedHashMap<>();
    for (LayerReport layer : result.layers()) {
      layers.put(layer.layer(), layer.relativeDistance());
      output.say(
          String.format(
              Locale.ROOT,
              "%-12s ||w - q|| / ||w|| = %.4f",
              layer.layer(),
              layer.relativeDistance()));
    }
    json.put("bits", bits);
    json.put("relative_rounding_error", layers);
    json.put("model_bytes", Files.size(out));
    json.put("model", out.toString());
    if (result.metrics().isEmpty()) {
      output.say("%s: %,d bytes".formatted(out, Files.size(out)));
    } else {
      output.say(
          String.format(
              Locale.ROOT,
              "%s: %,d bytes; error %.2f %% in float, %.2f %% with %d-bit weights, %.2f %% in"
                  + " integers",
              out,
              Files.size(out),
              result.metrics().get("float_error"),
              result.metrics().get("quantized_error"),
              bits,
              result.metrics().get("integer_error")));
    }
    output.result(json);
  }
}
