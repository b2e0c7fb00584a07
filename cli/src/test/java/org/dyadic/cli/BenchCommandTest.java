package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.bench.BuiltInNetworks;
import org.dyadic.format.ModelFile;
import org.dyadic.inference.IntegerExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dyadic bench} with rounds so few that its times mean nothing. */
class BenchCommandTest {
  private static final String SHORT = "--rounds=2";
  private static final String COLD_JAVA = "--warm-up=0.001";
  private static final String FEW = "--verify-images=4";

  @TempDir private Path folder;

  private static List<String> texts(JsonNode array, String field) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.get(field).asText()));
    return texts;
  }

  @Test
  void everyContenderHasTimesAndEveryPairARatio() throws IOException {
    JsonNode json =
        done(
                "bench",
                "fc256x10",
                "--batch=1,3",
                SHORT,
                COLD_JAVA,
                FEW,
                "--kernels=scalar",
                "--json")
            .json();
    List<String> names = new ArrayList<>(texts(json.get("kernels"), "name"));
    assertTrue(names.contains("scalar"), names::toString);
    names.addAll(
        List.of(
            "ort-int8",
            "ort-int8-codes",
            "ort-int8-nchw",
            "ort-fp32",
            "ort-nbits2",
            "ort-nbits2-fp32"));
    JsonNode contenders = json.get("contenders");
    assertEquals(2 * names.size(), contenders.size());
    for (int i = 0; i < contenders.size(); i++) {
      JsonNode each = contenders.get(i);
      assertEquals(names.get(i % names.size()), each.get("name").asText());
      assertEquals(i < names.size() ? 1 : 3, each.get("batch").asInt());
      assertEquals(1, each.get("threads").asInt());
      assertEquals(2, each.get("rounds").asInt());
      double median = each.get("median_ms").asDouble();
      assertTrue(median > 0, each::toString);
      assertTrue(each.get("p10_ms").asDouble() <= median, each::toString);
      assertTrue(each.get("p99_ms").asDouble() >= median, each::toString);
    }
    JsonNode ratios = json.get("ratios");
    assertEquals(2 * (names.size() - 1), ratios.size());
    for (JsonNode each : ratios) {
      assertEquals(names.getFirst(), each.get("name").asText());
      assertTrue(names.contains(each.get("against").asText()), each::toString);
      assertTrue(each.get("median").asDouble() > 0, each::toString);
    }
    assertEquals(0, json.get("not_run").size());
  }

  @Test
  void oursAgreeAndTheMachineIsDescribed() throws IOException {
    JsonNode json =
        done(
                "bench",
                "lenet5@0.2",
                "--against=none",
                SHORT,
                COLD_JAVA,
                FEW,
                "--zeros=0.5",
                "--json")
            .json();
    JsonNode only = json.get("contenders").get(0);
    assertEquals(1, json.get("contenders").size());
    assertEquals(1, only.get("same_class").asDouble());
    assertEquals(0, json.get("ratios").size());
    assertEquals(0.5, json.get("zeros").asDouble(), 0.02);
    assertTrue(json.get("kernels").get(0).get("weight_bytes").asLong() > 0);
    assertEquals("", json.get("note").asText());
    JsonNode machine = json.get("machine");
    assertFalse(machine.get("cpu").asText().isEmpty());
    assertTrue(machine.get("java").asText().contains("25"), machine::toString);
    assertTrue(machine.get("java_options").isArray());
    assertTrue(machine.get("last_level_cache_bytes").asLong() > 0);
  }

  @Test
  void activationsOfFewerBitsTakePart() throws IOException {
    JsonNode json =
        done(
                "bench",
                "lenet5@0.2",
                "--activation-bits=2,4",
                "--layers",
                "--against=none",
                SHORT,
                COLD_JAVA,
                FEW,
                "--json")
            .json();
    String chosen = json.get("contenders").get(0).get("name").asText();
    assertEquals(chosen + "-a2", json.get("contenders").get(1).get("name").asText());
    assertEquals(chosen + "-a4", json.get("contenders").get(2).get("name").asText());
    assertEquals(chosen + "-a2", json.get("ratios").get(0).get("against").asText());
    assertLayers(json.get("layers"), json.get("weights").asLong());

    Path model = folder.resolve("bits.dyadic");
    ModelFile.write(BuiltInNetworks.create("lenet5@0.1", 0.33, 1, 2), model);
    String message = "--activation-bits is for built-in networks; " + model + " is a file";
    refused(2, message, "bench", model, "--activation-bits=2");
    String range = "--activation-bits 8 must lie in 2 .. 7";
    refused(2, range, "bench", "lenet5@0.2", "--activation-bits=8");
  }

  /** Two convolutions, each with a pool, and two layers of one place, of three networks. */
  private static void assertLayers(JsonNode layers, long weights) {
    assertEquals(18, layers.size());
    assertEquals("1 -> 6, 5x5, 24x24", layers.get(0).get("step").asText());
    assertEquals(6 * 25 * 24 * 24, layers.get(0).get("weights_applied").asLong());
    assertEquals("max pool 6 -> 6, 2x2, 12x12", layers.get(1).get("step").asText());
    long once = 0;
    for (int i : new int[] {0, 2, 4, 5}) {
      long places = i == 0 ? 24 * 24 : i == 2 ? 8 * 8 : 1;
      once += layers.get(i).get("weights_applied").asLong() / places;
    }
    assertEquals(weights, once);
    layers.forEach(each -> assertTrue(each.get("median_ms").asDouble() > 0, each::toString));
  }

  @Test
  void aModelFileIsMeasuredColdOnTwoThreads() throws IOException {
    Path model = folder.resolve("model.dyadic");
    ModelFile.write(BuiltInNetworks.create("lenet5@0.1", 0.33, 1), model);
    CommandLineRun run =
        done(
            "bench",
            model,
            "--cold",
            "--threads=2",
            "--batch=2",
            "--contenders=ort-int8",
            SHORT,
            COLD_JAVA,
            FEW);
    assertTrue(run.out().contains("cold cache"), run.out());
    assertTrue(run.out().contains("ort-int8 "), run.out());
    assertFalse(run.out().contains("ort-fp32  0"), run.out());
  }

  @Test
  void whatCannotRunIsNamed() throws IOException {
    JsonNode json =
        done("bench", "gru@0.1", SHORT, COLD_JAVA, FEW, "--contenders=ort-int8", "--json").json();
    assertEquals(List.of("ort-int8"), texts(json.get("not_run"), "name"));
    assertEquals(1, json.get("contenders").size());
  }

  @Test
  void firstPredictionsComeFromProcesses() throws IOException {
    JsonNode json =
        done("bench", "lenet5@0.1", "--first-prediction", "--processes=1", "--json").json();
    List<String> kinds = texts(json.get("first_prediction"), "name");
    assertTrue(kinds.containsAll(List.of("vectors", "scalar")), kinds::toString);
    json.get("first_prediction")
        .forEach(each -> assertTrue(each.get("median_ms").asDouble() > 0, each::toString));
  }

  @Test
  void withoutOnnxRuntimeOursRunAndTheCureIsALine() throws Exception {
    String[] command = {"bench", "fc256x10", SHORT, COLD_JAVA, FEW, "--json"};
    OwnProcess.Ended ended = WithoutOnnxRuntime.run(command);
    assertEquals(0, ended.status(), ended.err());
    JsonNode json = new ObjectMapper().readTree(ended.out());
    assertEquals(1, json.get("contenders").size());
    String cure = "ONNX Runtime is not in this build; build without -Dwithout.onnxruntime";
    assertTrue(json.get("note").asText().startsWith(cure), ended.out());
    assertTrue(ended.err().contains(cure), ended.err());

    OwnProcess.Ended asked = WithoutOnnxRuntime.run("bench", "fc256x10", "--against=onnxruntime");
    assertEquals(7, asked.status(), asked.err());
    assertTrue(asked.err().contains("dyadic: " + cure), asked.err());
  }

  @Test
  void wrongValuesAreRefused() {
    refused(
        2,
        "--against tensorflow is no runtime; these are: onnxruntime, none",
        "bench",
        "fc256x10",
        "--against=tensorflow");
    refused(2, "--batch 0 must be at least 1", "bench", "fc256x10", "--batch=0");
    refused(
        2,
        "--contenders ort-nbits2 is none of this network; these are: ort-int8, ort-int8-codes,"
            + " ort-int8-nchw, ort-fp32",
        "bench",
        "lenet5@0.1",
        "--contenders=ort-nbits2");
    refused(2, "zeros (=1.0) must be at least 0 and less than 1", "bench", "fc256x10", "--zeros=1");
    refused(
        2,
        "kernels (=abacus) must be one of those that can run here: "
            + String.join(", ", IntegerExecutor.available()),
        "bench",
        "fc256x10",
        "--kernels=abacus");
    refused(
        6, "no such file or folder: nothing.dyadic", "bench", "nothing.dyadic", "--against=none");
  }
}
