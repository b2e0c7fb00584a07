package org.dyadic.train.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.State;
import org.dyadic.train.Presets;
import org.dyadic.train.Safetensors;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfigBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons in a new folder, whose runs are shell scripts instead of training. */
abstract class ScriptedRuns {
  static final String RESULT =
      "{\"float_error\":2,\"quantized_error\":3,\"integer_error\":4,\"bits_per_weight\":2,"
          + "\"compression\":16,\"entropy_bits_per_weight\":1.5,\"sparsity\":0.5,"
          + "\"fixed_point\":true,\"float_scales\":0,\"packed\":true,\"seconds\":1}";

  /** Writes the result as a run does: whole or not at all, since others may look meanwhile. */
  static final String FINISH = "echo '" + RESULT + "' > result.tmp && mv result.tmp result.json";

  @TempDir private static Path folder;
  static Dataset digits;
  private static Path weights;

  @TempDir Path own;
  Path out;

  /** By run folder's name, the shell script to run there instead of training. */
  final Map<String, String> scripts = new HashMap<>();

  final List<String> started = new ArrayList<>();
  final Map<String, String> given = new TreeMap<>();

  @BeforeAll
  static void writeWeights() throws IOException {
    digits = Datasets.open("digits", DatasetOptions.defaults());
    Network model = new Trainer(base().build(), digits).model();
    Map<String, float[]> zeros = new HashMap<>();
    for (Parameter parameter : model.parameters()) {
      zeros.put(parameter.name(), new float[parameter.size()]);
    }
    weights = folder.resolve("weights");
    Safetensors.write(weights, new State(model, zeros));
  }

  @BeforeEach
  void chooseFolder() {
    out = own.resolve("comparison");
  }

  static TrainingConfigBuilder base() {
    return Presets.of("digits").model("2C3-MP4-10").floatEpochs(2).epochs(3).threads(1);
  }

  Comparison comparison(String methods, String seeds) {
    return comparison(methods, seeds, Policy.COMMON);
  }

  Comparison comparison(String methods, String seeds, Policy policy) {
    ComparisonPlan plan =
        new ComparisonPlan(
            ScriptedRuns::base, null, policy, Variant.list(methods), Seeds.parse(seeds));
    return new Comparison(plan, digits, DatasetOptions.defaults(), this::command);
  }

  List<String> command(Path run, Path start) {
    String name = run.getFileName().toString();
    started.add(name);
    given.put(name, start == null ? "none" : out.relativize(start).toString());
    String script = scripts.getOrDefault(name, FINISH);
    return List.of(
        "sh",
        "-c",
        "cd \"$1\" && cp \"$2\" float.safetensors && " + script,
        "sh",
        run.toString(),
        weights.toString());
  }

  ComparisonReport run(String methods, String seeds) throws IOException {
    return comparison(methods, seeds).run(out, 2);
  }

  static List<?> rows(ComparisonReport report) {
    return (List<?>) report.toJson().get("rows");
  }

  static Map<?, ?> row(ComparisonReport report, int index) {
    return (Map<?, ?>) rows(report).get(index);
  }
}
