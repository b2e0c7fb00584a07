package org.dyadic.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of run folders, and what is refused. */
class RunHistoryTest {
  private static final String CONFIG =
      """
      {"dataset":"folder:/some/where/flowers","model":"lenet5","method":"sgm","seed":7,
       "weights":{"bits":3},"floatPhase":{"epochs":2},"methodPhase":{"epochs":4}}
      """;
  private static final String FLOAT =
      """
      {"event":"epoch","phase":"float","epoch":%d,"train_loss":0.5,"latent_error":2.5,"monitor":"validation"}
      """;
  private static final String LAYER =
      """
      {"layer":"conv1",%s"exponent":3,"relativeDistance":0.25,"modeShares":[0.5,0.25,0.25],\
      "modeChangeRate":null,"histogram":[2,1,1]}\
      """;
  private static final String START =
      """
      {"event":"start","phase":"sgm","epoch":0,"float_error":2.0,"layers":[%s]}
      """;

  @TempDir private Path folder;
  private Path run;

  @BeforeEach
  void writeConfig() throws IOException {
    run = Files.createDirectory(folder.resolve("flowers-7"));
    Files.writeString(run.resolve("config.json"), CONFIG);
  }

  private void log(String... lines) throws IOException {
    Files.writeString(run.resolve("log.jsonl"), String.join("", lines));
  }

  private static void refused(String message, Path run) {
    assertEquals(message, assertThrows(IOException.class, () -> RunHistory.read(run)).getMessage());
  }

  @Test
  void anUnfinishedRunIsRead() throws IOException {
    log(FLOAT.formatted(0), FLOAT.formatted(1), START.formatted(LAYER.formatted("\"step\":0.1,")));
    RunHistory history = RunHistory.read(run);
    assertEquals("flowers-7", history.name());
    assertEquals("folder:flowers", history.dataset());
    assertEquals(3, history.bits());
    assertEquals(7, history.seed());
    assertEquals(2, history.floatEpochs());
    assertEquals(0, history.methodEpochs());
    assertEquals(6, history.plannedEpochs());
    assertEquals("validation", history.monitor());
    assertFalse(history.finished());
    assertTrue(history.packedModel().isEmpty());
    assertEquals(1, history.states().size());
    assertEquals(2, history.epochsAt(history.states().getFirst()));
    assertEquals(0.1, history.states().getFirst().layers().getFirst().step());
    assertEquals(
        List.of("train_loss", "latent_error"),
        List.copyOf(history.lines().getFirst().numbers().keySet()));
  }

  @Test
  void theFirstLogsHadExponentsAlone() throws IOException {
    log(START.formatted(LAYER.formatted("")));
    assertEquals(0.125, RunHistory.read(run).states().getFirst().layers().getFirst().step());
  }

  @Test
  void aLineThatIsBeingWrittenIsLeftOut() throws IOException {
    log(FLOAT.formatted(0), "{\"event\":\"epoch\",\"pha");
    assertEquals(1, RunHistory.read(run).lines().size());
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    Path file = run.resolve("log.jsonl");
    log(FLOAT.formatted(0), "{\"event\":\"epoch\",\"pha\n");
    String message = assertThrows(IOException.class, () -> RunHistory.read(run)).getMessage();
    assertTrue(message.startsWith(file + ", line 2 is damaged: Unexpected end"), message);
    log(FLOAT.formatted(0), "\n");
    refused(file + ", line 2 is damaged: it is no JSON object", run);
    log("7\n");
    refused(file + ", line 1 is damaged: it is no JSON object", run);
    log("{\"event\":\"epoch\",\"phase\":\"float\",\"epoch\":-1}\n");
    refused(file + ", line 1 is damaged: it has no epoch", run);
    log("{\"phase\":\"float\",\"epoch\":1}\n");
    refused(file + ", line 1 is damaged: it has no event", run);
    log(START.formatted("{\"layer\":\"conv1\",\"modeShares\":[],\"histogram\":[1]}"));
    refused(file + ", line 1 is damaged: layer conv1 has no step", run);
    log(START.formatted("{\"layer\":\"conv1\"}"));
    assertTrue(
        assertThrows(IOException.class, () -> RunHistory.read(run))
            .getMessage()
            .startsWith(file + ", line 1 is damaged: "));
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    refused(run + " has no log.jsonl yet: training has not come to the end of an epoch", run);
    refused(folder + " is not a run folder: it has no config.json", folder);
    Path missing = folder.resolve("missing");
    refused("no such run folder: " + missing, missing);
    log(FLOAT.formatted(0));
    Files.writeString(run.resolve("result.json"), "{\"seconds\":");
    String message = assertThrows(IOException.class, () -> RunHistory.read(run)).getMessage();
    assertTrue(message.startsWith(run.resolve("result.json") + " cannot be read: "), message);
  }

  @Test
  void runsOfOneNameAreToldApart() throws IOException {
    log(FLOAT.formatted(0));
    RunSet set = RunSet.read(List.of(run, run, folder.resolve("flowers-7")));
    String name = folder.getFileName() + "/flowers-7";
    assertEquals(
        List.of(name, name + " (2)", name + " (3)"),
        set.runs().stream().map(RunHistory::name).toList());
    assertEquals("flowers-7", RunSet.read(List.of(run)).title());
  }

  @Test
  void aComparisonIsAllItsRuns() throws IOException {
    log(FLOAT.formatted(0));
    Path waiting = Files.createDirectory(folder.resolve("ste-0"));
    Files.writeString(waiting.resolve("config.json"), CONFIG);
    Files.writeString(folder.resolve("settings.json"), "{}");
    Files.writeString(folder.resolve("comparison.json"), "{\"rows\":[{\"method\":\"sgm\"}]}");
    RunSet set = RunSet.read(List.of(folder));
    assertEquals(List.of("flowers-7"), set.runs().stream().map(RunHistory::name).toList());
    assertEquals("sgm", set.comparison().path("rows").path(0).path("method").asText());
    assertEquals(
        List.of("Runs that have not come to the end of an epoch are left out: ste-0"), set.notes());
    Files.delete(run.resolve("log.jsonl"));
    assertEquals(
        "comparison " + folder + " has no run with a log.jsonl yet",
        assertThrows(IOException.class, () -> RunSet.read(List.of(folder))).getMessage());
  }
}
