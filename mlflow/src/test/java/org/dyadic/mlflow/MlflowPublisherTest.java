package org.dyadic.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.dyadic.mlflow.TrackingServer.Metric;
import org.dyadic.mlflow.TrackingServer.Run;
import org.dyadic.train.report.PublishedRun;
import org.dyadic.train.report.PublishedRun.Point;
import org.dyadic.train.report.RunPublisher;
import org.dyadic.train.report.RunPublisher.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tracking server is sent, through MLflow's own client. */
class MlflowPublisherTest {
  private static final Instant STARTED = Instant.ofEpochMilli(1_700_000_000_123L);
  private static final Instant ENDED = STARTED.plusSeconds(60);

  private TrackingServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TrackingServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Point point(String name, double value, int step) {
    return new Point(name, value, step, STARTED.plusSeconds(step));
  }

  private static PublishedRun run(Optional<Instant> ended, List<Point> points) {
    return new PublishedRun(
        "0123456789abcdef",
        "tiny",
        STARTED,
        ended,
        Map.of("seed", "7", "options.a:b", "x"),
        Map.of("method", "sgm"),
        points,
        List.of());
  }

  private Receipt publish(PublishedRun run) throws IOException {
    return new MlflowPublisher(_ -> null).publish(server.uri(), "trials", run);
  }

  private Run only() {
    assertEquals(1, server.runs.size());
    return server.runs.getFirst();
  }

  @Test
  void itIsFoundAsAService() {
    assertEquals(
        List.of("mlflow"),
        ServiceLoader.load(RunPublisher.class).stream().map(p -> p.get().name()).toList());
  }

  @Test
  void everythingArrivesAsItWasGiven() throws IOException {
    List<Point> points =
        List.of(
            point("train_loss", 0.1 + 0.2, 1),
            point("distance/(a)", -1e-300, 1),
            point("train_loss", Double.MAX_VALUE, 2));
    Receipt receipt = publish(run(Optional.of(ENDED), points));
    assertEquals(new Receipt("70", "abc0", true, 3, 2), receipt);
    Run run = only();
    assertEquals(Map.of("trials", "70"), server.experiments);
    assertEquals("70", run.experimentId);
    assertEquals(STARTED.toEpochMilli(), run.started);
    assertEquals(Map.of("seed", "7", "options.a_b", "x"), run.params);
    assertEquals(
        Map.of("method", "sgm", "mlflow.runName", "tiny", "dyadic.run", "0123456789abcdef"),
        run.tags);
    long start = STARTED.toEpochMilli();
    assertEquals(
        List.of(
            new Metric("train_loss", 0.1 + 0.2, 1, start + 1000),
            new Metric("distance/_a_", -1e-300, 1, start + 1000),
            new Metric("train_loss", Double.MAX_VALUE, 2, start + 2000)),
        run.metrics);
    assertEquals("FINISHED", run.status);
    assertEquals(ENDED.toEpochMilli(), run.ended);
  }

  @Test
  void aSecondCallAddsWhatIsNewToTheSameRun() throws IOException {
    List<Point> points = new ArrayList<>(List.of(point("loss", 3, 1), point("loss", 2, 2)));
    publish(run(Optional.empty(), points));
    assertEquals("RUNNING", only().status);
    only().tags.put("mlflow.runName", "renamed by a person");
    points.add(point("loss", 1, 3));
    points.add(point("result/error", 5, 3));
    server.calls.clear();
    assertEquals(new Receipt("70", "abc0", false, 2, 0), publish(run(Optional.of(ENDED), points)));
    assertEquals("FINISHED", only().status);
    assertEquals("renamed by a person", only().tags.get("mlflow.runName"));
    assertEquals(
        List.of("loss 3.0", "loss 2.0", "loss 1.0", "result/error 5.0"),
        only().metrics.stream().map(m -> m.key() + " " + m.value()).toList());
    assertEquals(
        List.of("experiments/get-by-name", "runs/search", "runs/log-batch", "runs/update"),
        server.calls);
  }

  @Test
  void nothingNewSendsNothing() throws IOException {
    PublishedRun run = run(Optional.of(ENDED), List.of(point("loss", 3, 1)));
    publish(run);
    server.calls.clear();
    assertEquals(new Receipt("70", "abc0", false, 0, 0), publish(run));
    assertEquals(List.of("experiments/get-by-name", "runs/search"), server.calls);
  }

