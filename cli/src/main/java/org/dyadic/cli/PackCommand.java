package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.quant.Fold;
import org.dyadic.train.PackedRun;
import org.dyadic.train.RunFolder;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dyadic pack}: a finished run's weights, packed with another fold. */
@Command(
    name = "pack",
    description = {
      "Packs the weights of a finished run once more, without training, with batch norm folded"
          + " otherwise. Training with that fold (train --fold) mostly costs less accuracy.",
      "",
      "Example: dyadic pack runs/mnist --fold shift --out mnist-shift.dyadic",
      ""
    })
final class PackCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run folder.")
  private Path run;

  @Option(
      names = "--fold",
      description =
          "exact, a multiplication an output; or shift, none at all (default: as the run was"
              + " trained).")
  private Fold fold;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where the model goes.")
  private Path out;

  @Option(names = "--data", paramLabel = "DIR", description = "Where to look for data sets first.")
  private Path data;

  @Override
  public Integer call() throws IOException {
    TrainingConfig config = RunFolder.readConfig(run);
    DatasetOptions saved = RunFolder.readDataOptions(run);
    DatasetOptions options = data == null ? saved : saved.withDataDirectory(data.toAbsolutePath());
    Dataset dataset = Datasets.open(config.dataset(), options);
    Fold wanted = fold == null ? config.fold() : fold;
    output.say("quantizing, calibrating and packing");
    PackedRun packed = new Trainer(config, dataset).dataFrom(options).pack(run, wanted, out);
    report(packed, wanted);
    return ExitCode.OK.code();
  }

  private void report(PackedRun packed, Fold wanted) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>(packed.metrics());
    json.put("fold", wanted.name().toLowerCase(Locale.ROOT));
    json.put("model_bytes", Files.size(out));
    json.put("model", out.toString());
    output.say(
        String.format(
            Locale.ROOT,
            "%s: %,d bytes, %s fold, error %.2f %% before integers, %.2f %% in integers",
            out,
            Files.size(out),
            json.get("fold"),
            packed.metrics().get("quantized_error"),
            packed.metrics().get("integer_error")));
    output.result(json);
  }
}
