package org.dyadic.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.ServiceLoader;
import org.dyadic.export.OnnxExporter.Variant;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.ScaledNetworks;
import org.dyadic.verify.Candidate;
import org.dyadic.verify.Comparison;
import org.dyadic.verify.ExecutorProvider;
import org.dyadic.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of layer in ONNX Runtime against the integer executor. */
class OnnxRuntimeTest {
  private static final int SEEDS = 8;
  private static final int IMAGES = 12;

  private static List<QuantizedNetwork> networks(long seed) {
    return List.of(
        RandomNetworks.withEveryLayer(seed),
        RandomNetworks.withRectangles(seed),
        ScaledNetworks.withEveryLayer(seed));
  }

  private static Comparison compare(QuantizedNetwork network, Variant variant, long seed)
      throws Exception {
    RandomImages images = new RandomImages(network.preprocessing().shape(), IMAGES, seed);
    return new Verifier(network, images).compare(new OnnxRuntimeCandidate(variant));
  }

  @ParameterizedTest
  @EnumSource(
      value = Variant.class,
      names = {"FLOAT", "INT2"})
  void floatVariantsGiveTheIntegerLogits(Variant variant) throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (QuantizedNetwork network : networks(seed)) {
        Comparison comparison = compare(network, variant, seed);
        assertEquals(0, comparison.differ(), network.notation() + ", seed " + seed);
        assertEquals(0, comparison.maxLogitDifference());
        assertEquals(IMAGES, comparison.images());
      }
    }
  }

  /** The wide products of these networks need float64; float32 gets most of them right. */
  @Test
  void qonnxRunsEveryLayer() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (QuantizedNetwork network : networks(seed)) {
        Comparison comparison = compare(network, Variant.QONNX, seed);
        assertTrue(comparison.differ() <= 1, network.notation() + ", seed " + seed);
      }
    }
  }

  /** These networks amplify a step from layer to layer: SingleLayerTest bounds single layers. */
  @Test
  void int8RunsEveryLayer() throws Exception {
    int same = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      for (QuantizedNetwork network : networks(seed)) {
        same += IMAGES - compare(network, Variant.INT8, seed).differ();
      }
    }
    int all = SEEDS * 3 * IMAGES;
    assertTrue(same > 0.9 * all, same + " of " + all + " classes are the same");
  }

  @Test
  void theServiceLoaderFindsEveryVariant() {
    List<String> names =
        ServiceLoader.load(ExecutorProvider.class).stream()
            .flatMap(provider -> provider.get().candidates().stream())
            .map(Candidate::name)
            .toList();
    assertTrue(
        names.containsAll(List.of("onnx-float", "onnx-int2", "onnx-int8", "qonnx")),
        names::toString);
  }
}
