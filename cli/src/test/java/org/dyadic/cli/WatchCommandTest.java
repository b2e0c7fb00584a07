package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.dyadic.train.report.RunHistory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dyadic watch} shows of a run, and when it ends. */
class WatchCommandTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private static Path folder;
  private static Path run;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    run = CommandLineRun.tinyModel(folder.resolve("tiny")).getParent();
  }

  @Test
  void aFinishedRunIsShownOnce() throws IOException {
    JsonNode json = done("watch", run, "--json").json();
    assertTrue(json.path("finished").asBoolean());
    assertEquals(2, json.path("epochs").asInt());
    assertEquals(2, json.path("planned_epochs").asInt());
    JsonNode last =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(Files.readAllLines(run.resolve("log.jsonl")).getLast());
    assertEquals(last.path("train_loss"), json.path("train_loss"));
    String text = done("watch", run).out();
    assertTrue(
        text.startsWith("tiny: 4C3-MP4-10 on digits, sgm at 2 bits, seed 0\nepoch 2 of 2  ━"),
        text);
    assertTrue(text.contains("\nconv1 "), text);
    assertFalse(text.contains("\u001b"), "control sequences outside a terminal");
  }

  /** The lines of a real log appear one after the other in another folder. */
  @Test
  void aRunIsWatchedToItsEnd() throws Exception {
    List<String> lines = Files.readAllLines(run.resolve("log.jsonl"));
    Files.copy(run.resolve("config.json"), own.resolve("config.json"));
    Path log = Files.writeString(own.resolve("log.jsonl"), lines.getFirst() + "\n");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CompletableFuture<Integer> watching =
        CompletableFuture.supplyAsync(
            () ->
                Main.run(
                    new PrintWriter(out),
                    new PrintWriter(err),
                    false,
                    "watch",
                    own.toString(),
                    "--every=0.1"));
    await(out, "epoch 1 of 2");
    for (String line : lines.subList(1, lines.size())) {
      Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
    }
    await(out, "epoch 2 of 2");
    assertFalse(watching.isDone(), "the run is not finished yet");
    Path whole = Files.copy(run.resolve("result.json"), own.resolve("result.tmp"));
    Files.move(whole, own.resolve("result.json"), StandardCopyOption.ATOMIC_MOVE);
    assertEquals(0, watching.get(PATIENCE_SECONDS, TimeUnit.SECONDS), err.toString());
    assertTrue(out.toString().contains("finished after "), out.toString());
  }

  private static void await(StringWriter out, String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!out.toString().contains(text)) {
      assertTrue(System.nanoTime() < end, () -> "'%s' never came: %s".formatted(text, out));
      Thread.sleep(20);
    }
  }

  @Test
  void theScreenSaysHowLongItTakes() throws IOException {
    Files.writeString(
        own.resolve("config.json"),
        "{\"dataset\":\"mnist\",\"model\":\"lenet5\",\"method\":\"sgm\",\"seed\":4,"
            + "\"weights\":{\"bits\":2},\"floatPhase\":{\"epochs\":2},\"methodPhase\":{\"epochs\":8}}");
    StringBuilder log = new StringBuilder();
    for (int epoch = 0; epoch < 2; epoch++) {
      log.append(
          "{\"event\":\"epoch\",\"phase\":\"float\",\"epoch\":%d,\"train_loss\":0.25,\"latent_error\":0,\"seconds\":%d}\n"
              .formatted(epoch, 100 * (epoch + 1)));
    }
    Files.writeString(own.resolve("log.jsonl"), log);
    String text = new WatchScreen(RunHistory.read(own)).toText(7);
    String bar = "━━━━━━" + " ".repeat(24);
    assertEquals(
        "epoch 2 of 10  %s  3 min done, about 13 min left; last line 7 s ago".formatted(bar),
        text.lines().skip(1).findFirst().orElseThrow());
    assertTrue(text.contains("\ntraining loss  0.25  ▁▁\n"), text);
    assertTrue(text.contains("\nlatent error    0 %  ▁▁\n"), text);
  }

  @Test
  void sparklinesAreLogarithmic() {
    assertEquals("█▅▁", Sparkline.log(new double[] {100, 10, 1}, 10).replace('▄', '▅'));
    assertEquals("▁▁█", Sparkline.log(new double[] {0, 1, 10}, 10));
    assertEquals("▁▁", Sparkline.log(new double[] {3, 3}, 10));
    assertEquals("", Sparkline.log(new double[0], 10));
    assertEquals(
        5, Sparkline.log(DoubleStream.iterate(1, v -> v + 1).limit(17).toArray(), 5).length());
  }

  @Test
  void histogramsShowSmallHeaps() {
    assertEquals("█ ▂", Sparkline.histogram(new double[] {100, 0, 1}, 10));
    assertEquals("   ", Sparkline.histogram(new double[] {0, 0, 0}, 10));
  }
}
