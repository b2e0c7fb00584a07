package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

class QuantizerTest {
  private static final Layer.BatchNorm NORM = new Layer.BatchNorm();
  private static final Layer.Relu RELU = new Layer.Relu();

  @Test
  void activationsAreWhatIsRounded() {
    Network network =
        Notation.parse("4C3-MP2-R(4C3-4C3)-R(6C3s2-6C3)-GAP-7FC-3", new Shape(1, 9, 9));
    Map<String, Activation> unsigned = new HashMap<>();
    for (int i = 1; i <= 6; i++) {
      unsigned.put("relu" + i, new Activation(false, 8));
    }
    assertEquals(unsigned, Quantizer.activations(network));
    Layer.Convolution c = new Layer.Convolution(4, 3, 1, 1, 1, false);
    List<Layer> signed =
        List.of(
            c,
            NORM,
            c,
            new Layer.Residual(List.of(c, NORM), List.of()),
            new Layer.Flatten(),
            new Layer.Linear(3, true));
    assertEquals(
        Map.of(
            "bn1", new Activation(true, 8),
            "conv2", new Activation(true, 8),
            "block1", new Activation(true, 8)),
        Quantizer.activations(new Network(new Shape(4, 5, 5), signed)));
  }

  /** A run of dense layers has one step; what is pooled before it joins keeps its bits. */
  @Test
  void aConcatenationIsOneTensor() {
    Network network =
        Notation.parse("4C3n-3xD(BR-3C3n)-BR-5C1n-AP2-2xD(BR-3C3n)-BR-GAP-3", new Shape(1, 8, 8));
    Map<String, Activation> expected = new HashMap<>();
    for (int i = 1; i <= 7; i++) {
      expected.put("relu" + i, new Activation(false, 8));
    }
    expected.put("dense3", new Activation(true, 16));
    expected.put("conv5", new Activation(true, 16));
    expected.put("dense5", new Activation(true, 16));
    assertEquals(expected, Quantizer.activations(network));
  }

  private static String refused(List<Layer> layers) {
    Network network = new Network(new Shape(4, 6, 6), layers);
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              FoldCase folded = FoldCase.of(network, 1);
              Map<String, Integer> exponents = new HashMap<>();
              Quantizer.activations(network).keySet().forEach(name -> exponents.put(name, 4));
              folded.quantize(exponents);
            });
    return wrong.getMessage();
  }

  @Test
  void whatCannotFoldNamesTheLayer() {
    Layer.Convolution c = new Layer.Convolution(4, 3, 1, 1, 1, false);
    Layer pool = new Layer.GlobalAveragePool();
    Layer.Flatten flatten = new Layer.Flatten();
    Layer.Linear last = new Layer.Linear(3, true);
    Layer.Residual block = new Layer.Residual(List.of(c, NORM), List.of());
    Map<List<Layer>, String> cases = new LinkedHashMap<>();
    cases.put(
        List.<Layer>of(RELU, c, flatten, last), "layer relu1: a ReLU can be packed only right");
    cases.put(List.<Layer>of(pool, RELU, last), "layer relu1: a ReLU");
    cases.put(
        List.<Layer>of(flatten, flatten, last), "layer flatten1: only a linear layer can follow");
    cases.put(List.<Layer>of(pool, last, NORM), "layer bn1: the last layer's logits must not pass");
    cases.put(List.<Layer>of(pool, last, RELU), "layer relu1: a network must end in");
    cases.put(List.<Layer>of(pool, NORM), "layer bn1: a network must end in");
    cases.put(
        List.<Layer>of(
            new Layer.Residual(List.of(c, new Layer.MaxPool(1, 1), NORM), List.of()),
            flatten,
            last),
        "layer block1: the body of a residual block must end in");
    cases.put(List.<Layer>of(pool), "layer gap1: a network must end in");
    cases.put(
        List.<Layer>of(flatten, last, flatten), "layer flatten2: only a linear layer can follow");
    cases.put(List.<Layer>of(c, flatten), "layer flatten1: only a linear layer can follow");
    cases.put(
        List.<Layer>of(
            pool, new Layer.Residual(List.of(new Layer.Linear(4, false), NORM), List.of())),
        "layer block1: a network must end in");
    cases.put(
        List.<Layer>of(new Layer.Residual(List.of(c, NORM, RELU), List.of()), RELU, flatten, last),
        "layer block1: the body of a residual block must end in");
    cases.put(
        List.<Layer>of(
            new Layer.Residual(List.of(c, new Layer.MaxPool(1, 1)), List.of()), flatten, last),
        "layer block1: the body of a residual block must end in");
    cases.put(
        List.<Layer>of(new Layer.Residual(List.of(block), List.of()), flatten, last),
        "layer block1: the body of a residual block must end in");
    cases.forEach(
        (layers, message) -> {
          String actual = refused(layers);
          assertTrue(actual.contains(message), actual);
        });
  }

  private static String refused(FoldCase folded, Map<String, Integer> exponents) {
    return assertThrows(IllegalArgumentException.class, () -> folded.quantize(exponents))
        .getMessage();
  }

  @Test
  void whatIsMissingIsNamed() {
    FoldCase whole = FoldCase.of(Notation.parse("4C3-GAP-3", new Shape(1, 5, 5)), 1);
    assertTrue(refused(whole, Map.of()).contains("no activation step for layer relu1"));
    Map<String, Codes> some = new HashMap<>(whole.codes());
    some.remove("fc1.weight");
    FoldCase lacking = new FoldCase(whole.network(), whole.state(), some, whole.preprocessing());
    assertTrue(refused(lacking, Map.of("relu1", 3)).contains("no codes for fc1.weight"));
    some.put("fc1.weight", new Codes(2, 0, new byte[11]));
    assertTrue(
        refused(lacking(whole, some), Map.of("relu1", 3))
            .contains("fc1.weight: 11 codes for 12 weights"));
    some.put("fc1.weight", new Codes(2, 0, new byte[12], Scales.ofChannels(1, 2)));
    assertTrue(
        refused(lacking(whole, some), Map.of("relu1", 3))
            .contains("fc1: 2 scales for 3 output channels"));
    assertTrue(refused(whole, Map.of("relu1", 63)).contains("exponent (=63)"));
  }

  private static FoldCase lacking(FoldCase whole, Map<String, Codes> codes) {
    return new FoldCase(whole.network(), whole.state(), codes, whole.preprocessing());
  }

  @Test
  void numbersThatAreNoneNameTheirLayer() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 3e38f}) {
      for (String name : List.of("bn1.bias", "bn1.running_mean", "fc1.bias")) {
        FoldCase folded = FoldCase.of(Notation.parse("4C3-GAP-3", new Shape(1, 5, 5)), 1);
        Arrays.fill(folded.state().get("bn1.weight"), 1);
        folded.state().get(name)[1] = bad;
        String layer = name.startsWith("bn1") ? "conv1" : "fc1";
        String message = refused(folded, Map.of("relu1", 3));
        assertTrue(message.startsWith(layer + ": "), message);
        assertTrue(bad == 3e38f || message.contains("channel 1: "), message);
      }
    }
    FoldCase folded = FoldCase.of(Notation.parse("4C3-GAP-3", new Shape(1, 5, 5)), 1);
    folded.state().get("bn1.running_var")[2] = -1;
    String message = refused(folded, Map.of("relu1", 3));
    assertTrue(message.startsWith("conv1: channel 2: "), message);
  }
}
