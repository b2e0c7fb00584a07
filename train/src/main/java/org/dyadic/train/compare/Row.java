package org.dyadic.train.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.dyadic.train.TrainingConfig;

/**
 * A row of the table: what the finished runs of a variant have in common. Errors are percent of the
 * test set.
 *
 * @param variant the row
 * @param config of its runs
 * @param results of all seeds, in order
 * @param reference of the continued float networks, for the same seeds
 */
record Row(
    Variant variant, TrainingConfig config, List<CellResult> results, List<CellResult> reference) {
  private static final String FLOAT_ERROR = "float_error";
  private static final String ERROR = "quantized_error";
  private static final String INTEGER_ERROR = "integer_error";
  private static final String VALIDATION_ERROR = "validation_error";
  private static final String FLOAT_SCALES = "float_scales";
  private static final String PACKED = "packed";
  private static final String SECONDS = "seconds";
  private static final List<String> MEANS =
      List.of("bits_per_weight", "compression", "entropy_bits_per_weight", "sparsity");

  /**
   * The numbers that a row takes from a result.
   *
   * @param numbers the result
   * @param validated whether the run kept images for validation
   */
  static List<String> needed(JsonNode numbers, boolean validated) {
    List<String> names = new ArrayList<>(List.of(FLOAT_ERROR, ERROR));
    names.addAll(MEANS);
    names.addAll(List.of(FLOAT_SCALES, SECONDS));
    if (isTrue(numbers, PACKED)) {
      names.add(INTEGER_ERROR);
    }
    if (validated) {
      names.add(VALIDATION_ERROR);
    }
    return names;
  }

  /** Numbers, texts and lists by name; a number that does not exist is null. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("method", variant.label());
    json.put("base_method", variant.method());
    json.put("settings", variant.settings());
    json.put("bits", variant.method().equals(Variant.REFERENCE) ? Float.SIZE : bits());
    statistics(json, "error", done(), result -> result.number(ERROR));
    statistics(json, INTEGER_ERROR, packed() ? done() : List.of(), r -> r.number(INTEGER_ERROR));
    if (config.validation() > 0) {
      statistics(json, VALIDATION_ERROR, done(), result -> result.number(VALIDATION_ERROR));
    }
    json.put("float_error_mean", mean(FLOAT_ERROR));
    json.put("gap_mean", mean(r -> r.number(ERROR) - r.number(FLOAT_ERROR)));
    referenceGap(json);
    for (String name : MEANS) {
      json.put(name, mean(name));
    }
    json.put("fixed_point", done().isEmpty() ? null : all("fixed_point"));
    json.put(FLOAT_SCALES, mean(FLOAT_SCALES));
    json.put(PACKED, done().isEmpty() ? null : packed());
    json.put("seeds", seeds(done()));
    json.put("failed_seeds", seeds(results.stream().filter(CellResult::failed).toList()));
    json.put(SECONDS, mean(SECONDS));
    return json;
  }

  private int bits() {
    return config.weights().bits();
  }

  private List<CellResult> done() {
    return results.stream().filter(CellResult::done).toList();
  }

  private static List<Long> seeds(List<CellResult> some) {
    return some.stream().map(result -> result.cell().seed()).toList();
  }

  private boolean packed() {
    return !done().isEmpty() && all(PACKED);
  }

  private boolean all(String name) {
    return done().stream().map(CellResult::numbers).allMatch(numbers -> isTrue(numbers, name));
  }

  private static boolean isTrue(JsonNode numbers, String name) {
    return numbers.path(name).asBoolean();
  }

  private Double mean(String name) {
    return mean(result -> result.number(name));
  }

  private Double mean(ToDoubleFunction<CellResult> value) {
    return done().isEmpty() ? null : Sample.of(done(), value).mean();
  }

  private static void statistics(
      Map<String, Object> json,
      String name,
      List<CellResult> some,
      ToDoubleFunction<CellResult> value) {
    Sample sample = Sample.of(some, value);
    json.put(name + "_mean", sample.mean());
    json.put(name + "_sd", sample.deviation());
  }

  /**
   * The paired difference to a float network that was trained for as long: mean over the seeds that
   * both have, and its standard error.
   */
  private void referenceGap(Map<String, Object> json) {
    List<Double> differences = new ArrayList<>();
    for (CellResult result : done()) {
      for (CellResult other : reference) {
        if (other.done() && other.cell().seed() == result.cell().seed()) {
          differences.add(result.number(ERROR) - other.number(ERROR));
        }
      }
    }
    Sample sample = new Sample(differences);
    json.put("reference_gap_mean", sample.mean());
    json.put("reference_gap_se", sample.standardError());
  }
}
