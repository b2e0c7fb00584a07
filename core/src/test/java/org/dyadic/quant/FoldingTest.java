package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dyadic.inference.Classifier;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folded networks against real arithmetic, layer by layer. */
class FoldingTest {
  private static final Layer.BatchNorm NORM = new Layer.BatchNorm();
  private static final Layer.Relu RELU = new Layer.Relu();

  private static void assertFolds(Network network, long seed) {
    FoldCase plain = FoldCase.of(network, seed);
    assertFolds(plain, seed);
    assertFolds(plain.scaled(seed), seed);
  }

  private static void assertFolds(FoldCase folded, long seed) {
    Network network = folded.network();
    String what = network + ", seed " + seed + ", codes " + folded.codes() + ",";
    byte[] image = folded.image(seed + 1000);
    QuantizedNetwork quantized = folded.quantize(folded.exponents(image));
    FoldWalk.assertFollows(quantized, folded, List.of(image, folded.image(seed + 2000)), what);
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
        "4C3s3-AP2s1-5C1-MP2-6FC-3",
        "6C1x5-4C3x1s1x2-MP2s1p1x0-AP1x2s1-5C2x3s2x1p-GAP-3",
        "6C3-DW3s2-8C1-DW1x3-4C1-GAP-3",
        "6C1g3-12C3g6-R(DW3-12C1g4)-R(16C1g2-DW3s2)-6FC-3",
        "4C3-MP3s2p1-R(4C3-4C3)-R(7C3s2-7C3|7C1s2)-MP5s3p2-GAP-5",
        "5C3n-3xD(BR-3C3n)-BR-6C1n-AP2-2xD(BR-3C3n)-BR-GAP-4",
        "D(BR-3C3n)-4C3-D(2C3-3C1)-MP3s1p1-D(BR-4C1-MP3s1p1)-D(R(11C3))-3C3n-GAP-BR-6FC-5",
        "6C3-BR-D(D(BR-2C3n)-BR-3C1n)-R(BR-11C3n|D(BR-2C1n)-11C3)-GAP-3"
      })
  void everyLayerIsWithinOneUnitOfItsFormula(String notation) {
    Network network = Notation.parse(notation, new Shape(3, 9, 9));
    for (long seed = 0; seed < 6; seed++) {
      assertFolds(network, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8C1x5-MP1x2-DW1x3s2-6C1-R(6C1x3-6C1x3)-R(9C1x3s2-9C1x3)-GAP-4",
        "6C1x9s1x4p-MP1x4s1x3p0x2-AP1x3-7FC-4",
        "DW1x7-5C1-MP1x4s1x3-4"
      })
  void oneDimensionalNetworksFoldToo(String notation) {
    Network network = Notation.parse(notation, new Shape(2, 1, 41));
    for (long seed = 0; seed < 6; seed++) {
      assertFolds(network, seed);
    }
  }

  @Test
  void layersThatNotationHasNoWordForFoldToo() {
    Shape shape = new Shape(2, 7, 7);
    Layer.Convolution biased = new Layer.Convolution(4, 3, 1, 1, 1, true);
    Layer.Convolution plain = new Layer.Convolution(4, 1, 2, 0, 1, false);
    Layer projection = new Layer.Residual(List.of(plain, NORM), List.of(plain, NORM));
    Layer biasedSides = new Layer.Residual(List.of(biased), List.of(biased, NORM));
    Layer biasedEnd = new Layer.Residual(List.of(biased, NORM), List.of());
    Layer nested = new Layer.Residual(List.of(plain), List.of(projection, biasedEnd));
    List<Layer> end = List.of(new Layer.GlobalAveragePool(), new Layer.Linear(3, true));
    for (List<Layer> start :
        List.<List<Layer>>of(
            List.of(biased),
            List.of(biased, NORM),
            List.of(biased, RELU),
            List.of(plain),
            List.of(biased, NORM, RELU, projection, RELU),
            List.of(biased, NORM, RELU, projection),
            List.of(projection, RELU),
            List.of(biasedSides, biasedSides, RELU),
            List.of(nested))) {
      List<Layer> layers = new ArrayList<>(start);
      layers.addAll(end);
      for (long seed = 0; seed < 4; seed++) {
        assertFolds(new Network(shape, layers), seed);
      }
    }
  }

  @Test
  void aNetworkWithoutHiddenRoundingIsExact() {
    for (String notation : List.of("5", "MP2-5", "GAP-5", "AP3-MP2-5", "MP3s2-AP2s1-GAP-5")) {
      Network network = Notation.parse(notation, new Shape(3, 7, 7));
      for (long seed = 0; seed < 5; seed++) {
        FoldCase folded = FoldCase.of(network, seed);
        Arrays.fill(folded.state().get("fc1.bias"), 0);
        QuantizedNetwork quantized = folded.quantize(Map.of());
        byte[] image = folded.image(seed);
        double[] real = folded.reference().run(network.nodes(), folded.input(image)).values();
        int[] logits = Classifier.of(quantized).logits(image);
        for (int i = 0; i < real.length; i++) {
          double value = logits[i] * quantized.logitGrid().step();
          assertEquals(real[i], value, 1e-9, notation + ", seed " + seed);
        }
      }
    }
  }
}
