package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.inference.Classifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From rows of readings to integer predictions: noisy sines, squares and ramps of drawn phase on
 * two channels of unlike units, learnt by a one-dimensional depthwise-separable network.
 */
class SensorTest {
  private static final int LENGTH = 32;
  private static final String[] CLASSES = {"ramp", "sine", "square"};
  private static final int TRAINING = 450;
  private static final int TESTS = 150;
  private static final int SEED = 5;

  /** Of three classes, guessing errs on 67 %. */
  private static final double LARGEST_ERROR = 10;

  @TempDir private static Path folder;
  private static Path csv;
  private static Path run;
  private static JsonNode trained;

  @TempDir private Path own;

  /** A row of both channels: volts around 0, and a pressure around 101,325. */
  private static float[] row(int label, Random random) {
    float[] row = new float[2 * LENGTH];
    double phase = random.nextDouble();
    for (int i = 0; i < LENGTH; i++) {
      double t = (2.0 * i / LENGTH + phase) % 1;
      double wave =
          switch (label) {
            case 0 -> 2 * t - 1;
            case 1 -> Math.sin(2 * Math.PI * t);
            default -> t < 0.5 ? 1 : -1;
          };
      row[i] = (float) (wave + 0.2 * random.nextGaussian());
      row[LENGTH + i] = (float) (101_325 + 400 * wave + 80 * random.nextGaussian());
    }
    return row;
  }

  private static void write(Path file, int rows, Random random) throws IOException {
    StringBuilder text = new StringBuilder("label");
    for (int i = 0; i < 2 * LENGTH; i++) {
      text.append(",v").append(i);
    }
    for (int i = 0; i < rows; i++) {
      text.append('\n').append(CLASSES[i % 3]);
      for (float value : row(i % 3, random)) {
        text.append(',').append(String.format(Locale.ROOT, "%.4f", value));
      }
    }
    Files.writeString(file, text.append('\n'));
  }

  @BeforeAll
  static void train() throws IOException {
    csv = Files.createDirectory(folder.resolve("waves"));
    Random random = new Random(SEED);
    write(csv.resolve("train.csv"), TRAINING, random);
    write(csv.resolve("test.csv"), TESTS, random);
    run = folder.resolve("run");
    trained = done(training(run)).json();
  }

  private static Object[] training(Path out) {
    return new Object[] {
      "train",
      "--dataset=csv:" + csv,
      "--shape=2x" + LENGTH,
      "--model=16C1x5s1x2p-DW1x3-16C1-MP1x2-GAP-3",
      "--float-epochs=10",
      "--epochs=10",
      "--float-lr=0.05",
      "--batch=25",
      "--threads=1",
      "--out=" + out,
      "--json"
    };
  }

  private static Path model() {
    return run.resolve("model.dyadic");
  }

  private static Dataset waves(Classifier classifier) {
    DatasetOptions options = DatasetOptions.defaults().withRowShape(classifier.shape());
    return Datasets.open("csv:" + csv, options);
  }

  private static byte[] input(Dataset set, int index) {
    byte[] bytes = new byte[set.test().shape().size()];
    set.test().read(index, bytes, 0);
    return bytes;
  }

