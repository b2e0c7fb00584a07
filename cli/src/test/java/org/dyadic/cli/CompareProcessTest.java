package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dyadic.cli.Installation.Ended;
import org.dyadic.cli.RealDyadic.Running;
import org.dyadic.train.RunFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole comparisons with real training, and recipes that measure them again. */
class CompareProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROWS = "prox=sgm:update=proximal";

  @TempDir private static Path folder;
  private static RealDyadic dyadic;
  private static Path undisturbed;
  private static JsonNode printed;

  @TempDir private Path own;

  @BeforeAll
  static void compare() throws Exception {
    dyadic = new RealDyadic(folder);
    undisturbed = folder.resolve("undisturbed comparison");
    Ended ended = dyadic.run(line(undisturbed, ROWS, "--json"));
    assertEquals(0, ended.status(), ended.err());
    assertEquals(1, ended.out().lines().count(), ended.out());
    printed = JSON.readTree(ended.out());
  }

  private static String[] line(Path out, String methods, String... more) {
    List<String> line = new ArrayList<>(settings(methods));
    line.addAll(List.of("--jobs", "2", "--out", out.toString()));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  private static List<String> settings(String methods) {
    return List.of(
        "compare",
        "--model",
        "4C3-MP2-16FC-10",
        "--batch",
        "25",
        "--float-epochs",
        "1",
        "--epochs",
        "1",
        "--methods",
        methods,
        "--seeds",
        "1");
  }

  /** The table without what a repetition changes: times and the folder's name. */
  private static ObjectNode table(Path out) throws IOException {
    ObjectNode json =
        (ObjectNode) JSON.readTree(Files.readAllBytes(out.resolve("comparison.json")));
    json.remove("command");
    json.get("rows").forEach(row -> ((ObjectNode) row).remove("seconds"));
    for (JsonNode cell : json.get("cells")) {
      if (cell.get("result") instanceof ObjectNode result) {
        result.remove("seconds");
      }
    }
    return json;
  }

  @Test
  void theTableHasWhatAnAnalysisNeeds() throws IOException {
    assertEquals("digits", printed.get("dataset").asText());
    assertEquals("4C3-MP2-16FC-10", printed.get("model").asText());
    assertEquals(1, printed.get("float_epochs").asInt());
    assertEquals(1, printed.get("epochs").asInt());
    assertEquals("common", printed.get("policy").asText());
    String command = printed.get("command").asText();
    assertTrue(command.startsWith("./dyadic compare --model 4C3-MP2-16FC-10 "), command);
    List<String> methods = new ArrayList<>();
    for (JsonNode row : printed.get("rows")) {
      methods.add(row.get("method").asText());
      assertRow(row);
    }
    assertEquals(List.of("float", "naive", "prox"), methods);
    assertEquals(printed.get("rows"), saved(undisturbed).get("rows"));
    List<String> csv = Files.readAllLines(undisturbed.resolve("comparison.csv"));
    assertEquals(4, csv.size());
    String head = String.join(",", (Iterable<String>) () -> printed.at("/rows/0").fieldNames());
    assertEquals(head, csv.getFirst());
    assertTrue(csv.get(3).startsWith("prox,sgm,update=proximal,2,"), csv.get(3));
  }

  private static JsonNode saved(Path out) throws IOException {
    return JSON.readTree(Files.readAllBytes(out.resolve("comparison.json")));
  }

  private static void assertRow(JsonNode row) {
    boolean rounded = !row.get("method").asText().equals("float");
    double error = row.get("error_mean").asDouble();
    assertTrue(error > 0 && error < 100, row.toString());
    assertTrue(row.get("error_sd").isNull(), "one seed has no deviation");
    assertEquals(rounded, row.get("integer_error_mean").isNumber());
    assertEquals(error - row.get("float_error_mean").asDouble(), row.get("gap_mean").asDouble());
    assertEquals(rounded, row.get("packed").asBoolean());
    assertEquals(rounded, row.get("fixed_point").asBoolean());
    assertEquals("[0]", row.get("seeds").toString());
    for (String name :
        List.of("bits_per_weight", "compression", "entropy_bits_per_weight", "sparsity")) {
      assertTrue(row.get(name).isNumber(), name);
    }
    assertTrue(row.get("seconds").isNumber());
  }

  @Test
  void everyRowStartsFromTheSameNetwork() {
    double start = printed.at("/rows/0/float_error_mean").asDouble();
    printed.get("rows").forEach(row -> assertEquals(start, row.get("float_error_mean").asDouble()));
    JsonNode shared = printed.at("/cells/0");
    assertEquals("float-0", shared.get("run").asText());
    assertEquals(start, shared.at("/result/float_error").asDouble());
  }

  /** Two steps back from a comparison: Ctrl-C in a float network, kill -9 in a method. */
  @Test
  void whateverEndsItARerunEndsInTheSameTable() throws Exception {
    Path out = own.resolve("it's stopped");
    Running first = dyadic.start(line(out, ROWS));
    Path start = out.resolve("float-0");
    first.await(() -> Files.exists(start.resolve("output.log")), "first run");
    Ended stopped = first.signal("INT");
    assertEquals(130, stopped.status(), stopped.err());
    RunFolder.open(start).close(); // throws if a process still holds it
    assertFalse(Files.exists(out.resolve("prox-0")));

    String before = "Go on with: ";
    assertTrue(stopped.err().contains(before), stopped.err());
    String told = stopped.err().substring(stopped.err().indexOf(before) + before.length());
    Running second = dyadic.start(line(out, ROWS));
    second.await(() -> Files.exists(out.resolve("prox-0/checkpoints")), "method");
    assertEquals(137, second.signal("KILL").status());

    Ended ended = dyadic.type(told.lines().findFirst().orElseThrow());
    assertEquals(0, ended.status(), ended.err());
    assertEquals(table(undisturbed), table(out));
  }

  @Test
  void aRunThatDivergesIsShownAndTheOthersStay() throws Exception {
    Path out = copy(undisturbed, own.resolve("copy"));
    Ended ended = dyadic.run(line(out, "bad=ste:lr=1e30"));
    assertEquals(1, ended.status(), ended.err());
    String reason = "bad-0 failed: training diverged in the ste phase at epoch 1, step ";
    assertTrue(ended.err().contains("warning: " + reason), ended.err());
    assertTrue(ended.out().contains("\n" + reason), ended.out());
    JsonNode rows = saved(out).get("rows");
    assertEquals(4, rows.size());
    assertEquals(printed.at("/rows/2"), rows.get(2));
    assertEquals("[0]", rows.at("/3/failed_seeds").toString());
    assertTrue(rows.at("/3/error_mean").isNull());
    String log = Files.readString(out.resolve("bad-0/output.log"));
    assertTrue(log.contains("dyadic: training diverged"), log);
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  /** Measures the finished comparison again, which takes no training. */
  private CommandLineRun reproduce(double recorded, double tolerance) throws IOException {
    ObjectNode recipe = JSON.createObjectNode();
    recipe.put("description", "a test").put("duration", "seconds").put("source", "this test");
    recipe.set("command", JSON.valueToTree(settings(ROWS)));
    ObjectNode figure = recipe.putArray("figures").addObject();
    figure.put("row", "prox").put("field", "error_mean");
    figure.put("recorded", recorded).put("tolerance", tolerance);
    Path file = Files.writeString(own.resolve("recipe.json"), recipe.toString());
    return CommandLineRun.of("reproduce", file, "--out", undisturbed, "--json");
  }

  @Test
  void aRecipeOfAComparisonPassesAndFallsShort() throws IOException {
    double error = printed.at("/rows/2/error_mean").asDouble();
    CommandLineRun good = reproduce(error - 0.25, 0.25);
    assertEquals(0, good.status(), good.err());
    assertEquals("reproduced", good.json().at("/figures/0/verdict").asText());
    CommandLineRun bad = reproduce(error - 0.5, 0.25);
    assertEquals(1, bad.status(), bad.err());
    assertEquals("falls short", bad.json().at("/figures/0/verdict").asText());
    assertEquals(error, bad.json().at("/figures/0/measured").asDouble());
  }
}
