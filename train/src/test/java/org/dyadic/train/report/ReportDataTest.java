package org.dyadic.train.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.dyadic.format.ModelFile;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Evaluation;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.train.LayerReport;
import org.dyadic.train.Safetensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report's numbers are those of the run folder, the model and the test images. */
class ReportDataTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path run;
  private static JsonNode report;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    run = Fixture.train(folder.resolve("digits"), 1);
    report = Fixture.data(run).json().path("runs").path(0);
  }

  @Test
  void epochsAreThoseOfTheLog() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    List<JsonNode> epochs =
        lines.stream().filter(l -> l.get("event").asText().equals("epoch")).toList();
    JsonNode columns = report.path("epochs");
    assertEquals("[1,2,3,4,5]", columns.path("epoch").toString());
    for (int i = 0; i < epochs.size(); i++) {
      for (String name : List.of("train_loss", "learning_rate", "latent_error", "lambda")) {
        double expected = epochs.get(i).path(name).asDouble(-1);
        double shown = columns.path(name).path(i).asDouble(-1);
        assertEquals(expected, shown, Math.abs(expected) * 1e-5, name + " of epoch " + i);
      }
    }
    assertEquals(1 + Fixture.EPOCHS, report.path("states").size());
    JsonNode last = lines.getLast().path("layers").path(1);
    JsonNode shown = report.path("states").path(Fixture.EPOCHS).path("layers").path(1);
    assertEquals(last.path("histogram"), shown.path("histogram"));
    assertEquals(last.path("relativeDistance").asDouble(), shown.path("distance").asDouble(), 1e-5);
    assertTrue(report.path("states").path(0).path("layers").path(0).path("changes").isNull());
  }

  /** sigma = sqrt(M / (2 lambda)); conv1 has 4 filters of 5 x 5. */
  @Test
  void modesNarrowAsLambdaGrows() {
    assertTrue(report.path("states").path(0).path("layers").path(0).path("modeWidth").isNull());
    for (int i = 1; i <= Fixture.EPOCHS; i++) {
      double lambda = report.path("epochs").path("lambda").path(1 + i).asDouble();
      JsonNode layer = report.path("states").path(i).path("layers").path(0);
      assertEquals(100, layer.path("weights").asInt());
      double expected = Math.sqrt(100 / (2 * lambda)) / layer.path("step").asDouble();
      assertEquals(expected, layer.path("modeWidth").asDouble(), expected * 1e-4);
    }
  }

  @Test
  void confusionsAreThoseOfEval() throws IOException {
    QuantizedNetwork network = ModelFile.read(run.resolve("model.dyadic"));
    Evaluation evaluation = Classifier.of(network).evaluate(Fixture.DIGITS.test(), 1);
    JsonNode test = report.path("test");
    assertArrayEquals(
        evaluation.confusion(), JSON.convertValue(test.path("confusion"), long[][].class));
    assertEquals(evaluation.images(), test.path("images").asLong());
    assertEquals(evaluation.images() - evaluation.correct(), test.path("errors").asLong());
    assertEquals(report.path("result").path("integer_error").asDouble(), evaluation.errorPercent());
  }

  @Test
  void misreadImagesAreThoseTheModelMisreads() throws IOException {
    Classifier classifier = Classifier.load(run.resolve("model.dyadic"));
    JsonNode test = report.path("test");
    JsonNode sprite = test.path("sprite");
    assertEquals("20 x 20", sprite.path("width") + " x " + sprite.path("height"));
    String source = sprite.path("src").asText();
    byte[] png = Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1));
    BufferedImage sheet = ImageIO.read(new ByteArrayInputStream(png));
    assertTrue(test.path("misread").size() > 5, "too few errors to test with");
    byte[] image = new byte[400];
    for (int i = 0; i < test.path("misread").size(); i++) {
      int[] one = JSON.convertValue(test.path("misread").path(i), int[].class);
      Fixture.DIGITS.test().read(one[0], image, 0);
      assertEquals(Fixture.DIGITS.test().label(one[0]), one[1]);
      assertEquals(classifier.classify(image), one[2]);
      for (int pixel = 0; pixel < image.length; pixel++) {
        int x = i % Sprite.COLUMNS * 20 + pixel % 20;
        int y = i / Sprite.COLUMNS * 20 + pixel / 20;
        assertEquals(image[pixel] & 0xff, sheet.getRaster().getSample(x, y, 0), "image " + i);
      }
    }
  }

  @Test
  void filtersAreTheFirstLayersWeights() throws IOException {
    QuantizedNetwork packed = ModelFile.read(run.resolve("model.dyadic"));
    Network network = Networks.create("4C5-MP4-10", packed.preprocessing().shape(), 10);
    float[] floats =
        Safetensors.read(run.resolve("float.safetensors"), network).get("conv1.weight");
    IntegerLayer.Weighted first = (IntegerLayer.Weighted) packed.layers().getFirst();
    JsonNode filters = report.path("filters");
    assertEquals(4, filters.path("count").asInt());
    assertEquals(100, filters.path("after").size());
    for (int i = 0; i < 100; i++) {
      double code = Math.scalb((double) first.weights().at(i), -first.weights().exponent());
      assertEquals(code, filters.path("after").path(i).asDouble());
      assertEquals(floats[i], filters.path("before").path(i).asDouble(), 1e-5);
    }
  }

  @Test
  void bytesAddUpToTheFile() throws IOException {
    JsonNode bytes = report.path("bytes");
    long parts = 0;
    for (JsonNode part : bytes.path("parts")) {
      parts += part.path("bytes").asLong();
    }
    assertEquals(Files.size(run.resolve("model.dyadic")), parts);
    assertEquals(parts, bytes.path("file").asLong());
    assertEquals(400, bytes.path("layers").path(0).path("float").asLong());
    assertEquals("digits", report.path("provenance").path("data").path("name").asText());
  }

  @Test
  void otherDataIsNotShown() throws IOException {
    Path copy = copy(run, own.resolve("copy"));
    ObjectNode data = (ObjectNode) JSON.readTree(copy.resolve("data.json").toFile());
    Files.writeString(copy.resolve("data.json"), data.put("sha256", "other").toString());
    List<String> said = new ArrayList<>();
    JsonNode node = Fixture.data(said, true, copy).json().path("runs").path(0);
    assertTrue(node.path("test").path("missing").asText().startsWith("The test images of digits"));
    assertTrue(said.getLast().contains("copy was trained on (SHA-256 "), said.toString());
    assertTrue(node.path("bytes").has("layers"));
  }

  @Test
  void aMissingDataSetLeavesThePicturesOut() throws IOException {
    Path copy = copy(run, own.resolve("copy"));
    Path nowhere = own.resolve("nowhere");
    ObjectNode config = (ObjectNode) JSON.readTree(copy.resolve("config.json").toFile());
    Files.writeString(
        copy.resolve("config.json"), config.put("dataset", "folder:" + nowhere).toString());
    List<String> said = new ArrayList<>();
    JsonNode json = Fixture.data(said, true, copy).json();
    String reason = json.path("runs").path(0).path("test").path("missing").asText();
    assertTrue(reason.contains("test images of folder:nowhere could not be read"), reason);
    assertTrue(said.getLast().contains(nowhere.toString()), said.toString());
    assertFalse(json.toString().contains(own.toString()), "the page would name a folder here");
  }

  @Test
  void anUnfinishedRunSaysSo() throws IOException {
    Path copy = copy(run, own.resolve("copy"));
    Files.delete(copy.resolve("model.dyadic"));
    Files.delete(copy.resolve("result.json"));
    JsonNode node = Fixture.data(copy).json().path("runs").path(0);
    for (String part : List.of("test", "bytes", "filters")) {
      assertTrue(node.path(part).path("missing").asText().startsWith("The run is not finished"));
    }
    assertTrue(node.path("result").isNull());
    assertEquals("digits", node.path("provenance").path("dataset").asText());
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    for (String name :
        List.of("config.json", "data.json", "log.jsonl", "result.json", "model.dyadic")) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
    return to;
  }

  /** 8 bits have 255 levels of 20 bins. */
  @Test
  void fineHistogramsAreMadeCoarser() {
    List<Integer> bins = new ArrayList<>(Collections.nCopies(5100, 0));
    bins.set(0, 3);
    bins.set(19, 4);
    bins.set(5099, 5);
    LayerReport layer =
        new LayerReport("fc1", 0.5, 1, 0, Collections.nCopies(255, 1.0 / 255), null, bins);
    LogLine line = new LogLine("start", "sgm", 0, "", Map.of(), List.of(layer));
    RunHistory history =
        new RunHistory("r", own, JSON.createObjectNode(), List.of(line), MissingNode.getInstance());
    JsonNode histogram =
        RunJson.of(history, 1).path("states").path(0).path("layers").path(0).path("histogram");
    assertEquals(255, histogram.size());
    assertEquals(7, histogram.path(0).asInt());
    assertEquals(5, histogram.path(254).asInt());
    assertEquals(255, RunJson.histogramSize(history));
  }

  @Test
  void numbersThatJsonCannotSayAreNull() {
    assertNull(Numbers.rounded(Double.NaN));
    assertNull(Numbers.rounded(Double.POSITIVE_INFINITY));
    assertNull(Numbers.rounded(null));
    assertEquals(0.123457, Numbers.rounded(0.12345678));
    assertEquals(-1.23457e-10, Numbers.rounded(-1.2345678e-10));
    assertEquals(0.0, Numbers.rounded(0.0));
  }
}