  /** The test rows without their labels. */
  private Path unlabelled() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(csv.resolve("test.csv"))) {
      text.append(line.substring(line.indexOf(',') + 1)).append('\n');
    }
    return Files.writeString(own.resolve("rows.csv"), text);
  }

  @Test
  void twoBitWeightsLearnTheWaves() {
    double error = trained.get("integer_error").asDouble();
    assertTrue(error <= LARGEST_ERROR, "seed %d: %s".formatted(SEED, trained));
  }

  @Test
  void theFilePredictsWhatTheRunMeasured() throws IOException {
    JsonNode eval = done("eval", model(), "--dataset=csv:" + csv, "--json").json();
    assertEquals(trained.get("integer_error").asDouble(), eval.get("error").asDouble());
    Classifier classifier = Classifier.load(model());
    Dataset waves = waves(classifier);
    JsonNode predictions =
        done("predict", model(), unlabelled(), "--json").json().get("predictions");
    assertEquals(TESTS, predictions.size());
    int wrong = 0;
    for (int i = 0; i < TESTS; i++) {
      JsonNode prediction = predictions.get(i);
      assertEquals(i + 1, prediction.get("row").asInt());
      int expected = classifier.classify(input(waves, i));
      assertEquals(CLASSES[expected], prediction.get("class").asText(), "row " + (i + 1));
      wrong += expected == waves.test().label(i) ? 0 : 1;
    }
    assertEquals(trained.get("integer_error").asDouble(), 100.0 * wrong / TESTS);
  }

  @Test
  void arraysArePredictedLikeLines() throws IOException {
    Random random = new Random(SEED + 1);
    float[] row = row(2, random);
    StringBuilder line = new StringBuilder();
    byte[] text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, %d), }\n"
            .formatted(LENGTH)
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer array =
        ByteBuffer.allocate(10 + text.length + 4 * row.length).order(ByteOrder.LITTLE_ENDIAN);
    array.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    array.put((byte) 0).putShort((short) text.length).put(text);
    for (float value : row) {
      array.putFloat(value);
      line.append(line.isEmpty() ? "" : ",").append(value);
    }
    Path npy = Files.write(own.resolve("row.npy"), array.array());
    Path lines = Files.writeString(own.resolve("row.csv"), line);
    JsonNode both = done("predict", model(), npy, lines, "--json").json().get("predictions");
    assertEquals(2, both.size());
    assertEquals(both.get(0).get("top"), both.get(1).get("top"));
    assertEquals("square", both.get(0).get("class").asText());
    String table = done("predict", model(), lines).out();
    assertTrue(table.contains(lines + ":1 "), table);
  }

  @Test
  void aResumedRunEndsInTheSameFile() throws IOException {
    Path copy = own.resolve("copy");
    done(training(copy));
    Files.delete(copy.resolve("model.dyadic"));
    done("train", "--resume", copy, "--json");
    assertArrayEquals(
        Files.readAllBytes(model()), Files.readAllBytes(copy.resolve("model.dyadic")));
  }

  @Test
  void inspectShowsTheScale() throws IOException {
    String text = done("inspect", model()).out();
    assertTrue(text.contains("input: 2x1x32, rows of values, step 2^"), text);
    assertTrue(text.contains("channel 1: values 10"), text);
    JsonNode json = done("inspect", model(), "--json").json();
    assertTrue(json.at("/preprocessing/scale/1/offset").asDouble() > 100_000, json.toString());
    assertTrue(json.at("/preprocessing/fit").isMissingNode(), json.toString());
  }

  @Test
  void imagesAndRowsAreNotMixedUp() throws IOException {
    Path png =
        DigitImages.write(own.resolve("a.png"), DigitImages.pixels(DigitImages.digits().test(), 1));
    CommandLineRun wrong = CommandLineRun.of("predict", model(), png, unlabelled());
    assertEquals(6, wrong.status());
    assertEquals(
        "warning: %s: the model takes rows of 64 values, in a .csv or .npy file%n".formatted(png),
        wrong.err());
    assertEquals(TESTS + 1, wrong.out().lines().count());
    refused(
        2,
        "--invert is for images; %s takes rows of values".formatted(model()),
        "predict",
        model(),
        png,
        "--invert");
    refused(
        2,
        "--dataset digits does not fit %s: it has images, but the model takes rows of values"
            .formatted(model()),
        "eval",
        model(),
        "--dataset=digits");
    String set = "csv:" + csv;
    for (String option : new String[] {"--image-size=32x32", "--grey", "--fit=crop"}) {
      refused(
          2,
          "%s is for images; --dataset %s has rows of values, whose shape --shape says"
              .formatted(option.replaceAll("=.*", ""), set),
          "eval",
          model(),
          "--dataset=" + set,
          option);
    }
    refused(
        2,
        "--shape 2x32 is for rows of values (csv:FILE, npy:DIR); --dataset digits has images",
        "train",
        "--shape=2x32",
        "--out=" + own.resolve("none"));
    refused(
        2,
        "--shape 2x is not of the form CxHxW, CxL or L, such as 6x1x128, 6x128 or 128",
        "train",
        "--dataset=" + set,
        "--shape=2x",
        "--out=" + own.resolve("none"));
  }

  @Test
  void aMissingReadingIsNamed() throws IOException {
    Path file = Files.writeString(own.resolve("bad.csv"), "walk,1,2\nrun,3,nan\n");
    refused(
        3,
        file + ", line 2, column 3: \"nan\" is not a finite number",
        "train",
        "--dataset=csv:" + file,
        "--out=" + own.resolve("none"));
  }
}
