package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dyadic.cli.Installation.Ended;
import org.dyadic.cli.RealDyadic.Running;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One command and seed give one model file: twice, with several threads, and whatever ends the
 * process in between.
 */
class TrainProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PREFIX = 16;

  @TempDir private static Path folder;
  private static RealDyadic dyadic;
  private static Path undisturbed;
  private static byte[] model;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws Exception {
    dyadic = new RealDyadic(folder);
    undisturbed = folder.resolve("undisturbed run");
    Ended ended = dyadic.run(train(1, "--out", undisturbed.toString()));
    assertEquals(0, ended.status(), ended.err());
    model = Files.readAllBytes(undisturbed.resolve("model.dyadic"));
  }

  private static String[] train(int threads, String... more) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("train", "--model", "4C3-MP2-16FC-10", "--batch", "25", "--seed", "3"));
    line.addAll(List.of("--float-epochs", "1", "--epochs", "2", "--threads", "" + threads));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  private static void assertSameRun(Path run, Ended ended) throws IOException {
    assertEquals(0, ended.status(), ended.err());
    assertArrayEquals(model, Files.readAllBytes(run.resolve("model.dyadic")));
    assertEquals(log(undisturbed), log(run));
  }

  /** The log without its times. */
  private static List<ObjectNode> log(Path run) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      ObjectNode json = (ObjectNode) JSON.readTree(line);
      json.remove("seconds");
      lines.add(json);
    }
    return lines;
  }

  @Test
  void oneThreadGivesTheSameBytesAgain() throws Exception {
    Path run = own.resolve("again");
    assertSameRun(run, dyadic.run(train(1, "--out", run.toString())));
  }

  @Test
  void twoThreadsGiveTheSameBytesAgain() throws Exception {
    List<byte[]> models = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      Ended ended = dyadic.run(train(2, "--out", own.resolve(name).toString()));
      assertEquals(0, ended.status(), ended.err());
      models.add(Files.readAllBytes(own.resolve(name).resolve("model.dyadic")));
    }
    assertArrayEquals(models.getFirst(), models.getLast());
  }

  @Test
  void ctrlCSavesAndTellsHowToGoOn() throws Exception {
    Path run = own.resolve("it's stopped");
    Running running = dyadic.start(train(1, "--out", run.toString()));
    running.await(() -> Files.exists(run.resolve("config.json")), "configuration");
    Ended stopped = running.signal("INT");
    assertEquals(130, stopped.status(), stopped.err());
    String before = "Go on with: ";
    assertTrue(stopped.err().contains(before), stopped.out() + stopped.err());
    String command = stopped.err().substring(stopped.err().indexOf(before) + before.length());
    assertFalse(Files.exists(run.resolve("model.dyadic")));
    assertSameRun(run, dyadic.type(command.lines().findFirst().orElseThrow()));
  }

  /** A pipe that nobody reads keeps the process from getting further than to this checkpoint. */
  @ParameterizedTest
  @CsvSource({"00000001.ckpt.tmp, 1", "00000003.ckpt.tmp, 3"})
  void killedBeforeACheckpoint(String checkpoint, int linesLogged) throws Exception {
    Path run = own.resolve("run");
    Path pipe = pipe(run.resolve("checkpoints").resolve(checkpoint));
    Running running = dyadic.start(train(1, "--out", run.toString()));
    running.await(() -> lines(run.resolve("log.jsonl")) >= linesLogged, "epoch");
    assertEquals(137, running.signal("KILL").status());
    Files.delete(pipe);
    assertEquals(linesLogged == 1 ? 0 : 2, checkpoints(run).size());
    assertSameRun(run, dyadic.run("train", "--resume", run.toString()));
  }

  private static long lines(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file).lines().count() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path pipe(Path path) throws Exception {
    Files.createDirectories(path.getParent());
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    return path;
  }

  /** A pipe stands in for the file, so that the process is caught while it writes. */
  @ParameterizedTest
  @ValueSource(strings = {"config.json.tmp", "checkpoints/00000001.ckpt.tmp", "model.dyadic.tmp"})
  void killedWhileItWrites(String file) throws Exception {
    Path run = own.resolve("run");
    Path pipe = pipe(run.resolve(file));
    Running running = dyadic.start(train(1, "--out", run.toString()));
    try (InputStream in = reading(pipe)) {
      byte[] written = in.readNBytes(PREFIX);
      assertNotEquals(0, running.signal("KILL").status());
      Files.deleteIfExists(pipe);
      Files.write(pipe, written);
    }
    assertFalse(Files.exists(run.resolve(file.replace(".tmp", ""))));
    assertSameRun(run, dyadic.run(train(1, "--out", run.toString(), "--resume")));
  }

  /** Opening a pipe waits for its other end, which a process that failed early never opens. */
  private static InputStream reading(Path pipe) throws Exception {
    CompletableFuture<InputStream> opened = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                opened.complete(Files.newInputStream(pipe));
              } catch (IOException e) {
                opened.completeExceptionally(e);
              }
            });
    return opened.get(2, TimeUnit.MINUTES);
  }

  @Test
  void aTornCheckpointGivesWayToTheOneBefore() throws Exception {
    Path run = copy(undisturbed, own.resolve("run"));
    Files.delete(run.resolve("model.dyadic"));
    Path newest = checkpoints(run).getLast();
    byte[] whole = Files.readAllBytes(newest);
    Files.write(newest, Arrays.copyOf(whole, whole.length / 2));
    Ended ended = dyadic.run("train", "--resume", run.toString());
    assertTrue(
        ended
            .err()
            .contains(
                "warning: checkpoint %s is torn; an older one is used"
                    .formatted(newest.getFileName())),
        ended.err());
    assertSameRun(run, ended);
  }

  private static List<Path> checkpoints(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files.sorted().toList();
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }
}