  @Test
  void aResultThatChangedIsSentAndARunThatGoesOnRunsAgain() throws IOException {
    publish(run(Optional.of(ENDED), List.of(point("result/error", 5, 3))));
    assertEquals(1, publish(run(Optional.empty(), List.of(point("result/error", 4, 3)))).points());
    assertEquals("RUNNING", only().status);
    assertEquals(4, only().metrics.getLast().value());
  }

  @Test
  void anotherRunAndAnotherExperimentAreApart() throws IOException {
    PublishedRun run = run(Optional.empty(), List.of());
    publish(run);
    new MlflowPublisher(_ -> null).publish(server.uri(), "größer & mehr", run);
    assertEquals(2, server.runs.size());
    assertEquals(Map.of("trials", "70", "größer & mehr", "71"), server.experiments);
    assertEquals("71", server.runs.getLast().experimentId);
  }

  @Test
  void largeRunsAreSentInParts() throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < 250; i++) {
      parameters.put("p" + i, i == 0 ? "y".repeat(7000) : "v" + i);
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 2001; i++) {
      points.add(point("m" + i % 3, i, i / 3));
    }
    PublishedRun run =
        new PublishedRun(
            "ab", "n", STARTED, Optional.empty(), parameters, Map.of(), points, List.of());
    assertEquals(new Receipt("70", "abc0", true, 2001, 250), publish(run));
    assertEquals(6, server.calls.stream().filter("runs/log-batch"::equals).count());
    assertEquals(250, only().params.size());
    assertEquals(6000, only().params.get("p0").length());
    assertEquals("v249", only().params.get("p249"));
    for (int i = 0; i < 2001; i++) {
      assertEquals(i, only().metrics.get(i).value());
      assertEquals("m" + i % 3, only().metrics.get(i).key());
      assertEquals(i / 3, only().metrics.get(i).step());
    }
  }

  @Test
  void afterABrokenCallTheNextSendsTheRest() throws IOException {
    PublishedRun run = run(Optional.of(ENDED), List.of(point("loss", 3, 1)));
    server.answer("runs/log-batch", 500, "{\"message\": \"disk full\\nat store.py\"}");
    IOException thrown = assertThrows(IOException.class, () -> publish(run));
    String address = server.uri().toString();
    assertEquals(address + " refused: 500 Internal Server Error, disk full", thrown.getMessage());
    server.answer("", 0, "");
    assertEquals(new Receipt("70", "abc0", false, 1, 2), publish(run));
    assertEquals("FINISHED", only().status);
  }

  @Test
  void credentialsComeFromTheEnvironment() throws IOException {
    PublishedRun run = run(Optional.empty(), List.of());
    Map<String, String> basic =
        Map.of("MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "pass");
    new MlflowPublisher(basic::get).publish(server.uri(), "trials", run);
    assertEquals("Basic YWRhOnBhc3M=", server.authorizations.getFirst());
    server.authorizations.clear();
    new MlflowPublisher(Map.of("MLFLOW_TRACKING_TOKEN", "secret")::get)
        .publish(server.uri(), "trials", run);
    assertEquals("Bearer secret", server.authorizations.getFirst());
    server.authorizations.clear();
    publish(run);
    assertEquals(List.of(), server.authorizations);
  }

  @Test
  void whatIsNoMlflowServerIsSaid() {
    PublishedRun run = run(Optional.empty(), List.of());
    server.answer("experiments/get-by-name", 200, "<html>hello</html>");
    assertEquals(
        server.uri() + " does not answer as an MLflow server",
        assertThrows(IOException.class, () -> publish(run)).getMessage());
    server.answer("experiments/get-by-name", 403, "<html>no</html>");
    assertEquals(
        server.uri() + " refused: 403 Forbidden (is it an MLflow tracking server?)",
        assertThrows(IOException.class, () -> publish(run)).getMessage());
  }

  @Test
  void aServerThatIsNotThereIsSaid() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + port);
    PublishedRun run = run(Optional.empty(), List.of());
    String message =
        assertThrows(
                IOException.class,
                () -> new MlflowPublisher(_ -> null).publish(nobody, "trials", run))
            .getMessage();
    assertTrue(message.startsWith("cannot reach " + nobody + ": "), message);
    assertEquals(1, message.lines().count(), message);
  }
}
