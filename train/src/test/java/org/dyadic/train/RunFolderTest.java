package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Preprocessing.Fit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final DatasetOptions OPTIONS = DatasetOptions.defaults();

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("runs").resolve("a");
  }

  private static TrainingConfig config() {
    return Presets.of("digits").threads(1).build();
  }

  private void bind(TrainingConfig config, String sha256) throws IOException {
    try (RunFolder run = RunFolder.open(folder())) {
      run.bind(config, sha256, OPTIONS);
    }
  }

  private String refused(TrainingConfig config, String sha256) throws IOException {
    return assertThrows(IllegalArgumentException.class, () -> bind(config, sha256)).getMessage();
  }

  @Test
  void aConfigurationComesBack() throws IOException {
    TrainingConfig config =
        config().toBuilder()
            .option("lambda-end", "3333.3")
            .channelsLast(true)
            .seed(Long.MIN_VALUE)
            .option("update", "proximal")
            .layerBits("conv1", 8)
            .perChannel(true)
            .methodWeightDecay(1e-3)
            .build();
    assertFalse(RunFolder.hasConfig(folder()));
    bind(config, "ab");
    assertTrue(RunFolder.hasConfig(folder()));
    assertEquals(config, RunFolder.readConfig(folder()));
    bind(config, "ab");
  }

  @Test
  void whatIsNotSetComesBackToo() throws IOException {
    bind(config(), "ab");
    assertEquals(config(), RunFolder.readConfig(folder()));
    bind(config(), "ab");
  }

  @Test
  void everyDifferenceIsNamed() throws IOException {
    bind(config(), "ab");
    String message =
        refused(
            config().toBuilder()
                .learningRate(0.02)
                .layerBits("fc1", 5)
                .firstLastBits(8)
                .method("naive")
                .build(),
            "cd");
    for (String part :
        List.of(
            "methodPhase.learningRate (was 0.01, is 0.02)",
            "weights.layerBits (was {}, is {\"fc1\":5})",
            "weights.firstLastBits (was null, is 8)",
            "method (was \"sgm\", is \"naive\")",
            "the data (SHA-256 was ab, is cd)",
            "Choose another --out")) {
      assertTrue(message.contains(part), message);
    }
    assertFalse(message.contains("epochs"), message);
    assertEquals(config(), RunFolder.readConfig(folder()), "the folder stays what it was");
  }

  @Test
  void otherDataAloneIsADifference() throws IOException {
    bind(config(), "ab");
    String message = refused(config(), "cd");
    assertTrue(message.contains("different: the data (SHA-256 was ab, is cd)."), message);
  }

  @Test
  void whereTheDataWasFoundComesBack() throws IOException {
    DatasetOptions options =
        OPTIONS
            .withImages(1, 20, 24, Fit.STRETCH)
            .withSplit(0.3, -5)
            .withDataDirectory(temporary.resolve("data"));
    try (RunFolder run = RunFolder.open(folder())) {
      run.bind(config(), "ab", options);
    }
    assertEquals(options, RunFolder.readDataOptions(folder()));
  }

  @Test
  void aFolderIsHeldByOneRun() throws IOException {
    try (RunFolder _ = RunFolder.open(folder())) {
      IOException held = assertThrows(IOException.class, () -> RunFolder.open(folder()));
      assertEquals(
          "run folder " + folder() + " is in use by another training process", held.getMessage());
    }
    RunFolder.open(folder()).close();
  }

  @Test
  void aFolderWithoutARunIsRefused() throws IOException {
    IOException none = assertThrows(IOException.class, () -> RunFolder.readConfig(folder()));
    assertTrue(none.getMessage().contains("is not a run folder"), none.getMessage());
  }

  private String unreadable(String json) throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("config.json"), json);
    return assertThrows(IOException.class, () -> RunFolder.readConfig(folder())).getMessage();
  }

  @Test
  void aBrokenConfigurationIsNamed() throws IOException {
    bind(config(), "ab");
    ObjectNode json = Json.MAPPER.valueToTree(config());
    assertTrue(unreadable("{").contains("config.json cannot be read"));
    ObjectNode wide = json.deepCopy();
    ((ObjectNode) wide.get("weights")).put("bits", 99);
    assertTrue(unreadable(wide.toString()).contains("--bits 99"));
    assertTrue(unreadable(json.deepCopy().put("extra", 1).toString()).contains("extra"));
    assertTrue(
        unreadable(json.deepCopy().put("method", "sideways").toString()).contains("sideways"));
  }

  @Test
  void theLogIsCutBackToACheckpoint() throws IOException {
    try (RunFolder run = RunFolder.open(folder())) {
      assertEquals(0, run.logLength());
      run.truncateLog(0);
      run.appendLog(Json.MAPPER.createObjectNode().put("epoch", 1));
      long length = run.logLength();
      run.appendLog(Json.MAPPER.createObjectNode().put("epoch", 2));
      Files.writeString(
          folder().resolve("log.jsonl"),
          Files.readString(folder().resolve("log.jsonl")) + "{\"epo");
      run.truncateLog(length);
      assertEquals("{\"epoch\":1}\n", Files.readString(folder().resolve("log.jsonl")));
      run.appendLog(Json.MAPPER.createObjectNode().put("epoch", 3));
      assertEquals(
          List.of("{\"epoch\":1}", "{\"epoch\":3}"),
          Files.readAllLines(folder().resolve("log.jsonl")));
    }
  }

  @Test
  void reportsAreThoseOfTheStartAndTheEnd() throws IOException {
    try (RunFolder run = RunFolder.open(folder())) {
      run.appendLog(Json.MAPPER.createObjectNode().put("epoch", 0));
      for (int f = 1; f <= 3; f++) {
        LayerReport report =
            new LayerReport(
                "fc1", 0.5, f, 0.1, List.of(0.5, 0.5), f == 1 ? null : 0.2, List.of(1, 2));
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.set("layers", Json.MAPPER.valueToTree(List.of(report)));
        run.appendLog(line);
      }
      List<List<LayerReport>> ends = run.firstAndLastLayerReports();
      assertEquals(1, ends.getFirst().getFirst().exponent());
      assertEquals(null, ends.getFirst().getFirst().modeChangeRate());
      assertEquals(3, ends.getLast().getFirst().exponent());
      assertEquals(0.2, ends.getLast().getFirst().modeChangeRate());
    }
  }
}
