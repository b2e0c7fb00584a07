package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dyadic.mlflow.TrackingServer;
import org.dyadic.mlflow.TrackingServer.Metric;
import org.dyadic.mlflow.TrackingServer.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run on a tracking server, and what the user is told. */
class MlflowCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path run;

  private TrackingServer server;

  @BeforeAll
  static void train() throws IOException {
    run = CommandLineRun.tinyModel(folder.resolve("tiny")).getParent();
  }

  @BeforeEach
  void start() throws IOException {
    server = new TrackingServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFinishedRunIsWrittenOnce() throws IOException {
    JsonNode first = done("mlflow", run, "--tracking", server.uri(), "--json").json();
    assertEquals(Map.of("dyadic", "70"), server.experiments);
    Run sent = server.runs.getFirst();
    JsonNode written = first.path("runs").path(0);
    assertEquals(sent.id, written.path("run_id").asText());
    assertTrue(written.path("created").asBoolean());
    assertEquals("FINISHED", sent.status);
    assertEquals("tiny", sent.tags.get("mlflow.runName"));
    assertEquals("sgm", sent.tags.get("method"));
    assertEquals("digits", sent.tags.get("dataset"));
    assertTrue(sent.tags.get("dyadic.published_by").startsWith("dyadic "), sent.tags.toString());
    assertEquals("4C3-MP4-10", sent.params.get("model"));
    assertEquals("100", sent.params.get("batchSize"));
    assertEquals("1", sent.params.get("floatPhase.epochs"));
    JsonNode result = JSON.readTree(Files.readAllBytes(run.resolve("result.json")));
    assertEquals(
        result.path("integer_error").asDouble(), last(sent).get("result/integer_error").value());
    assertLogIsSent(sent);

    int points = sent.metrics.size();
    JsonNode second = done("mlflow", run, "--tracking", server.uri(), "--json").json();
    assertEquals(0, second.path("runs").path(0).path("points").asInt(-1));
    assertEquals(1, server.runs.size());
    assertEquals(points, sent.metrics.size());
  }

  private static Map<String, Metric> last(Run sent) {
    Map<String, Metric> last = new TreeMap<>();
    sent.metrics.forEach(metric -> last.put(metric.key(), metric));
    return last;
  }

  /** Both epochs' losses, read from the log without the program. */
  private static void assertLogIsSent(Run sent) throws IOException {
    List<Double> losses =
        Files.readAllLines(run.resolve("log.jsonl")).stream()
            .map(MlflowCommandTest::loss)
            .filter(loss -> !loss.isNaN())
            .toList();
    assertEquals(2, losses.size());
    List<Metric> metrics =
        sent.metrics.stream().filter(metric -> metric.key().equals("train_loss")).toList();
    assertEquals(losses, metrics.stream().map(Metric::value).toList());
    assertEquals(List.of(1L, 2L), metrics.stream().map(Metric::step).toList());
  }

  private static Double loss(String line) {
    try {
      return JSON.readTree(line).path("train_loss").asDouble(Double.NaN);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void aRunThatTrainsIsRunningAndIsSaid() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("running"));
    for (String name : new String[] {"config.json", "data.json"}) {
      Files.copy(run.resolve(name), copy.resolve(name));
    }
    String epoch = Files.readAllLines(run.resolve("log.jsonl")).getFirst();
    Files.writeString(copy.resolve("log.jsonl"), epoch + "\n");
    String said =
        done("mlflow", copy, "--tracking", server.uri() + "/", "--experiment", "mine").out();
    assertEquals("RUNNING", server.runs.getFirst().status);
    assertTrue(said.startsWith("running: created run abc0, RUNNING; "), said);
    assertTrue(said.endsWith(": %s/#/experiments/70/runs/abc0\n".formatted(server.uri())), said);
    assertEquals(Map.of("mine", "70"), server.experiments);
  }

  @Test
  void wrongAddressesAreStatus2() {
    String rule = " must be http:// or https:// with a host, and no query";
    for (String wrong : List.of("mlruns", "file:/x", "http:///x", "http://a?b", "http://a b")) {
      refused(2, "--tracking (=" + wrong + ")" + rule, "mlflow", run, "--tracking", wrong);
    }
    refused(
        2,
        "--tracking must not hold a user; set MLFLOW_TRACKING_USERNAME and"
            + " MLFLOW_TRACKING_PASSWORD",
        "mlflow",
        run,
        "--tracking",
        "http://ada:secret@localhost");
    refused(
        2,
        "--experiment (= ) must have 1 to 500 characters",
        "mlflow",
        run,
        "--tracking=http://localhost",
        "--experiment= ");
  }

  @Test
  void refusalsAndWhatIsNoRunAreStatus6() {
    server.answer("runs/create", 400, "{\"message\": \"the experiment is deleted\"}");
    refused(
        6,
        server.uri() + " refused: 400 Bad Request, the experiment is deleted",
        "mlflow",
        run,
        "--tracking",
        server.uri());
    refused(
        6,
        folder + " is not a run folder: it has no config.json",
        "mlflow",
        folder,
        "--tracking",
        server.uri());
  }

  /** In a process of its own, since a log is chosen once, and what others print is seen there. */
  @Test
  void nothingElseIsPrinted() throws Exception {
    server.answer("runs/log-batch", 503, "");
    OwnProcess.Ended ended =
        OwnProcess.run(_ -> true, "mlflow", run.toString(), "--tracking=" + server.uri());
    String said =
        "dyadic: %s refused: 503 Service Unavailable (is it an MLflow tracking server?)\n"
            .formatted(server.uri());
    assertEquals(new OwnProcess.Ended(6, "", said), ended.withoutJavasWarnings());
  }

  @Test
  void withoutTheModuleTheCureIsSaid() throws Exception {
    OwnProcess.Ended ended =
        OwnProcess.run(
            entry -> !entry.matches(".*mlflow(/target.*|-client-[0-9][^/]*)"),
            "mlflow",
            run.toString(),
            "--tracking=" + server.uri());
    String said = "dyadic: MLflow's client is not in this build; build without -Dwithout.mlflow\n";
    assertEquals(new OwnProcess.Ended(7, "", said), ended.withoutJavasWarnings());
    assertEquals(List.of(), server.calls);
  }

  @Test
  void theCommandHasAnExample() {
    assertTrue(done("mlflow", "--help").out().contains("\nExample: dyadic mlflow runs/mnist"));
  }
}
