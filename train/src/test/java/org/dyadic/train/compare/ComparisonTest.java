package org.dyadic.train.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.dyadic.train.InterruptedRunException;
import org.dyadic.train.RunFolder;
import org.junit.jupiter.api.Test;

/** Which runs are started, kept, stopped and shown; shell scripts stand in for training. */
class ComparisonTest extends ScriptedRuns {
  @Test
  void everyMethodStartsFromTheFloatNetworkOfItsSeed() throws IOException {
    ComparisonReport report = run("sgm", "0,4");
    assertEquals(
        Map.of(
            "float-0", "none",
            "float-4", "none",
            "float-continued-0", "float-0/float.safetensors",
            "float-continued-4", "float-4/float.safetensors",
            "naive-0", "float-0/float.safetensors",
            "naive-4", "float-4/float.safetensors",
            "sgm-0", "float-0/float.safetensors",
            "sgm-4", "float-4/float.safetensors"),
        given);
    assertEquals(8, started.size());
    assertEquals(List.of(), report.failures());
    assertEquals(3, rows(report).size());
    assertEquals(3.0, row(report, 2).get("error_mean"));
    assertEquals(1.0, row(report, 2).get("gap_mean"));
    assertEquals(2, RunFolder.readConfig(out.resolve("float-4")).floatPhase().epochs());
    assertEquals(0, RunFolder.readConfig(out.resolve("sgm-4")).floatPhase().epochs());
    assertEquals(4, RunFolder.readConfig(out.resolve("sgm-4")).seed());
    for (String name : List.of("txt", "md", "csv", "json")) {
      String table = Files.readString(out.resolve("comparison." + name));
      assertTrue(table.contains("sgm"), table);
    }
  }

  @Test
  void finishedRunsAreKeptAndMoreSeedsAndMethodsJoin() throws IOException {
    run("sgm", "1");
    started.clear();
    run("sgm", "1");
    assertEquals(List.of(), started);
    run("ste", "0,1");
    assertFalse(started.contains("sgm-0"), started.toString());
    assertFalse(started.contains("float-0"), started.toString());
    assertTrue(started.containsAll(List.of("float-1", "ste-0", "ste-1")), started.toString());
    ComparisonReport all = run("sgm", "1");
    assertEquals(4, rows(all).size());
    assertEquals(List.of(0L), row(all, 2).get("seeds"));
    assertEquals(List.of(0L, 1L), row(all, 3).get("seeds"));
    assertTrue(all.toText().contains("not done: sgm-1"), all.toText());
  }

  @Test
  void aFailureIsToldAndTriedAgain() throws IOException {
    scripts.put("sgm-0", "echo 'dyadic: first'; echo 'dyadic: the loss is NaN'; exit 5");
    scripts.put("ste-0", "echo nothing; exit 3");
    ComparisonReport report = run("sgm,ste", "1");
    assertEquals(
        List.of(
            "the loss is NaN",
            "exit status 3; its words are in " + out.resolve("ste-0/output.log")),
        report.failures().stream().map(CellResult::reason).toList());
    assertTrue(report.toText().contains("sgm-0 failed: the loss is NaN"), report.toText());
    assertTrue(
        Files.readString(out.resolve("comparison.md")).contains("sgm-0 failed: the loss is NaN"));
    scripts.clear();
    started.clear();
    assertEquals(List.of(), run("sgm,ste", "1").failures());
    assertEquals(List.of("sgm-0", "ste-0"), started);
  }

  @Test
  void withoutItsFloatNetworkASeedFails() throws IOException {
    scripts.put("float-0", "echo 'dyadic: no memory'; exit 70");
    ComparisonReport report = run("sgm", "2");
    assertEquals(4, report.failures().size());
    assertEquals("its float network: no memory", report.failures().getLast().reason());
    assertEquals(List.of(1L), row(report, 2).get("seeds"));
    assertEquals(List.of(0L), row(report, 2).get("failed_seeds"));
  }

  @Test
  void asManyJobsAsAskedFor() throws IOException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ComparisonListener listener =
        new ComparisonListener() {
          @Override
          public void started(Cell cell) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
          }

          @Override
          public void ended(CellResult result) {
            now.decrementAndGet();
          }
        };
    comparison("sgm", "3").listen(listener).run(out, 3);
    assertEquals(3, most.get());
    assertEquals(0, now.get());
  }

  @Test
  void stoppedRunsAreToldAndWaitedFor() {
    scripts.put("float-0", "cat > input; echo saved > saved; exit 130");
    Comparison comparison = comparison("sgm", "1");
    comparison.listen(
        new ComparisonListener() {
          @Override
          public void started(Cell cell) {
            comparison.requestStop();
          }
        });
    assertThrows(InterruptedRunException.class, () -> comparison.run(out, 1));
    assertTrue(Files.exists(out.resolve("float-0/saved")));
    assertEquals(List.of("float-0"), started);
  }

  @Test
  void progressCountsTheEpochsOfTheLogs() throws IOException {
    String line = "{\\\"event\\\":\\\"epoch\\\"}";
    scripts.put(
        "float-0",
        "echo \"%s\" > log.jsonl; while [ ! -e heard ]; do sleep 0.02; done; %s"
            .formatted(line, FINISH));
    List<ComparisonListener.Progress> heard = new ArrayList<>();
    comparison("sgm", "1")
        .listen(
            new ComparisonListener() {
              @Override
              public void progress(Progress progress) {
                heard.add(progress);
                try {
                  Files.writeString(out.resolve("float-0/heard"), "");
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }
            })
        .run(out, 1);
    ComparisonListener.Progress first = heard.getFirst();
    assertEquals(4, first.allCells());
    assertEquals(2 + 3 + 3, first.allEpochs()); // float, its continuation, sgm; naive has none
    assertEquals(1, first.epochs());
    assertTrue(first.secondsLeft() > 0, first.toString());
  }

  @Test
  void aRunThatAnotherProcessHoldsIsWaitedFor() throws IOException {
    run("ste", "1");
    RunFolder held = RunFolder.open(out.resolve("sgm-0"));
    List<String> messages = new ArrayList<>();
    comparison("sgm", "1")
        .listen(
            new ComparisonListener() {
              @Override
              public void message(String text) {
                messages.add(text);
                try {
                  held.close();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }
            })
        .run(out, 1);
    assertEquals(1, messages.size(), messages.toString());
    assertTrue(messages.getFirst().endsWith("; waiting for its end"), messages.getFirst());
    assertTrue(started.contains("sgm-0"), started.toString());
  }
}
