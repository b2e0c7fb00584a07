package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.dyadic.format.ModelFile;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Parameter;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks without multiplications against real arithmetic with power-of-two scales. */
class ShiftFoldTest {

  /** The least distance of a sum or difference of two powers of two, found by trying all near. */
  private static double distance(double scale) {
    double least = Math.abs(scale);
    int middle = Math.getExponent(scale);
    for (int first = middle - 1; first <= middle + 2; first++) {
      double power = Math.copySign(Math.pow(2, first), scale);
      least = Math.min(least, Math.abs(power - scale));
      for (int second = first - 60; second <= first; second++) {
        double more = Math.pow(2, second);
        least = Math.min(least, Math.abs(power + more - scale));
        least = Math.min(least, Math.abs(power - more - scale));
      }
    }
    return least;
  }

  @Test
  void aScaleBecomesTheNearestSumOfTwoPowersOfTwo() {
    Random random = new Random(1);
    for (int trial = 0; trial < 3000; trial++) {
      double signed = random.nextGaussian() * Math.pow(2, random.nextInt(-40, 40));
      double snapped = Fold.SHIFT.scale(signed);
      assertEquals(distance(signed), Math.abs(snapped - signed), "of " + signed);
      assertEquals(snapped, Fold.SHIFT.scale(snapped), "a second time, of " + signed);
      assertTrue(snapped / signed > 0.9 && snapped / signed < 1.1, "of " + signed);
      assertEquals(signed, Fold.EXACT.scale(signed));
    }
    for (double kept : new double[] {1, -0.5, 1.5, 1.25, -0.75, 0.875, 3, 0, 0x1p900}) {
      assertEquals(kept, Fold.SHIFT.scale(kept));
    }
    assertEquals(0x1.8p0, Math.abs(Fold.SHIFT.scale(-1.4)));
    assertEquals(0, Fold.SHIFT.scale(Double.MIN_VALUE));
    assertTrue(Double.isNaN(Fold.SHIFT.scale(Double.NaN)));
    assertEquals(Double.NEGATIVE_INFINITY, Fold.SHIFT.scale(Double.NEGATIVE_INFINITY));
  }

