package org.dyadic.train.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.State;
import org.dyadic.train.InterruptedRunException;
import org.dyadic.train.Presets;
import org.dyadic.train.RunFolder;
import org.dyadic.train.Safetensors;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfigBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which runs are started, kept and refused; shell scripts stand in for training. */
class ComparisonTest {
  private static final String RESULT =
      "{\"float_error\":2,\"quantized_error\":3,\"integer_error\":4,\"bits_per_weight\":2,"
          + "\"compression\":16,\"entropy_bits_per_weight\":1.5,\"sparsity\":0.5,"
          + "\"fixed_point\":true,\"float_scales\":0,\"packed\":true,\"seconds\":1}";

  @TempDir private static Path folder;
  private static Dataset digits;
  private static Path weights;

  @TempDir private Path own;
  private Path out;

  /** By run folder's name, the shell script to run there instead of training. */
  private final Map<String, String> scripts = new HashMap<>();

  private final List<String> started = new ArrayList<>();
  private final Map<String, String> given = new TreeMap<>();

  @BeforeAll
  static void writeWeights() throws IOException {
    digits = Datasets.open("digits", DatasetOptions.defaults());
    Network model = new Trainer(base().build(), digits).model();
    Map<String, float[]> zeros = new HashMap<>();
    for (Parameter parameter : model.parameters()) {
      zeros.put(parameter.name(), new float[parameter.size()]);
    }
    weights = folder.resolve("weights");
    Safetensors.write(weights, new State(model, zeros));
  }

  @BeforeEach
  void chooseFolder() {
    out = own.resolve("comparison");
  }

  private static TrainingConfigBuilder base() {
    return Presets.of("digits").model("2C3-MP4-10").floatEpochs(2).epochs(3).threads(1);
  }

  private Comparison comparison(String methods, String seeds) {
    return comparison(methods, seeds, Policy.COMMON);
  }

  private Comparison comparison(String methods, String seeds, Policy policy) {
    ComparisonPlan plan =
        new ComparisonPlan(
            ComparisonTest::base, null, policy, Variant.list(methods), Seeds.parse(seeds));
    return new Comparison(plan, digits, DatasetOptions.defaults(), this::command);
  }

  private List<String> command(Path run, Path start) {
    String name = run.getFileName().toString();
    started.add(name);
    given.put(name, start == null ? "none" : out.relativize(start).toString());
    String script = scripts.getOrDefault(name, "echo '" + RESULT + "' > result.json");
    return List.of(
        "sh",
        "-c",
        "cd \"$1\" && cp \"$2\" float.safetensors && " + script,
        "sh",
        run.toString(),
        weights.toString());
  }

  private ComparisonReport run(String methods, String seeds) throws IOException {
    return comparison(methods, seeds).run(out, 2);
  }

  private static List<?> rows(ComparisonReport report) {
    return (List<?>) report.toJson().get("rows");
  }

  private static Map<?, ?> row(ComparisonReport report, int index) {
    return (Map<?, ?>) rows(report).get(index);
  }

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
        "echo \"%s\" > log.jsonl; while [ ! -e heard ]; do sleep 0.02; done; echo '%s' > result.json"
            .formatted(line, RESULT));
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

  private void refused(Comparison comparison, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> comparison.run(out, 1));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertEquals(List.of(), started);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=sgm:lr=1 | COMMON | different: row a (was a=sgm, is a=sgm:lr=1)",
        "a=sgm      | AUTHORS | different: policy (was common, is authors)",
      })
  void anotherComparisonIsRefused(String methods, Policy policy, String message)
      throws IOException {
    run("a=sgm", "1");
    started.clear();
    refused(comparison(methods, "1", policy), message);
  }

  @Test
  void otherCommonSettingsAreRefused() throws IOException {
    run("sgm", "1");
    started.clear();
    ComparisonPlan other =
        new ComparisonPlan(
            () -> base().epochs(9), null, Policy.COMMON, Variant.list("sgm"), Seeds.parse("1"));
    refused(
        new Comparison(other, digits, DatasetOptions.defaults(), this::command),
        "belongs to another comparison; different: methodPhase.epochs (was 3, is 9). Choose another"
            + " --out");
  }

  @Test
  void aFinishedRunOfOtherSettingsIsNotBelieved() throws IOException {
    run("sgm", "1");
    Path config = out.resolve("sgm-0/config.json");
    Files.writeString(config, Files.readString(config).replace("\"seed\" : 0", "\"seed\" : 1"));
    started.clear();
    refused(
        comparison("sgm", "1"),
        "sgm-0 belongs to another comparison; different: seed (was 1, is 0)");
  }

  @Test
  void aFloatNetworkThatWasExchangedIsNotBelieved() throws IOException {
    run("sgm", "1");
    Path config = out.resolve("sgm-0/config.json");
    Files.writeString(
        config, Files.readString(config).replaceAll("(startSha256\" : \")....", "$10000"));
    started.clear();
    refused(comparison("sgm", "1"), "different: startSha256 (was ");
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("thesis.tex"), "");
    refused(comparison("sgm", "1"), "holds something else than a comparison (no settings.json)");
  }

  @Test
  void damagedSettingsAreNamed() throws IOException {
    Files.createDirectories(out);
    for (String text : List.of("{", "{}", "{\"seeds\":[1]}", "[]")) {
      Files.writeString(out.resolve("settings.json"), text);
      IOException e = assertThrows(IOException.class, () -> run("sgm", "1"), text);
      assertTrue(e.getMessage().startsWith(out.resolve("settings.json") + " cannot"), e.toString());
    }
  }

  @Test
  void oneComparisonAtATime() throws IOException {
    try (ComparisonFolder _ = ComparisonFolder.open(out)) {
      IOException e = assertThrows(IOException.class, () -> run("sgm", "1"));
      assertEquals("--out " + out + " is in use by another comparison", e.getMessage());
    }
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
