package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dyadic.data.ImageSet;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Prediction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dyadic predict} on files: it says what the classifier says of their pixels. */
class PredictCommandTest {
  @TempDir private static Path folder;
  private static Path model;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    model = CommandLineRun.tinyModel(folder.resolve("run"));
  }

  @Test
  void predictSaysWhatTheClassifierSays() throws Exception {
    ImageSet test = DigitImages.digits().test();
    Path first = DigitImages.write(own.resolve("first.png"), DigitImages.pixels(test, 4));
    Path second = DigitImages.write(own.resolve("second.png"), DigitImages.pixels(test, 17));
    JsonNode json = done("predict", model, first, second, "--json").json();
    assertEquals(2, json.get("predictions").size());
    assertPrediction(first, DigitImages.pixels(test, 4), json.get("predictions").get(0));
    assertPrediction(second, DigitImages.pixels(test, 17), json.get("predictions").get(1));
    assertEquals(0, json.get("failures").size());
  }

  private static void assertPrediction(Path image, byte[] pixels, JsonNode json)
      throws IOException {
    Prediction prediction = Classifier.load(model).predict(pixels);
    assertEquals(image.toString(), json.get("image").asText());
    assertEquals(prediction.className(), json.get("class").asText());
    assertEquals(prediction.classIndex(), json.get("label").asInt());
    assertEquals(prediction.score(), json.get("score").asDouble());
    assertTrue(json.get("milliseconds").asDouble() > 0);
    assertTrue(json.get("decode_milliseconds").asDouble() > 0);
    double[] scores = prediction.scores();
    Arrays.sort(scores);
    assertEquals(3, json.get("top").size());
    for (int i = 0; i < 3; i++) {
      JsonNode entry = json.get("top").get(i);
      assertEquals(scores[9 - i], entry.get("score").asDouble());
      assertEquals(scores[9 - i], prediction.scores()[entry.get("label").asInt()]);
    }
  }

  @Test
  void invertedImagesAreTurnedBack() throws IOException {
    byte[] pixels = DigitImages.pixels(DigitImages.digits().test(), 4);
    byte[] dark = pixels.clone();
    for (int i = 0; i < dark.length; i++) {
      dark[i] = (byte) (255 - dark[i]);
    }
    Path image = DigitImages.write(own.resolve("dark.png"), dark);
    JsonNode json = done("predict", model, image, "--invert", "--json").json();
    assertPrediction(image, pixels, json.get("predictions").get(0));
  }

  @Test
  void aBadImageDoesNotStopTheOthers() throws IOException {
    byte[] pixels = DigitImages.pixels(DigitImages.digits().test(), 4);
    Path good = DigitImages.write(own.resolve("good.png"), pixels);
    Path text = Files.writeString(own.resolve("text.png"), "no image");
    Path missing = own.resolve("missing.png");
    CommandLineRun run = CommandLineRun.of("predict", model, text, missing, good, "--top", "1");
    assertEquals(6, run.status());
    assertEquals(
        """
        warning: %s: neither a PNG nor a JPEG image
        warning: no such file or folder: %s
        """
            .formatted(text, missing),
        run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(2, lines.size(), run.out());
    String type = Classifier.load(model).predict(pixels).className();
    assertTrue(
        lines.get(1).matches("\\Q" + good + "\\E +" + type + " +[01][.0-9 ]+"), lines.get(1));
  }

  @Test
  void predictNeedsAnImage() {
    CommandLineRun run = CommandLineRun.of("predict", model);
    assertEquals(2, run.status());
    assertTrue(run.err().contains("FILE"), run.err());
    refused(2, "--top 0 must be at least 1", "predict", model, "a.png", "--top", "0");
  }
}