  /** The same network with gammas that make every scale of a batch norm such a sum. */
  private static FoldCase snapped(FoldCase plain) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : plain.network().parameters()) {
      float[] array = plain.state().get(parameter.name()).clone();
      if (parameter.role() == Parameter.Role.GAMMA) {
        float[] variance = plain.state().get(parameter.layer() + ".running_var");
        for (int c = 0; c < array.length; c++) {
          double sigma = Math.sqrt(variance[c] + 1e-5);
          array[c] = (float) (Fold.SHIFT.scale(array[c] / sigma) * sigma);
        }
      }
      values.put(parameter.name(), array);
    }
    State state = new State(plain.network(), values);
    return new FoldCase(plain.network(), state, plain.codes(), plain.preprocessing());
  }

  /** Scales of the same forms, all powers of two. */
  private static FoldCase withPowersOfTwo(FoldCase scaled) {
    Map<String, Codes> codes = new HashMap<>();
    scaled
        .codes()
        .forEach(
            (name, code) -> {
              Scales powers =
                  new Scales(powers(code.scales().positive()), powers(code.scales().negative()));
              byte[] values = new byte[code.size()];
              for (int i = 0; i < values.length; i++) {
                values[i] = (byte) code.at(i);
              }
              codes.put(name, new Codes(code.bits(), code.exponent(), values, powers));
            });
    return new FoldCase(scaled.network(), scaled.state(), codes, scaled.preprocessing());
  }

  private static float[] powers(float[] scales) {
    float[] powers = new float[scales.length];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.scalb(1f, Math.getExponent(scales[i]));
    }
    return powers;
  }

  private static void assertFolds(FoldCase plain, long seed) {
    String what = plain.network() + ", seed " + seed + ", codes " + plain.codes() + ",";
    FoldCase real = snapped(plain);
    byte[] image = plain.image(seed + 1000);
    QuantizedNetwork quantized = plain.quantize(real.exponents(image), Fold.SHIFT);
    FoldWalk.assertFollows(quantized, real, List.of(image, plain.image(seed + 2000)), what);
    assertEquals(quantized, ModelFile.fromBytes(ModelFile.toBytes(quantized)), what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6C3-4C3-10",
        "8C3s2-MP2-6C5p-GAP-5",
        "6C3g3-4C3g2v-AP2-7FC-5",
        "4C3-R(4C3-4C3)-R(7C3s2-7C3)-GAP-5",
        "R(R(3C3-3C3)-3C1)-R(4C1)-MP3s2-GAP-3",
        "12FC-R(12FC-12FC)-R(15FC)-4",
        "AP3s2-5C3-GAP-4",
        "AP3-R(3C3-3C3)-AP3-6FC-5",
        "AP5s1-MP2-R(3C3-3C3)-BR-AP2s1-4",
        "AP3s1-D(BR-3C3n)-AP3-BR-5C1-GAP-3",
        "4C3-R(4C3-4C3)-R(7C3s2-7C3|7C1s2)-MP5s3p2-GAP-5",
        "5C3n-3xD(BR-3C3n)-BR-6C1n-AP2-2xD(BR-3C3n)-BR-GAP-4"
      })
  void everyLayerIsWithinOneUnitOfItsFormula(String notation) {
    Network network = Notation.parse(notation, new Shape(3, 9, 9));
    for (long seed = 0; seed < 6; seed++) {
      FoldCase plain = FoldCase.of(network, seed);
      assertFolds(plain, seed);
      assertFolds(withPowersOfTwo(plain.scaled(seed)), seed);
    }
  }

  /** Every multiplier of a chain, by the name of its layer, with the grid before it. */
  private static void multipliers(List<IntegerLayer> layers, Map<String, int[]> into) {
    for (IntegerLayer layer : layers) {
      switch (layer) {
        case IntegerLayer.Weighted w when w.epilogue() instanceof Epilogue.Requantize rule ->
            into.put(w.name(), rule.multiplier());
        case IntegerLayer.Residual block -> {
          multipliers(block.body(), into);
          multipliers(block.shortcut(), into);
          into.put("body of block " + into.size(), block.requantize().multiplier());
          into.put("shortcut of block " + into.size(), block.shortcutMultiplier());
        }
        case DenseLayer dense -> multipliers(dense.body(), into);
        case ChannelAffine affine -> into.put(affine.name(), affine.requantize().multiplier());
        case RecurrentLayer cell ->
            into.put(
                cell.name(),
                new int[] {cell.rule().inputMultiplier(), cell.rule().hiddenMultiplier()});
        default -> {}
      }
    }
  }

  private static FoldCase network(String notation, long seed) {
    return FoldCase.of(Notation.parse(notation, new Shape(3, 9, 9)), seed);
  }

  private static QuantizedNetwork shifted(FoldCase folded) {
    Map<String, Integer> exponents = new HashMap<>();
    Quantizer.activations(folded.network()).keySet().forEach(name -> exponents.put(name, 4));
    return folded.quantize(exponents, Fold.SHIFT);
  }

  @Test
  void everyMultiplierIsASumOfTwoPowersOfTwoOrZero() {
    String notation =
        "AP3s2-6C3-R(6C3-6C3)-R(8C3-8C3|8C1)-BR-AP1x3s1-D(BR-3C3n)-BR-R(11C3)-AP3x1s1-LSTM4-5";
    for (long seed = 0; seed < 20; seed++) {
      QuantizedNetwork quantized = shifted(network(notation, seed));
      Map<String, int[]> found = new TreeMap<>();
      multipliers(quantized.layers(), found);
      assertTrue(found.size() > 12, found.keySet().toString());
      int divisions = 0;
      for (Map.Entry<String, int[]> layer : found.entrySet()) {
        if (layer.getKey().startsWith("avgpool")) {
          divisions++;
          continue;
        }
        for (int m : layer.getValue()) {
          assertTrue(
              twoPowers(Math.abs((long) m)), "seed " + seed + ", " + layer.getKey() + ": " + m);
        }
      }
      assertEquals(3, divisions, "of the averages of 9, 3 and 3");
    }
  }

  private static boolean twoPowers(long magnitude) {
    for (int i = 0; i < 33; i++) {
      long rest = Math.abs(magnitude - (1L << i));
      if (magnitude == 0 || rest == 0 || Long.bitCount(rest) == 1) {
        return true;
      }
    }
    return false;
  }

  @Test
  void extremeScalesStaySumsOfTwo() {
    FoldCase folded = network("4C3-R(4C3-4C3)-BR-GAP-3", 1);
    for (float gamma : new float[] {3e38f, -3e38f, 1e-38f, Float.MIN_VALUE, 0}) {
      for (float variance : new float[] {0, 1e-30f, 3e38f}) {
        for (String norm : List.of("bn1", "bn2", "bn3", "bn4")) {
          folded.state().get(norm + ".weight")[1] = gamma;
          folded.state().get(norm + ".running_var")[1] = variance;
          folded.state().get(norm + ".running_mean")[1] = 0;
        }
        assertFolds(folded, 7);
      }
    }
  }

  @Test
  void logitsKeepAnExactSum() {
    QuantizedNetwork quantized = shifted(network("4C3-GAP-3", 2));
    assertEquals(3, quantized.layers().size());
    assertEquals(81, quantized.logitGrid().divisor());
  }

  @Test
  void scalesThatAreNoPowersOfTwoAreRefused() {
    FoldCase folded = network("4C3-GAP-3", 2);
    for (Scales scales :
        List.of(
            Scales.ofLayer(0.3f),
            Scales.ofChannels(1, 2, 4, 3),
            Scales.ofPlanes(new float[] {1}, new float[] {1.5f}))) {
      Map<String, Codes> codes = new HashMap<>(folded.codes());
      codes.put("conv1.weight", new Codes(2, 0, new byte[108], scales));
      FoldCase scaled =
          new FoldCase(folded.network(), folded.state(), codes, folded.preprocessing());
      Exception wrong =
          assertThrows(
              IllegalArgumentException.class,
              () -> scaled.quantize(Map.of("relu1", 4), Fold.SHIFT));
      assertTrue(wrong.getMessage().startsWith("conv1.weight: the fold shift"), wrong.getMessage());
      scaled.quantize(Map.of("relu1", 4), Fold.EXACT);
    }
  }

  /** Any other odd multiplier before a layer is refused, and so is this one elsewhere. */
  @Test
  void onlyTheReciprocalOfADivisorMayMultiply() {
    QuantizedNetwork quantized = shifted(network("AP3-4C3-3", 2));
    ChannelAffine division = (ChannelAffine) quantized.layers().get(1);
    int[] off = division.requantize().multiplier();
    off[2]++;
    Epilogue.Requantize rule = division.requantize();
    refused(
        quantized,
        new ChannelAffine(
            "avgpool1",
            division.in(),
            new Epilogue.Requantize(off, rule.bias(), rule.shift(), rule.output())));
    refused(
        quantized,
        new ChannelAffine(
            "avgpool1",
            division.in(),
            new Epilogue.Requantize(
                rule.multiplier(), new long[] {0, 0, 1}, rule.shift(), rule.output())));
  }

  private static void refused(QuantizedNetwork network, IntegerLayer division) {
    List<IntegerLayer> layers = new ArrayList<>(network.layers());
    layers.set(1, division);
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new QuantizedNetwork(
                    network.notation(),
                    network.preprocessing(),
                    network.classNames(),
                    Fold.SHIFT,
                    layers,
                    "{}"));
    assertTrue(wrong.getMessage().contains("powers of two under the fold"), wrong.getMessage());
  }
}
