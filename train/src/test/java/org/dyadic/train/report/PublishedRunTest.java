package org.dyadic.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dyadic.train.report.PublishedRun.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tracking server would be told of run folders written by hand. */
class PublishedRunTest {
  private static final Instant STARTED = Instant.ofEpochSecond(1_700_000_000);
  private static final String CONFIG =
      """
      {"dataset": "folder:/somewhere/private/shapes", "model": "lenet5", "method": "sgm",
       "options": {"clip": "mode"}, "floatPhase": {"epochs": 1, "rate": {"start": 0.01}},
       "list": [1, 2], "startSha256": null, "fold": "", "seed": 3}
      """;
  private static final String FLOAT =
      """
      {"event":"epoch","phase":"float","epoch":0,"train_loss":0.5,"latent_error":2.0,"seconds":1.5}
      """;
  private static final String START =
      """
      {"event":"start","phase":"sgm","epoch":0,"float_error":1.0,"seconds":2,"layers":[{"layer":\
      "c1","step":0.5,"exponent":1,"relativeDistance":"NaN","modeShares":[1.0],"modeChangeRate":\
      null,"histogram":[1]}]}
      """;
  private static final String EPOCH =
      """
      {"event":"epoch","phase":"sgm","epoch":0,"train_loss":1e999,"seconds":3.25,"layers":[{"layer"\
      :"c1","step":0.5,"exponent":1,"relativeDistance":0.25,"modeShares":[1.0],"modeChangeRate":\
      0.125,"histogram":[1]}]}
      """;

  @TempDir private Path folder;

  private Path write(String name, String... lines) throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    Files.writeString(run.resolve("config.json"), CONFIG);
    Files.setLastModifiedTime(run.resolve("config.json"), FileTime.from(STARTED));
    Files.writeString(run.resolve("data.json"), "{\"sha256\": \"beef\", \"directory\": \"/x\"}");
    Files.writeString(run.resolve("log.jsonl"), String.join("", lines));
    return run;
  }

  private static PublishedRun read(Path run) throws IOException {
    return PublishedRun.of(RunHistory.read(run));
  }

  @Test
  void numbersHaveTheStepOfBothPhases() throws IOException {
    PublishedRun run = read(write("mine", FLOAT, START, EPOCH));
    Instant first = STARTED.plusMillis(1500);
    Instant start = STARTED.plusSeconds(2);
    Instant second = STARTED.plusMillis(3250);
    assertEquals(
        List.of(
            new Point("train_loss", 0.5, 1, first),
            new Point("error/latent", 2, 1, first),
            new Point("seconds", 1.5, 1, first),
            new Point("start/float_error", 1, 1, start),
            new Point("start/seconds", 2, 1, start),
            new Point("step_size/c1", 0.5, 1, start),
            new Point("seconds", 3.25, 2, second),
            new Point("distance/c1", 0.25, 2, second),
            new Point("step_size/c1", 0.5, 2, second),
            new Point("mode_change_rate/c1", 0.125, 2, second)),
        run.points());
    assertEquals(
        List.of("distance/c1 of epoch 1 (NaN)", "train_loss of epoch 2 (Infinity)"), run.leftOut());
    assertEquals("mine", run.name());
    assertEquals(STARTED, run.started());
    assertEquals(Optional.empty(), run.ended());
  }

  @Test
  void theConfigurationIsFlatAndNamesNoFolder() throws IOException {
    PublishedRun run = read(write("mine", FLOAT));
    assertEquals(
        Map.of(
            "dataset", "folder:shapes",
            "model", "lenet5",
            "method", "sgm",
            "options.clip", "mode",
            "floatPhase.epochs", "1",
            "floatPhase.rate.start", "0.01",
            "list", "[1,2]",
            "seed", "3"),
        run.parameters());
    assertEquals(
        Map.of(
            "method", "sgm",
            "model", "lenet5",
            "dataset", "folder:shapes",
            "dyadic.data_sha256", "beef"),
        run.tags());
    assertEquals("x", run.withTag("more", "x").tags().get("more"));
  }

  @Test
  void theResultIsTheLastEpochs() throws IOException {
    Path folder = write("mine", FLOAT, START, EPOCH);
    Files.writeString(
        folder.resolve("result.json"),
        "{\"integer_error\": 1.25, \"naive_error\": \"NaN\", \"libtorch\": \"2.10\"}");
    Instant ended = STARTED.plusSeconds(9);
    Files.setLastModifiedTime(folder.resolve("result.json"), FileTime.from(ended));
    PublishedRun run = read(folder);
    assertEquals(new Point("result/integer_error", 1.25, 2, ended), run.points().getLast());
    assertTrue(run.leftOut().contains("result/naive_error of epoch 2 (NaN)"));
    assertEquals(Optional.of(ended), run.ended());
    assertEquals("2.10", run.tags().get("dyadic.libtorch"));
  }

  @Test
  void theIdIsThatOfTheTraining() throws IOException {
    Path mine = write("mine", FLOAT);
    String id = read(mine).id();
    assertTrue(id.matches("[0-9a-f]{32}"), id);
    assertEquals(id, read(write("copy", FLOAT, START, EPOCH)).id(), "a copy that went on");
    assertNotEquals(id, read(write("again", FLOAT.replace("1.5", "1.6"))).id());
    Files.writeString(mine.resolve("config.json"), CONFIG.replace("\"seed\": 3", "\"seed\": 4"));
    assertNotEquals(id, read(mine).id());
  }

  @Test
  void aLogWithoutAWholeLineIsRefused() throws IOException {
    Path run = write("mine", "{\"event\":");
    assertEquals(
        run + " has no whole line in its log.jsonl yet: no epoch is done",
        assertThrows(IOException.class, () -> read(run)).getMessage());
  }
}
