package org.dyadic.train.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dyadic.train.LayerReport;
import org.dyadic.train.Presets;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingListener;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files of real runs, read by a Python program that has nothing of ours. */
class TensorBoardLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path READER = Path.of("src/test/python/read_events.py");
  private static final int METHOD_EPOCHS = 3;

  @TempDir private static Path folder;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    run = folder.resolve("run");
    train(run, new TrainingListener() {});
  }

  private static void train(Path to, TrainingListener other) throws IOException {
    try (TensorBoardLog log = new TensorBoardLog(to)) {
      Trainer trainer =
          new Trainer(
              Presets.of("digits")
                  .model("4C5-MP4-10")
                  .floatEpochs(1)
                  .epochs(METHOD_EPOCHS)
                  .batchSize(100)
                  .threads(1)
                  .build(),
              Fixture.DIGITS);
      trainer.listen(log, other).run(to);
    }
  }

  private static Path file(Path of) {
    return of.resolve("events.out.tfevents.dyadic");
  }

  /** Debian's python3-onnx, which other tests need, brings Google's protobuf. */
  private static List<JsonNode> events(Path of) throws IOException, InterruptedException {
    for (String python : List.of("/usr/bin/python3", "python3")) {
      if (succeeds(python, "-c", "import google.protobuf")) {
        Path out = Files.createTempFile(folder, "events", ".jsonl");
        Process process =
            new ProcessBuilder(python, READER.toString(), file(of).toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(0, process.waitFor());
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
          events.add(JSON.readTree(line));
        }
        return events;
      }
    }
    assertFalse("true".equals(System.getenv("CI")), "no Python with protobuf");
    Assumptions.abort("no Python with protobuf; install the package python3-protobuf");
    return List.of();
  }

  private static boolean succeeds(String... line) throws InterruptedException {
    try {
      return new ProcessBuilder(line)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  @Test
  void everyNumberOfTheLogIsThere() throws Exception {
    List<LogLine> lines = RunHistory.read(run).lines();
    List<JsonNode> events = events(run);
    assertEquals(lines.size() + 1, events.size());
    assertEquals(
        List.of(1, 1, 2, 3, 4, 4), events.stream().map(e -> e.path("step").asInt()).toList());
    JsonNode last = events.get(lines.size() - 1).path("values");
    LogLine line = lines.getLast();
    assertClose(line.numbers().get("train_loss"), last.path("train_loss"));
    assertClose(line.numbers().get("learning_rate"), last.path("learning_rate"));
    assertClose(line.numbers().get("lambda"), last.path("lambda"));
    assertClose(line.numbers().get("latent_error"), last.path("error/latent"));
    assertClose(line.numbers().get("quantized_error"), last.path("error/quantized"));
    for (LayerReport layer : line.layers()) {
      assertClose(layer.relativeDistance(), last.path("distance/" + layer.layer()));
      assertClose(layer.modeChangeRate(), last.path("mode_change_rate/" + layer.layer()));
      assertClose(layer.step(), last.path("step_size/" + layer.layer()));
    }
    JsonNode result = events.getLast().path("values");
    assertClose(
        RunHistory.read(run).result().path("integer_error").asDouble(),
        result.path("result/integer_error"));
    double began = Files.getLastModifiedTime(run.resolve("config.json")).toMillis() / 1000.0;
    assertEquals(
        began + line.numbers().get("seconds"),
        events.get(lines.size() - 1).path("wall_time").asDouble(),
        1e-6);
  }

  private static void assertClose(double expected, JsonNode actual) {
    assertTrue(actual.isNumber(), actual.toString());
    assertEquals(expected, actual.asDouble(), 1e-6 * Math.max(1, Math.abs(expected)));
  }

  @Test
  void histogramsHaveTheBinsOfTheLog() throws Exception {
    LogLine line = RunHistory.read(run).lines().getLast();
    List<JsonNode> events = events(run);
    for (LayerReport layer : line.layers()) {
      JsonNode histogram =
          events.get(events.size() - 2).path("values").path("weights/" + layer.layer());
      int bins = layer.histogram().size();
      assertEquals(bins + 1, histogram.path("limits").size());
      assertEquals(0, histogram.path("counts").path(0).asDouble());
      double weights = 0;
      double sum = 0;
      for (int i = 0; i < bins; i++) {
        double from = histogram.path("limits").path(i).asDouble();
        double to = histogram.path("limits").path(i + 1).asDouble();
        int n = layer.histogram().get(i);
        assertEquals(layer.step() * ((double) i / LayerReport.BINS_PER_STEP - 1.5), from, 1e-9);
        assertEquals(n, histogram.path("counts").path(i + 1).asInt());
        weights += n;
        sum += n * (from + to) / 2;
      }
      assertEquals(weights, histogram.path("num").asDouble());
      assertEquals(sum, histogram.path("sum").asDouble(), 1e-6);
      assertTrue(histogram.path("min").asDouble() < histogram.path("max").asDouble());
    }
  }

  /** As after a kill: epochs were logged that no checkpoint has, and a record was torn. */
  @Test
  void aResumedRunHasEveryStepOnce() throws Exception {
    Path broken = folder.resolve("broken");
    TrainingListener killer =
        new TrainingListener() {
          @Override
          public void epoch(
              String phase, int epoch, int all, Map<String, Double> n, List<LayerReport> layers) {
            if (phase.equals("sgm") && epoch == 1) {
              throw new IllegalStateException("killed");
            }
          }
        };
    assertThrows(IllegalStateException.class, () -> train(broken, killer));
    List<JsonNode> before = events(broken);
    assertEquals(3, before.getLast().path("step").asInt());
    Files.write(file(broken), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    train(broken, new TrainingListener() {});
    List<JsonNode> after = events(broken);
    Set<String> seen = new HashSet<>();
    for (JsonNode event : after) {
      for (var value : event.path("values").properties()) {
        assertTrue(seen.add(event.path("step") + value.getKey()), value.getKey());
      }
    }
    List<JsonNode> undisturbed = events(run);
    assertEquals(undisturbed.size(), after.size());
    for (int i = 0; i < after.size() - 1; i++) {
      assertEquals(undisturbed.get(i).path("values"), after.get(i).path("values"));
    }
    assertNotEquals(before.size(), after.size());
  }

  @Test
  void aFinishedRunThatIsRunAgainKeepsItsEvents() throws Exception {
    Path again = folder.resolve("again");
    train(again, new TrainingListener() {});
    Path copy = Files.copy(file(again), folder.resolve("copy"));
    List<JsonNode> before = events(again);
    train(again, new TrainingListener() {});
    assertEquals(before.size(), events(again).size());
    assertEquals(
        new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1).length(),
        Files.size(file(again)));
    assertArrayEquals(before.subList(0, 4).toArray(), events(again).subList(0, 4).toArray());
  }
}
