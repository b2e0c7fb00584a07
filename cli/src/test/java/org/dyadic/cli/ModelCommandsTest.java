package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dyadic.cli.Installation.Ended;
import org.dyadic.format.ModelFile;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Evaluation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From training to {@code eval}, {@code predict} and {@code inspect}, and what all of these refuse.
 */
class ModelCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static RealDyadic dyadic;
  private static JsonNode trained;
  private static Path model;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws Exception {
    dyadic = new RealDyadic(folder);
    trained =
        json(
            dyadic.run(
                "train",
                "--model=4C3-MP2-16FC-10",
                "--float-epochs=1",
                "--epochs=1",
                "--threads=1",
                "--out=" + folder.resolve("run"),
                "--json"));
    model = Path.of(trained.get("model").asText());
  }

  /** The one line of standard output. */
  private static JsonNode json(Ended ended) throws IOException {
    assertEquals(0, ended.status(), ended.err());
    assertEquals(1, ended.out().lines().count(), ended.out());
    return JSON.readTree(ended.out());
  }

  @Test
  void trainTellsItsResult() throws IOException {
    for (String name :
        List.of(
            "float_error",
            "naive_error",
            "naive_reestimated_error",
            "latent_error",
            "quantized_error",
            "integer_error")) {
      double error = trained.get(name).asDouble(-1);
      assertTrue(error >= 0 && error <= 100, name + " in " + trained);
    }
    assertTrue(trained.get("seconds").asDouble() > 0);
    assertEquals(folder.resolve("run").toString(), trained.get("run").asText());
    long bytes = trained.get("model_bytes").asLong();
    assertEquals(Files.size(model), bytes);
    long weights = ModelFile.read(model).weightCount();
    assertEquals(8.0 * bytes / weights, trained.get("bits_per_weight").asDouble());
  }

  @Test
  void evalFindsTheErrorThatTrainingSaid() throws Exception {
    JsonNode json =
        json(dyadic.run("eval", model.toString(), "--dataset=digits", "--threads=2", "--json"));
    assertEquals(trained.get("integer_error").asDouble(), json.get("error").asDouble());
    assertEquals(model.toString(), json.get("model").asText());
    assertEquals("digits", json.get("dataset").asText());
    assertEquals("test", json.get("split").asText());
    assertEquals(2500, json.get("images").asInt());
    assertEquals(2, json.get("threads").asInt());
    assertTrue(json.get("images_per_second").asDouble() > 0);
    assertEquals(10, json.get("class_names").size());
    Evaluation evaluation = Classifier.load(model).evaluate(DigitImages.digits().test(), 1);
    assertArrayEquals(
        evaluation.confusion(), JSON.convertValue(json.get("confusion"), long[][].class));
  }

  @Test
  void inspectAccountsForEverything() throws Exception {
    JsonNode json = json(dyadic.run("inspect", model.toString(), "--json"));
    long size = Files.size(model);
    assertEquals(size, json.get("model_bytes").asLong());
    assertEquals(trained.get("bits_per_weight"), json.get("bits_per_weight"));
    long bytes = 0;
    for (JsonNode part : json.get("bytes")) {
      bytes += part.asLong();
    }
    assertEquals(size, bytes);
    long weights = 0;
    long macs = 0;
    for (JsonNode layer : json.get("layers")) {
      weights += layer.get("weights").asLong();
      macs += layer.get("macs").asLong();
    }
    assertEquals(json.get("weights").asLong(), weights);
    assertEquals(json.get("macs").asLong(), macs);
    assertTrue(json.get("fixed_point").asBoolean());
    assertTrue(json.get("entropy_bits").asDouble() <= 2.0 * weights);
    assertConvolution(json.get("layers").get(0));
    assertTrue(json.get("layers").get(1).get("bits").isNull());
    assertEquals(
        trained.get("integer_error"), json.get("provenance").get("metrics").get("integer_error"));
    assertEquals("[1,20,20]", json.get("preprocessing").get("shape").toString());
  }

  private static void assertConvolution(JsonNode layer) {
    assertEquals("conv 3x3", layer.get("kind").asText());
    assertEquals("[1,20,20]", layer.get("in").toString());
    assertEquals("[4,20,20]", layer.get("out").toString());
    assertEquals(2, layer.get("bits").asInt());
    long[] histogram = JSON.convertValue(layer.get("histogram"), long[].class);
    assertEquals(3, histogram.length);
    assertEquals(36, Arrays.stream(histogram).sum());
    assertEquals(histogram[1] / 36.0, layer.get("sparsity").asDouble());
    assertTrue(layer.get("fixed_point").asBoolean());
    assertEquals(0, layer.get("float_scales").asInt());
    assertEquals(1, layer.get("planes").asInt());
    assertTrue(layer.get("entropy_bits_per_weight").asDouble() <= Math.log(3) / Math.log(2) + 1e-9);
    assertEquals(36 * 20 * 20, layer.get("macs").asInt());
    assertTrue(layer.get("accumulator_min").asLong() <= 0);
    assertTrue(layer.get("accumulator_max").asLong() >= 0);
    assertTrue(layer.get("accumulator_bits").asInt() <= 32);
    assertTrue(layer.get("product_bits").asInt() <= 64);
    assertTrue(layer.get("narrow").isBoolean());
  }

  @Test
  void inspectShowsTheOrigin() throws IOException {
    String text = done("inspect", model).out();
    assertTrue(text.contains("\nThese are all %,d bytes of ".formatted(Files.size(model))), text);
    assertTrue(
        text.contains("\ninput: 1x20x20, grey, other sizes are stretched, step 2^-5\n"), text);
    assertTrue(text.contains("\nprovenance\n  dyadic: "), text);
    assertTrue(text.contains("\n  config:\n    dataset: digits\n"), text);
  }

  @Test
  void aDamagedModelIsStatus4() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(own.resolve("damaged.dyadic"), bytes);
    for (String[] command :
        List.of(
            new String[] {"eval", damaged.toString(), "--dataset", "digits"},
            new String[] {"predict", damaged.toString(), "a.png"},
            new String[] {"inspect", damaged.toString()})) {
      CommandLineRun run = CommandLineRun.of((Object[]) command);
      assertEquals(4, run.status());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(
          run.err().startsWith("dyadic: %s: not a valid model file: ".formatted(damaged)),
          run.err());
    }
  }

  @Test
  void aMissingModelIsStatus6() {
    Path missing = own.resolve("missing.dyadic");
    refused(6, "no such file or folder: " + missing, "inspect", missing);
  }

  @Test
  void aRunFolderIsNoModel() {
    Path run = model.getParent();
    refused(6, "%s is a folder; the model in it is %s".formatted(run, model), "inspect", run);
    refused(6, own + " is a folder, not a model", "inspect", own);
  }

  @Test
  void unknownOptionsAreStatus2() {
    for (String command : List.of("train", "eval", "predict", "inspect", "export", "data")) {
      assertEquals(2, CommandLineRun.of(command, "--no-such-option").status(), command);
    }
  }

  @Test
  void everyCommandHasAnExample() {
    for (String command :
        List.of(
            "train",
            "eval",
            "predict",
            "inspect",
            "export",
            "data",
            "data list",
            "data fetch",
            "bench-train")) {
      String help = done((Object[]) (command + " --help").split(" ")).out();
      assertTrue(help.contains("\nExample: dyadic " + command), help);
    }
  }
}
