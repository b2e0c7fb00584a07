package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.inference.IntegerExecutor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dyadic verify} with every executor of this build. */
class VerifyCommandTest {
  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    model = CommandLineRun.tinyModel(folder.resolve("run"));
  }

  private static Map<String, JsonNode> executors(JsonNode json) {
    Map<String, JsonNode> executors = new LinkedHashMap<>();
    json.get("executors").forEach(each -> executors.put(each.get("name").asText(), each));
    return executors;
  }

  @Test
  void everyExecutorAgrees() throws IOException {
    JsonNode json = done("verify", model, "--dataset=digits", "--json").json();
    Map<String, JsonNode> executors = executors(json);
    assertTrue(
        executors
            .keySet()
            .containsAll(List.of("trainer", "onnx-float", "onnx-int2", "onnx-int8", "qonnx")),
        executors::toString);
    assertTrue(executors.keySet().containsAll(IntegerExecutor.available()), executors::toString);
    assertEquals(2500, json.get("images").asInt());
    assertTrue(json.get("passes").asBoolean());
    for (JsonNode each : executors.values()) {
      if (each.get("compared").asText().equals("logits")) {
        assertEquals(images(each), each.get("images").asInt(), each::toString);
        assertEquals(0, each.get("differ").asInt(), each::toString);
        assertEquals(0, each.get("max_logit_difference").asInt(), each::toString);
      }
    }
    JsonNode eval = done("eval", model, "--dataset=digits", "--json").json();
    assertEquals(eval.get("error"), executors.get("trainer").get("error"));
    for (String name : List.of("onnx-int8", "qonnx")) {
      assertEquals("classes", executors.get(name).get("compared").asText());
      assertTrue(executors.get(name).get("differ").asInt() <= 5, executors::toString);
    }
  }

  private static int images(JsonNode executor) {
    String name = executor.get("name").asText();
    return name.equals("scalar") ? 1000 : name.startsWith("c-") ? 20 : 2500;
  }

  @Test
  void onlyAndImagesChoose() throws IOException {
    JsonNode json =
        done(
                "verify",
                model,
                "--dataset=digits",
                "--only=onnx-int8,trainer",
                "--images=70",
                "--json")
            .json();
    assertEquals(List.of("trainer", "onnx-int8"), List.copyOf(executors(json).keySet()));
    assertEquals(70, json.get("images").asInt());
    assertEquals(70, json.get("executors").get(0).get("images").asInt());
  }

  @Test
  void theTextHasALineAnExecutor() {
    CommandLineRun run = done("verify", model, "--dataset=digits", "--only=trainer", "--images=20");
    assertEquals("trainer      0 of 20 differ; largest difference of a logit 0\n", run.out());
  }

  /** The same classes in a process of their own whose class path lacks ONNX Runtime. */
  @Test
  void withoutOnnxRuntimeTheCureIsOneLine() throws Exception {
    OwnProcess.Ended ended =
        WithoutOnnxRuntime.run(
            "verify", model.toString(), "--dataset=digits", "--images=2", "--only=onnx-int8");
    assertEquals(7, ended.status(), ended.err());
    assertEquals(
        "dyadic: ONNX Runtime is not in this build; build without -Dwithout.onnxruntime, or name"
            + " its jar and dyadic-onnxruntime.jar in DYADIC_CLASSPATH\n",
        ended.err().substring(ended.err().lastIndexOf("dyadic: ")),
        ended.err());
  }

  @Test
  void wrongValuesAreRefused() {
    CommandLineRun run =
        CommandLineRun.of("verify", model, "--dataset=digits", "--only=trainer,abacus");
    assertEquals(2, run.status());
    assertTrue(
        run.err().startsWith("dyadic: --only abacus is no executor; these are: "), run.err());
    assertTrue(run.err().contains("onnx-int8"), run.err());
    refused(
        2,
        "--images (=2501) must lie in 1 .. 2500, the test images",
        "verify",
        model,
        "--dataset=digits",
        "--images=2501");
  }
}
