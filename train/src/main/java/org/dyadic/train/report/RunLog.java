package org.dyadic.train.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.train.LayerReport;

/** Reads {@code log.jsonl}, also while a run appends to it. */
final class RunLog {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private RunLog() {}

  /**
   * The lines that are whole. What follows the last line feed is still being written and left out.
   *
   * @throws IOException if the file cannot be read, or naming file and line if one is damaged
   */
  static List<LogLine> read(Path file) throws IOException {
    return parse(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8), 0);
  }

  /**
   * The whole lines of a part of a file.
   *
   * @param before how many lines are before it
   * @throws IOException naming file and line if one is damaged
   */
  static List<LogLine> parse(Path file, String text, int before) throws IOException {
    List<LogLine> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      try {
        lines.add(parse(text.substring(start, end)));
      } catch (JacksonException | IllegalArgumentException e) {
        throw new IOException(
            "%s, line %d is damaged: %s".formatted(file, before + lines.size() + 1, reason(e)), e);
      }
      start = end + 1;
    }
    return lines;
  }

  private static String reason(Exception e) {
    String message =
        e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
    return message.lines().findFirst().orElse("");
  }

  private static LogLine parse(String text) throws JacksonException {
    JsonNode line = JSON.readTree(text);
    require(line.isObject(), "it is no JSON object");
    require(line.path("event").isTextual(), "it has no event");
    require(line.path("phase").isTextual(), "it has no phase");
    require(line.path("epoch").isInt() && line.get("epoch").asInt() >= 0, "it has no epoch");
    Map<String, Double> numbers = new LinkedHashMap<>();
    line.properties().stream()
        .filter(field -> field.getValue().isNumber() && !field.getKey().equals("epoch"))
        .forEach(field -> numbers.put(field.getKey(), field.getValue().asDouble()));
    List<LayerReport> layers = new ArrayList<>();
    for (JsonNode layer : line.path("layers")) {
      layers.add(withStep(JSON.treeToValue(layer, LayerReport.class)));
    }
    return new LogLine(
        line.get("event").asText(),
        line.get("phase").asText(),
        line.get("epoch").asInt(),
        line.path("monitor").asText(""),
        numbers,
        layers);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The first logs had the exponent alone. */
  private static LayerReport withStep(LayerReport layer) {
    require(layer.layer() != null && !layer.histogram().isEmpty(), "a layer lacks a field");
    if (layer.step() > 0) {
      return layer;
    }
    require(layer.exponent() != null, "layer " + layer.layer() + " has no step");
    return new LayerReport(
        layer.layer(),
        Math.scalb(1.0, -layer.exponent()),
        layer.exponent(),
        layer.relativeDistance(),
        layer.modeShares(),
        layer.modeChangeRate(),
        layer.histogram());
  }
}
