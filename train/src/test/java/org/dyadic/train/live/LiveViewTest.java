package org.dyadic.train.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.dyadic.train.InterruptedRunException;
import org.dyadic.train.TrainingResult;
import org.dyadic.train.live.Events.Event;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs that are watched over HTTP: seen, held, stopped, and never slowed. */
class LiveViewTest {
  private static final int MANY = 100_000;

  @TempDir private static Path shared;
  private static byte[] expected;

  @TempDir private Path folder;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    expected = Files.readAllBytes(LiveRun.undisturbed(shared.resolve("run"), 3).model());
  }

  @Test
  void aReaderSeesStepsAndEpochsAndTheEnd() throws Exception {
    try (LiveRun run = new LiveRun(folder.resolve("digits"), 3);
        Events events = new Events(run.view.address())) {
      JsonNode status = events.until("step", e -> e.data().has("step")).data();
      assertTrue(status.path("steps").asInt() == 25, status.toString());
      assertTrue(status.path("loss").asDouble() > 0, status.toString());
      assertTrue(status.path("share").asDouble() > 0, status.toString());
      JsonNode last = null;
      Event event = events.next();
      for (; !event.has("finished"); event = events.next()) {
        last = event.kind().equals("document") ? event.data().path("runs").path(0) : last;
      }
      assertEquals("digits", last.path("name").asText());
      assertEquals(3, last.path("methodEpochs").asInt());
      assertTrue(last.path("finished").asBoolean());
      assertEquals(1.0, event.data().path("share").asDouble());
      assertEquals("end", events.next().kind());
      assertTrue(Files.exists(run.await().model()));
    }
  }

  @Test
  void aPauseHoldsAndChangesNothing() throws Exception {
    try (LiveRun run = new LiveRun(folder.resolve("paused"), 3);
        Events events = new Events(run.view.address())) {
      assertEquals(204, events.post("pause"));
      JsonNode first = events.until("pause", e -> e.has("paused")).data();
      JsonNode second = events.until("pause", e -> e.has("paused")).data();
      assertEquals(first.path("epoch"), second.path("epoch"));
      assertEquals(first.path("step"), second.path("step"));
      assertTrue(run.trainer.control().holding());
      assertTrue(run.trainer.control().heldNanos() > 0);
      assertFalse(run.ended.isDone());
      assertEquals(204, events.post("resume"));
      TrainingResult result = run.await();
      assertArrayEquals(expected, Files.readAllBytes(result.model()));
    }
  }

  @Test
  void aStoppedRunIsSavedEvenWhilePausedAndGoesOnToTheSameBytes() throws Exception {
    Path stopped = folder.resolve("stopped");
    try (LiveRun run = new LiveRun(stopped, 3);
        Events events = new Events(run.view.address())) {
      assertEquals(204, events.post("pause"));
      events.until("pause", e -> e.has("paused"));
      assertEquals(204, events.post("stop"));
      events.until("stop", e -> e.has("stopped"));
      assertEquals("end", events.next().kind());
      ExecutionException thrown = assertThrows(ExecutionException.class, run::await);
      assertInstanceOf(InterruptedRunException.class, thrown.getCause());
    }
    assertArrayEquals(expected, Files.readAllBytes(LiveRun.undisturbed(stopped, 3).model()));
  }

  /** Sockets that are never read fill up; the run and its other readers go on. */
  @Test
  void whoDoesNotReadHoldsNobodyUp() throws Exception {
    List<Socket> deaf = new ArrayList<>();
    try (LiveRun run = new LiveRun(folder.resolve("digits"), MANY)) {
      int port = run.view.address().getPort();
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String request =
            "GET %sevents HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
                .formatted(run.view.address().getPath(), port);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        deaf.add(socket);
      }
      try (Events events = new Events(run.view.address())) {
        for (int epoch = 1; epoch < 4; epoch++) {
          int wanted = epoch;
          events.until("epoch " + epoch, e -> e.data().path("epoch").asInt() >= wanted);
        }
        assertEquals(5, run.view.watchers());
        events.post("stop");
        events.until("stop", e -> e.has("stopped"));
      }
      assertThrows(ExecutionException.class, run::await);
    } finally {
      for (Socket socket : deaf) {
        socket.close();
      }
    }
  }

  @Test
  void whoGoesAwayIsForgotten() throws Exception {
    try (LiveRun run = new LiveRun(folder.resolve("digits"), MANY);
        Events stays = new Events(run.view.address())) {
      try (Events goes = new Events(run.view.address())) {
        goes.next();
        stays.until("second watcher", _ -> run.view.watchers() == 2);
      }
      stays.until("departure", _ -> run.view.watchers() == 1);
      assertFalse(run.ended.isDone());
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (LiveRun run = new LiveRun(folder.resolve("digits"), MANY)) {
      int port = run.view.address().getPort();
      IOException thrown =
          assertThrows(
              IOException.class,
              () ->
                  LiveView.open(
                      port, folder.resolve("other"), LiveRun.config(1), run.trainer.control()));
      assertTrue(
          thrown.getMessage().startsWith("cannot listen on 127.0.0.1:%d: ".formatted(port)),
          thrown.getMessage());
    }
  }
}
