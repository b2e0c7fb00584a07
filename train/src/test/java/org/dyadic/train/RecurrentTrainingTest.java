package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.dyadic.data.ImageSet;
import org.dyadic.format.ModelFile;
import org.dyadic.inference.Classifier;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.dyadic.quant.Activation;
import org.dyadic.quant.QuantizedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentTrainingTest {
  @TempDir Path folder;

  private TrainingResult run(String model, String name) throws IOException {
    TrainingConfig config =
        SmallRun.config().model(model).floatEpochs(12).epochs(6).learningRate(0.05).build();
    return new Trainer(config, SmallRun.DIGITS).run(folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM24-10", "GRU24-10"})
  void aTrainedCellIsPackedAndRunsInIntegers(String model) throws IOException {
    TrainingResult result = run(model, "first");
    Map<String, Double> metrics = result.metrics();
    assertTrue(metrics.get("float_error") < 70, metrics.toString());
    assertTrue(metrics.get("quantized_error") < 75, metrics.toString());
    assertEquals(
        metrics.get("quantized_error"), metrics.get("integer_error"), 4, metrics::toString);
    String cell = model.startsWith("LSTM") ? "lstm1" : "gru1";
    assertEquals(
        List.of(cell + ".weight_ih", cell + ".weight_hh", "fc1"),
        result.after().stream().map(LayerReport::layer).toList());
    for (LayerReport report : result.after()) {
      assertTrue(report.relativeDistance() < 0.05, report.toString());
    }
    assertNaive(ModelFile.read(result.model()));
    run(model, "second");
    assertArrayEquals(
        Files.readAllBytes(result.model()),
        Files.readAllBytes(folder.resolve("second").resolve("model.dyadic")));
  }

  private static void assertNaive(QuantizedNetwork network) {
    Classifier classifier = Classifier.of(network);
    ImageSet images = SmallRun.DIGITS.test();
    Set<String> different = new HashSet<>();
    byte[] pixels = new byte[classifier.shape().size()];
    for (int i = 0; i < 40; i++) {
      images.read(i, pixels, 0);
      int[] logits = classifier.logits(pixels);
      assertArrayEquals(NaiveIntegers.logits(network, pixels), logits, "image " + i);
      different.add(Arrays.toString(logits));
    }
    assertEquals(40, different.size());
  }

  /** All arrays of a cell, biases too, lie in +-1 / sqrt(units) and nearly fill it. */
  @Test
  void cellsStartAsPyTorchs() {
    for (String model : List.of("LSTM16-10", "GRU16-10")) {
      Network network = Notation.parse(model, new Shape(1, 20, 100));
      State state = Initializer.initialize(network, 1);
      String cell = model.startsWith("LSTM") ? "lstm1." : "gru1.";
      for (String name : List.of("weight_ih", "weight_hh", "bias_ih", "bias_hh")) {
        double largest = 0;
        for (float value : state.get(cell + name)) {
          largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest <= 0.25 && largest > 0.22, cell + name + ": " + largest);
      }
    }
  }

  @Test
  void cellStatesAreCalibratedForSixteenBits() {
    Random random = new Random(1);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() * 11.9 - 5.95);
    }
    Calibration calibration =
        new Calibration(
            Map.of("relu1", new Activation(false, 8), "lstm1.cell", new Activation(true, 16)));
    calibration.observe("lstm1.cell", values);
    calibration.observe("relu1", values);
    // 16 signed bits with 2^-12 reach to 8, with 2^-13 only to 4; 8 unsigned ones to 8 with 2^-5.
    assertEquals(Map.of("lstm1.cell", 12, "relu1", 5), calibration.exponents());
  }
}
