package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dyadic.format.ModelFile;
import org.dyadic.inference.Classifier;
import org.dyadic.model.State;
import org.dyadic.quant.QuantizedNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTest {
  @TempDir static Path shared;
  private static TrainingResult undisturbed;

  @TempDir Path folder;

  @BeforeAll
  static void runOnce() throws IOException {
    undisturbed = run(SmallRun.config().build(), shared.resolve("undisturbed"));
  }

  private static TrainingResult run(TrainingConfig config, Path folder) throws IOException {
    return new Trainer(config, SmallRun.DIGITS).run(folder);
  }

  private static void assertSameFiles(Path expected, Path actual) throws IOException {
    List<Path> theirs = SmallRun.results(expected);
    List<Path> mine = SmallRun.results(actual);
    for (int i = 0; i < mine.size(); i++) {
      assertArrayEquals(
          Files.readAllBytes(theirs.get(i)),
          Files.readAllBytes(mine.get(i)),
          mine.get(i).getFileName().toString());
    }
    assertEquals(log(expected), log(actual));
  }

  /** The log without the only number that may differ. */
  private static List<JsonNode> log(Path run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      lines.add(((ObjectNode) Json.MAPPER.readTree(line)).without("seconds"));
    }
    return lines;
  }

  @Test
  void oneConfigurationGivesOneModel() throws IOException {
    run(SmallRun.config().build(), folder.resolve("second"));
    assertSameFiles(undisturbed.run(), folder.resolve("second"));
  }

  /** Few large steps: on a busy machine libtorch's threads spend most of their time waiting. */
  @Test
  void twoThreadsGiveOneModelToo() throws IOException {
    TrainingConfig config =
        SmallRun.config().threads(2).batchSize(125).floatEpochs(1).epochs(1).build();
    run(config, folder.resolve("first"));
    run(config, folder.resolve("second"));
    assertSameFiles(folder.resolve("first"), folder.resolve("second"));
  }

  @Test
  void anotherSeedGivesAnotherModel() throws IOException {
    TrainingResult other = run(SmallRun.config().seed(4).build(), folder.resolve("other"));
    assertFalse(
        Arrays.equals(Files.readAllBytes(undisturbed.model()), Files.readAllBytes(other.model())));
  }

  @Test
  void theReportedErrorIsThatOfTheFile() throws IOException {
    QuantizedNetwork network = ModelFile.read(undisturbed.model());
    assertEquals(
        undisturbed.metrics().get("integer_error"),
        Classifier.of(network).evaluate(SmallRun.DIGITS.test(), 1).errorPercent());
    JsonNode provenance = Json.MAPPER.readTree(network.provenance());
    assertEquals(SmallRun.DIGITS.sha256(), provenance.at("/data/sha256").asText());
    assertEquals(3, provenance.at("/config/seed").asInt());
    double stated = provenance.at("/metrics/quantized_error").asDouble();
    assertEquals(undisturbed.metrics().get("quantized_error"), stated);
    for (String field : List.of("seconds", "time", "host", "path")) {
      assertTrue(provenance.findValue(field) == null, field);
    }
    assertEquals(
        8.0 * Files.size(undisturbed.model()) / network.weightCount(), undisturbed.bitsPerWeight());
  }

  @Test
  void trainingLearns() {
    Map<String, Double> metrics = undisturbed.metrics();
    assertTrue(metrics.get("float_error") < 60, metrics.toString());
    assertTrue(metrics.get("quantized_error") < 70, metrics.toString());
    assertEquals(
        metrics.get("quantized_error"), metrics.get("integer_error"), 4, metrics::toString);
  }

  @Test
  void layersReachTheirModes() {
    double before =
        undisturbed.before().stream()
            .mapToDouble(LayerReport::relativeDistance)
            .max()
            .orElseThrow();
    assertTrue(before > 0.3, "distance " + before);
    for (LayerReport report : undisturbed.after()) {
      assertTrue(report.relativeDistance() < 0.05, report.toString());
      assertEquals(1, report.modeShares().stream().mapToDouble(s -> s).sum(), 1e-9);
    }
  }

  /** Stops after step {@code step} of epoch {@code epoch} of a phase, as a user would. */
  private static final class Stopper implements TrainingListener {
    private final String phase;
    private final int epoch;
    private final int step;
    private Trainer trainer;
    private int steps;

    Stopper(String phase, int epoch, int step) {
      this.phase = phase;
      this.epoch = epoch;
      this.step = step;
    }

    @Override
    public void step(String phase, int epoch, int epochs, int step, int stepsOfEpoch, double loss) {
      steps++;
      if (phase.equals(this.phase) && epoch == this.epoch && step == this.step) {
        trainer.requestStop();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "float,0,1",
    "float,0,10",
    "float,1,7",
    "float,1,10",
    "sgm,0,1",
    "sgm,1,4",
    "sgm,1,10"
  })
  void aStoppedRunEndsAsIfItHadNot(String phase, int epoch, int step) throws IOException {
    TrainingConfig config = SmallRun.config().build();
    Path run = folder.resolve("stopped");
    Stopper stopper = new Stopper(phase, epoch, step);
    stopper.trainer = new Trainer(config, SmallRun.DIGITS).listen(stopper);
    Exception stopped = assertThrows(InterruptedRunException.class, () -> stopper.trainer.run(run));
    assertTrue(stopped.getMessage().contains("everything is saved"), stopped.getMessage());
    Stopper never = new Stopper("", 0, 0);
    new Trainer(config, SmallRun.DIGITS).listen(never).run(run);
    int all = (SmallRun.FLOAT_EPOCHS + SmallRun.EPOCHS) * SmallRun.STEPS;
    assertEquals(all, stopper.steps + never.steps, "no step is repeated");
    assertSameFiles(undisturbed.run(), run);
  }

  @Test
  void aTornCheckpointIsReportedAndAnOlderOneTaken() throws IOException {
    TrainingConfig config = SmallRun.config().build();
    Path run = folder.resolve("torn");
    for (Stopper stopper : List.of(new Stopper("float", 0, 3), new Stopper("sgm", 0, 3))) {
      stopper.trainer = new Trainer(config, SmallRun.DIGITS).listen(stopper);
      assertThrows(InterruptedRunException.class, () -> stopper.trainer.run(run));
    }
    List<Path> checkpoints;
    try (var files = Files.list(run.resolve("checkpoints"))) {
      checkpoints = files.sorted().toList();
    }
    byte[] newest = Files.readAllBytes(checkpoints.getLast());
    Files.write(checkpoints.getLast(), Arrays.copyOf(newest, newest.length / 2));
    List<String> warnings = new ArrayList<>();
    new Trainer(config, SmallRun.DIGITS)
        .listen(
            new TrainingListener() {
              @Override
              public void warning(String text) {
                warnings.add(text);
              }
            })
        .run(run);
    String name = checkpoints.getLast().getFileName().toString();
    assertTrue(warnings.contains("checkpoint " + name + " is torn; an older one is used"));
    assertSameFiles(undisturbed.run(), run);
  }

  @Test
  void aFinishedRunFinishesAgain() throws IOException {
    Path run = folder.resolve("twice");
    run(SmallRun.config().build(), run);
    run(SmallRun.config().build(), run);
    assertSameFiles(undisturbed.run(), run);
  }

  @Test
  void aFolderOfAnotherRunIsRefused() {
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> run(SmallRun.config().seed(9).build(), undisturbed.run()));
    assertTrue(wrong.getMessage().contains("seed (was 3, is 9)"), wrong.getMessage());
  }

  @Test
  void aRunCanStartFromGivenWeights() throws IOException {
    TrainingConfigBuilder config = SmallRun.config().floatEpochs(0);
    Path file = undisturbed.run().resolve("float.safetensors");
    Trainer other = new Trainer(config.build(), SmallRun.DIGITS);
    State state = Safetensors.read(file, other.model());
    Exception wrong = assertThrows(IllegalArgumentException.class, () -> other.startFrom(state));
    assertTrue(wrong.getMessage().contains(Safetensors.sha256(state)), wrong.getMessage());
    config.startSha256(Safetensors.sha256(state));
    Path run = folder.resolve("given");
    TrainingResult result = new Trainer(config.build(), SmallRun.DIGITS).startFrom(state).run(run);
    assertArrayEquals(
        Files.readAllBytes(file), Files.readAllBytes(run.resolve("float.safetensors")));
    assertEquals(undisturbed.metrics().get("float_error"), result.metrics().get("float_error"));
  }

  @ParameterizedTest
  @CsvSource({
    "naive,,2,true",
    "sgm,proximal,2,true",
    "sgm,explicit,4,false",
    "sgm,proximal,8,true"
  })
  void everyVariantRunsToItsEnd(String method, String update, int bits, boolean reestimate)
      throws IOException {
    TrainingConfigBuilder builder = SmallRun.config();
    if (update != null) {
      builder.option("update", update);
    }
    TrainingConfig config =
        builder
            .method(method)
            .bits(bits)
            .reestimate(reestimate)
            .channelsLast(bits == 4)
            .validation(bits == 4 ? 0.2 : 0)
            .build();
    TrainingResult result = run(config, folder.resolve("variant"));
    Map<String, Double> metrics = result.metrics();
    assertEquals(
        metrics.get("quantized_error"), metrics.get("integer_error"), 6, metrics::toString);
    if (method.equals("naive")) {
      assertEquals(metrics.get("float_error"), metrics.get("latent_error"));
      assertEquals(metrics.get("naive_error"), metrics.get("quantized_stale_error"));
      assertEquals(metrics.get("naive_reestimated_error"), metrics.get("quantized_error"));
    }
    if (bits == 8) {
      assertEquals(metrics.get("latent_error"), metrics.get("quantized_stale_error"), 2);
    }
  }

  private String diverges(TrainingConfigBuilder config) {
    return assertThrows(
            DivergenceException.class, () -> run(config.build(), folder.resolve("wild")))
        .getMessage();
  }

  @Test
  void aWildFloatRateNamesWhereItEnded() {
    String message = diverges(SmallRun.config().floatLearningRate(1e30));
    for (String part :
        List.of(
            "training diverged in the float phase at epoch 1, step 2: the loss is NaN",
            "first broken layer: conv1",
            "--float-lr (now 1.0E30)")) {
      assertTrue(message.contains(part), message);
    }
    assertFalse(message.contains("proximal"), message);
  }

  @Test
  void aWildRateNamesItsPhase() {
    String message =
        diverges(SmallRun.config().floatEpochs(0).learningRate(1e30).option("clip", "none"));
    for (String part :
        List.of("in the sgm phase at epoch 1, step", "--lr (now 1.0E30)", "--update proximal")) {
      assertTrue(message.contains(part), message);
    }
  }
}
