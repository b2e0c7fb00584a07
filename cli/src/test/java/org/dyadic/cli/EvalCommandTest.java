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
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Evaluation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dyadic eval} counts and refuses. */
class EvalCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path model;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    model = CommandLineRun.tinyModel(folder.resolve("run"));
  }

  @Test
  void evalReadsAFolderAsTheModelDoes() throws IOException {
    DigitImages.write(own.resolve("my digits"), 3);
    JsonNode json =
        done("eval", model, "--dataset", "folder:" + own.resolve("my digits"), "--json").json();
    int[] first = IntStream.range(0, 30).toArray();
    Evaluation evaluation =
        Classifier.load(model).evaluate(DigitImages.digits().test().subset(first), 1);
    assertArrayEquals(
        evaluation.confusion(), JSON.convertValue(json.get("confusion"), long[][].class));
  }

  @Test
  void evalRefusesOtherShapesAndClasses() throws IOException {
    Path images = own.resolve("digits");
    DigitImages.write(images, 2);
    String start = "--dataset folder:%s does not fit %s: it ".formatted(images, model);
    refused(
        2,
        start + "has images of 1x28x28, but the model takes 1x20x20",
        "eval",
        model,
        "--dataset",
        "folder:" + images,
        "--image-size",
        "28x28");
    Files.move(images.resolve("train/9"), images.resolve("train/nine"));
    Files.move(images.resolve("test/9"), images.resolve("test/nine"));
    refused(
        2,
        start + "calls class 9 \"nine\", but the model calls it \"9\"",
        "eval",
        model,
        "--dataset",
        "folder:" + images);
  }

  @Test
  void evalRefusesAnotherNumberOfClasses() throws IOException {
    Path images = own.resolve("digits");
    byte[] pixels = new byte[400];
    for (String part : List.of("train/a", "train/b", "test/a", "test/b")) {
      DigitImages.write(images.resolve(part).resolve("1.png"), pixels);
    }
    refused(
        2,
        "--dataset folder:%s does not fit %s: it has 2 classes, but the model has 10"
            .formatted(images, model),
        "eval",
        model,
        "--dataset",
        "folder:" + images);
  }

  @Test
  void evalTakesATrainingSet() throws IOException {
    String text = done("eval", model, "--dataset", "digits", "--split", "train").out();
    Evaluation evaluation = Classifier.load(model).evaluate(DigitImages.digits().train(), 1);
    String start = "error %.2f %%: ".formatted(evaluation.errorPercent());
    assertTrue(text.startsWith(start), text);
    assertTrue(text.contains(" of the 2,500 training images of digits "), text);
  }

  @Test
  void aMissingDataSetIsStatus3() {
    CommandLineRun run = CommandLineRun.of("eval", model, "--dataset", "mnist", "--data", own);
    assertEquals(3, run.status());
    assertTrue(run.err().contains("dyadic data fetch mnist"), run.err());
    assertTrue(run.err().contains(own.toString()), run.err());
  }
}
