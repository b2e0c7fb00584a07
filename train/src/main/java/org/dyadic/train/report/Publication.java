package org.dyadic.train.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dyadic.format.ModelFile;
import org.dyadic.train.LayerReport;
import org.dyadic.train.report.PublishedRun.Point;

/** Turns a run's history into what a tracking server is told. */
final class Publication {
  private static final int ID_DIGITS = 32;

  private final RunHistory run;
  private final List<Point> points = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  Publication(RunHistory run) {
    this.run = run;
  }

  PublishedRun build() throws IOException {
    if (run.lines().isEmpty()) {
      throw new IOException(
          run.folder() + " has no whole line in its log.jsonl yet: no epoch is done");
    }
    Path config = run.folder().resolve("config.json");
    Instant started = Files.getLastModifiedTime(config).toInstant();
    Optional<Instant> ended = Optional.empty();
    for (LogLine line : run.lines()) {
      addLine(line, started);
    }
    if (run.finished()) {
      Path result = run.folder().resolve("result.json");
      ended = Optional.of(Files.getLastModifiedTime(result).toInstant());
      add(Scalars.ofResult(run.result()), run.epochsAt(run.lines().getLast()), ended.get());
    }
    return new PublishedRun(
        id(config), run.name(), started, ended, parameters(), tags(), points, leftOut);
  }

  /** A hash of the configuration and of the log's first line, whose duration no other run has. */
  private String id(Path config) throws IOException {
    Path log = run.folder().resolve("log.jsonl");
    String first = Files.readString(log).lines().findFirst().orElse("");
    MessageDigest sha256 = sha256();
    sha256.update(Files.readAllBytes(config));
    sha256.update(first.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha256.digest()).substring(0, ID_DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private void addLine(LogLine line, Instant started) {
    double seconds = line.numbers().getOrDefault("seconds", 0.0);
    Instant time = started.plusMillis(Math.round(1000 * seconds));
    add(Scalars.of(line), run.epochsAt(line), time);
    for (LayerReport layer : line.layers()) {
      add(Scalars.of(layer), run.epochsAt(line), time);
    }
  }

  private void add(Map<String, Double> scalars, int step, Instant time) {
    scalars.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            points.add(new Point(name, value, step, time));
          } else {
            leftOut.add("%s of epoch %d (%s)".formatted(name, step, value));
          }
        });
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    flatten("", run.config(), parameters);
    // The configuration says where an image folder lies.
    parameters.put("dataset", run.dataset());
    return parameters;
  }

  /** Names of objects within objects are joined by dots; what is not set is left out. */
  private static void flatten(String prefix, JsonNode object, Map<String, String> parameters) {
    object
        .properties()
        .forEach(
            field -> {
              String name = prefix + field.getKey();
              JsonNode value = field.getValue();
              String text = value.isValueNode() ? value.asText() : value.toString();
              if (value.isObject()) {
                flatten(name + ".", value, parameters);
              } else if (!value.isNull() && !text.isEmpty()) {
                parameters.put(name, text);
              }
            });
  }

  private Map<String, String> tags() throws IOException {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("method", run.method());
    tags.put("model", run.model());
    tags.put("dataset", run.dataset());
    Path data = run.folder().resolve("data.json");
    if (Files.exists(data)) {
      putText(tags, "dyadic.data_sha256", RunHistory.readJson(data).path("sha256"));
    }
    putText(tags, "dyadic.libtorch", run.result().path("libtorch"));
    if (run.packedModel().isPresent()) {
      String provenance = ModelFile.read(run.packedModel().get()).provenance();
      putText(tags, "dyadic.version", json(provenance).path("dyadic"));
    }
    return tags;
  }

  private static void putText(Map<String, String> tags, String name, JsonNode value) {
    if (!value.asText().isEmpty()) {
      tags.put(name, value.asText());
    }
  }

  /** A model's provenance may be any text. */
  private static JsonNode json(String text) {
    JsonMapper mapper = JsonMapper.builder().build();
    try {
      return mapper.readTree(text);
    } catch (JacksonException e) {
      return mapper.createObjectNode();
    }
  }
}
