package org.dyadic.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.dyadic.bench.BuiltInNetworks;
import org.dyadic.bench.Contender;
import org.dyadic.bench.ContenderProvider;
import org.dyadic.bench.KernelContender;
import org.dyadic.bench.RandomImages;
import org.dyadic.bench.Workload;
import org.dyadic.export.OnnxOpponent;
import org.dyadic.export.UnsupportedNetworkException;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opponents are only worth timing if they compute the same network. */
class OnnxContendersTest {
  private static final int IMAGES = 24;

  private final ContenderProvider provider = new OnnxContenders();

  private static int[] run(Contender contender, byte[] pixels) {
    try (contender) {
      contender.load(pixels);
      contender.run();
      return contender.classes();
    }
  }

  private static int[] expected(QuantizedNetwork network, byte[] pixels) {
    IntegerExecutor scalar = IntegerExecutor.of(network, "scalar");
    return run(new KernelContender("scalar", scalar, new Workload(network, IMAGES, 2)), pixels);
  }

  private static int same(int[] a, int[] b) {
    int same = 0;
    for (int i = 0; i < a.length; i++) {
      same += a[i] == b[i] ? 1 : 0;
    }
    return same;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lenet5@0.5", "vgg7@0.1", "resnet20", "densenet10", "dscnn@0.25", "fc512x40"})
  void contendersGiveTheClassesOfTheIntegers(String name) throws Exception {
    QuantizedNetwork network = BuiltInNetworks.create(name, 0.33, 2);
    byte[] pixels = RandomImages.of(network.preprocessing().shape(), IMAGES, 9);
    int[] expected = expected(network, pixels);
    for (String contender : provider.contenders(network)) {
      int[] classes = run(provider.open(contender, new Workload(network, IMAGES, 2)), pixels);
      // Joins in bytes round twice (docs/export-onnx.md), and these logits lie close together.
      boolean joins = name.startsWith("resnet");
      boolean rounds = joins || contender.startsWith("ort-fp32") || contender.startsWith("ort-nb");
      int least = rounds ? IMAGES * 2 / 3 : IMAGES - 2;
      assertTrue(
          same(expected, classes) >= least,
          () ->
              "%s %s: %s, not %s"
                  .formatted(name, contender, Arrays.toString(classes), Arrays.toString(expected)));
    }
  }

  /** The table is no part of the graph, so that what is looked up before must be what it gives. */
  @Test
  void theCodesOfPixelsGiveTheSameAsPixels() throws Exception {
    QuantizedNetwork network = BuiltInNetworks.create("lenet5@0.5", 0.5, 3);
    byte[] pixels = RandomImages.of(network.preprocessing().shape(), IMAGES, 4);
    Workload workload = new Workload(network, IMAGES, 1);
    assertArrayEquals(
        run(provider.open("ort-int8", workload), pixels),
        run(provider.open("ort-int8-codes", workload), pixels));
  }

  @Test
  void aSecondBatchReplacesTheFirst() throws Exception {
    QuantizedNetwork network = BuiltInNetworks.create("fc256x10", 0.33, 3);
    byte[] first = RandomImages.of(network.preprocessing().shape(), 1, 4);
    byte[] second = RandomImages.of(network.preprocessing().shape(), 1, 8);
    Workload one = new Workload(network, 1, 1);
    int[] wanted = run(provider.open("ort-int8", one), second);
    try (Contender contender = provider.open("ort-int8", one)) {
      contender.load(first);
      contender.run();
      contender.load(second);
      contender.run();
      assertArrayEquals(wanted, contender.classes());
    }
  }

  @Test
  void twoBitProductsAreForOneLayerOnly() {
    List<String> of = provider.contenders(BuiltInNetworks.create("fc512x10", 0.33, 1));
    assertTrue(of.contains("ort-nbits2") && of.contains("ort-nbits2-fp32"), of::toString);
    QuantizedNetwork lenet = BuiltInNetworks.create("lenet5@0.1", 0.33, 1);
    assertEquals(
        Set.of("ort-int8", "ort-int8-codes", "ort-int8-nchw", "ort-fp32"),
        new TreeSet<>(provider.contenders(lenet)));
    assertThrows(UnsupportedNetworkException.class, () -> OnnxOpponent.NBITS2.encode(lenet));
  }

  /** Networks with shortcuts that project, two planes and signed activations. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyLayerIsExpressedOrRefused(long seed) throws Exception {
    QuantizedNetwork network = RandomNetworks.withEveryLayer(seed);
    byte[] pixels = RandomImages.of(network.preprocessing().shape(), IMAGES, seed);
    for (String contender : provider.contenders(network)) {
      assertEquals(
          IMAGES,
          run(provider.open(contender, new Workload(network, IMAGES, 1)), pixels).length,
          contender);
    }
  }

  @Test
  void recurrentLayersAreRefused() {
    QuantizedNetwork network = BuiltInNetworks.create("lstm@0.1", 0.33, 1);
    for (String contender : provider.contenders(network)) {
      assertThrows(
          UnsupportedNetworkException.class,
          () -> provider.open(contender, new Workload(network, 1, 1)));
    }
  }

  @Test
  void theProviderIsAServiceWithFacts() throws Exception {
    List<String> names =
        ServiceLoader.load(ContenderProvider.class).stream().map(p -> p.get().name()).toList();
    assertTrue(names.contains("onnxruntime"), names::toString);
    assertTrue(provider.facts().get("version").matches("[0-9]+\\.[0-9]+\\..*"));
    assertTrue(provider.facts().get("options").contains("intra-op"));
  }
}
