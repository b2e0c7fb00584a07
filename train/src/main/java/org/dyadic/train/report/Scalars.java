package org.dyadic.train.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.dyadic.train.LayerReport;

/** The single numbers of a run, under the names by which other programs show them. */
final class Scalars {
  /** As Jackson writes what JSON has no number for. */
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private Scalars() {}

  /** Those of a line of the log, without its layers. */
  static Map<String, Double> of(LogLine line) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    line.numbers().forEach((name, value) -> scalars.put(name(line, name), value));
    return scalars;
  }

  private static String name(LogLine line, String name) {
    if (!line.isEpoch()) {
      return "start/" + name;
    }
    return name.endsWith("_error") ? "error/" + name.replace("_error", "") : name;
  }

  /** Those of a layer; the rate of mode changes is missing where it is not known. */
  static Map<String, Double> of(LayerReport layer) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("distance/" + layer.layer(), layer.relativeDistance());
    scalars.put("step_size/" + layer.layer(), layer.step());
    if (layer.modeChangeRate() != null) {
      scalars.put("mode_change_rate/" + layer.layer(), layer.modeChangeRate());
    }
    return scalars;
  }

  /** Those of {@code result.json}, not all of them finite. */
  static Map<String, Double> ofResult(JsonNode result) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    result
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isNumber() || (value.isTextual() && NOT_FINITE.contains(value.asText()))) {
                scalars.put("result/" + field.getKey(), Double.valueOf(value.asText()));
              }
            });
    return scalars;
  }
}
