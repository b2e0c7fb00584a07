package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dyadic.inference.Classifier;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Parameter;
import org.dyadic.model.Recurrent;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folded recurrent networks against real arithmetic. */
class RecurrentFoldTest {
  /** Rounding of eight steps of 8-bit states with small weights, in real units. */
  private static final double TOLERANCE = 3 / 128.0;

  /** Weights of -1/4, 0, +1/4 and biases as PyTorch draws them. */
  private static FoldCase moderate(Network network, long seed) {
    FoldCase folded = FoldCase.of(network, seed);
    Random random = new Random(seed);
    Map<String, Codes> codes = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      float[] values = folded.state().get(parameter.name());
      switch (parameter.role()) {
        case WEIGHT -> codes.put(parameter.name(), new Codes(2, 2, ternary(random, values.length)));
        case GAMMA, RUNNING_VAR -> Arrays.fill(values, 1);
        case BIAS, BETA, RUNNING_MEAN -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
          }
        }
      }
    }
    return new FoldCase(network, folded.state(), codes, folded.preprocessing());
  }

  private static byte[] ternary(Random random, int count) {
    byte[] codes = new byte[count];
    for (int i = 0; i < count; i++) {
      codes[i] = (byte) (random.nextInt(3) - 1);
    }
    return codes;
  }

  @ParameterizedTest
  @CsvSource({"LSTM6-3,1", "GRU6-3,1", "LSTM5-3,2", "GRU5-3,2", "3C3-LSTM6-4,1", "3C3-GRU6-4,1"})
  void theLastStateIsTheRealOne(String notation, int channels) {
    Network network = Notation.parse(notation, new Shape(channels, 8, 5));
    double largest = 0;
    for (long seed = 0; seed < 20; seed++) {
      FoldCase folded = moderate(network, seed);
      byte[] image = folded.image(seed);
      Map<String, Integer> exponents = folded.exponents(image);
      Quantizer.activations(network).keySet().stream()
          .filter(name -> name.endsWith(".cell"))
          .forEach(name -> exponents.put(name, 11));
      QuantizedNetwork quantized = folded.quantize(exponents);
      double[] real = folded.reference().run(network.nodes(), folded.input(image)).values();
      int[] logits = Classifier.of(quantized).logits(image);
      double weight = FixedPoint.step(2);
      for (int i = 0; i < logits.length; i++) {
        double error = logits[i] * quantized.logitGrid().step() - real[i];
        double limit = TOLERANCE * weight * 6 + quantized.logitGrid().step();
        limit *= notation.contains("C3") ? 4 : 1; // the convolution rounds too
        assertEquals(0, error, limit, notation + ", seed " + seed);
        largest = Math.max(largest, Math.abs(real[i]));
      }
    }
    assertTrue(largest > 20 * TOLERANCE, "logits must differ from zero, " + largest);
  }

  /** Both arrays of the cell with a scale of their own, as methods with float scales give. */
  @ParameterizedTest
  @CsvSource({"LSTM6-3", "GRU6-3"})
  void scalesOfTheArraysJoinTheRule(String notation) {
    Network network = Notation.parse(notation, new Shape(1, 8, 5));
    for (long seed = 0; seed < 10; seed++) {
      FoldCase folded = moderate(network, seed);
      float scale = 0.7f;
      for (String name : List.copyOf(folded.codes().keySet())) {
        if (!name.startsWith("fc")) {
          folded.codes().put(name, scaled(folded.codes().get(name), Scales.ofLayer(scale)));
          scale = 1.3f;
        }
      }
      byte[] image = folded.image(seed);
      QuantizedNetwork quantized = folded.quantize(Map.of("lstm1.cell", 11));
      double[] real = folded.reference().run(network.nodes(), folded.input(image)).values();
      int[] logits = Classifier.of(quantized).logits(image);
      double unit = quantized.logitGrid().step();
      for (int i = 0; i < logits.length; i++) {
        double limit = TOLERANCE * FixedPoint.step(2) * 6 + unit;
        assertEquals(real[i], logits[i] * unit, limit, notation + ", seed " + seed);
      }
    }
  }

  private static Codes scaled(Codes codes, Scales scales) {
    return new Codes(codes.bits(), codes.exponent(), codes.toBytes(), scales);
  }

  @Test
  void anArrayHasAtMostOneScale() {
    FoldCase folded = moderate(Notation.parse("LSTM1-3", new Shape(1, 4, 3)), 1);
    Codes plain = folded.codes().get("lstm1.weight_hh");
    for (Scales scales :
        List.of(Scales.ofChannels(1, 2, 3, 4), Scales.ofPlanes(new float[] {1}, new float[] {2}))) {
      folded.codes().put("lstm1.weight_hh", scaled(plain, scales));
      assertEquals(
          "lstm1.weight_hh: weights of a recurrent layer may have one scale an array, not "
              + scales.count(),
          refused(folded));
    }
  }

  private static RecurrentLayer first(QuantizedNetwork network) {
    return (RecurrentLayer) network.layers().getFirst();
  }

  @Test
  void factorsArePowersOfTwoAndBiasesAreRounded() {
    Network network = Notation.parse("GRU2-3", new Shape(1, 4, 3));
    FoldCase folded = moderate(network, 1);
    float[] ofInput = folded.state().get("gru1.bias_ih");
    float[] ofHidden = folded.state().get("gru1.bias_hh");
    for (int i = 0; i < ofInput.length; i++) {
      ofInput[i] = 0.25f * i;
    }
    Arrays.fill(ofHidden, -2);
    QuantizedNetwork quantized = folded.quantize(Map.of());
    GateRule rule = first(quantized).rule();
    int input = 11 + rule.shift() - 2 - quantized.inputGrid().exponent();
    assertEquals(1 << input, rule.inputMultiplier());
    assertEquals(1 << (11 + rule.shift() - 2 - 7), rule.hiddenMultiplier());
    double unit = Math.pow(2, 11 + rule.shift());
    double[] expected = {-2, -1.75, -1.5, -1.25, 1, 1.25, -2, -2};
    assertEquals(
        Arrays.toString(Arrays.stream(expected).mapToInt(b -> (int) (b * unit)).toArray()),
        Arrays.toString(rule.bias()));
    assertEquals(RecurrentLayer.HIDDEN, first(quantized).output());
  }

  @Test
  void cellStatesAreWhatNeedsAStep() {
    Network both = Notation.parse("3C3-LSTM4-5FC-3", new Shape(1, 4, 3));
    Activation relu = new Activation(false, 8);
    Activation cell = new Activation(true, 16);
    assertEquals(
        Map.of("relu1", relu, "lstm1.cell", cell, "relu2", relu), Quantizer.activations(both));
    assertEquals(Map.of(), Quantizer.activations(Notation.parse("GRU4-3", new Shape(1, 4, 3))));
    FoldCase folded = moderate(Notation.parse("LSTM4-3", new Shape(1, 4, 3)), 1);
    for (int exponent : new int[] {-5, 0, 7, 15, 20}) {
      QuantizedNetwork quantized = folded.quantize(Map.of("lstm1.cell", exponent));
      RecurrentLayer.Lstm layer = (RecurrentLayer.Lstm) first(quantized);
      assertEquals(Math.clamp(exponent, 0, 15), layer.cellExponent());
    }
    Exception missing =
        assertThrows(IllegalArgumentException.class, () -> folded.quantize(Map.of()));
    assertEquals("no activation step for layer lstm1.cell", missing.getMessage());
  }

  private static String refused(FoldCase folded) {
    return assertThrows(
            IllegalArgumentException.class, () -> folded.quantize(Map.of("lstm1.cell", 5)))
        .getMessage();
  }

  @Test
  void whatHasNoIntegersNamesTheLayer() {
    Network network = Notation.parse("LSTM4-3", new Shape(1, 4, 3));
    FoldCase folded = moderate(network, 1);
    folded.state().get("lstm1.bias_hh")[3] = Float.NaN;
    assertEquals("lstm1: bias (=NaN) must be finite", refused(folded));
    folded.state().get("lstm1.bias_hh")[3] = 3e9f;
    assertTrue(refused(folded).startsWith("lstm1: pre-activations do not fit int32"));
    folded.state().get("lstm1.bias_hh")[3] = 0;
    byte[] ones = new byte[4 * 4 * 4];
    Arrays.fill(ones, (byte) 1);
    folded.codes().put("lstm1.weight_hh", new Codes(2, -24, ones));
    String message = refused(folded);
    assertTrue(message.contains("the weights' steps 2^-2 and 2^24 or a bias"), message);
  }

  @Test
  void aReluAfterACellIsRefused() {
    Network network =
        new Network(
            new Shape(1, 4, 3), List.of(new Recurrent.Gru(4), new org.dyadic.model.Layer.Relu()));
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> Quantizer.activations(network));
    assertTrue(wrong.getMessage().startsWith("layer relu1: a ReLU can be packed only right"));
  }
}
