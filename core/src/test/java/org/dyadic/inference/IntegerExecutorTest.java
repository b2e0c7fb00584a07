package org.dyadic.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.dyadic.bench.BuiltInNetworks;
import org.dyadic.quant.NaiveReference;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.ScaledNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerExecutorTest {

  @Test
  void everyLayerGivesTheIntegersOfTheFormulas() {
    givesTheIntegersOfTheFormulas(RandomNetworks::withEveryLayer);
  }

  @Test
  void rectangularLayersGiveTheIntegersOfTheFormulas() {
    givesTheIntegersOfTheFormulas(RandomNetworks::withRectangles);
  }

  @Test
  void weightsOfEveryFormGiveTheIntegersOfTheFormulas() {
    givesTheIntegersOfTheFormulas(ScaledNetworks::withEveryLayer);
  }

  private static void givesTheIntegersOfTheFormulas(LongFunction<QuantizedNetwork> networks) {
    int different = 0;
    for (long seed = 0; seed < 60; seed++) {
      QuantizedNetwork network = networks.apply(seed);
      int[] logits = new int[network.classNames().size()];
      int[] first = null;
      Map<String, Session> sessions = sessions(network);
      for (byte[] pixels : images(network, seed)) {
        int[] expected = NaiveReference.logits(network, pixels);
        for (String kernels : sessions.keySet()) {
          sessions.get(kernels).logits(pixels, 0, logits);
          assertArrayEquals(expected, logits, kernels + ", seed " + seed);
        }
        first = first == null ? logits.clone() : first;
        different += Arrays.equals(first, logits) ? 0 : 1;
      }
    }
    assertTrue(different > 60, "the networks must depend on their input, " + different);
  }

  /** One of each kind of kernels; it finds in its memory what its last image left there. */
  private static Map<String, Session> sessions(QuantizedNetwork network) {
    return IntegerExecutor.available().stream()
        .collect(
            Collectors.toMap(
                kernels -> kernels, kernels -> IntegerExecutor.of(network, kernels).newSession()));
  }

  /** Layers of many shapes share a session's memory. */
  @ParameterizedTest
  @ValueSource(strings = {"mobilenet", "dscnn", "resnet20@0.5"})
  void imageAfterImageGivesTheIntegersOfTheDefinition(String name) {
    QuantizedNetwork network = BuiltInNetworks.create(name, 0.33, 7);
    Map<String, Session> sessions = sessions(network);
    int[] expected = new int[network.classNames().size()];
    int[] logits = new int[expected.length];
    for (byte[] pixels : images(network, 7)) {
      IntegerExecutor.of(network, "scalar").newSession().logits(pixels, 0, expected);
      for (String kernels : sessions.keySet()) {
        sessions.get(kernels).logits(pixels, 0, logits);
        assertArrayEquals(expected, logits, kernels);
      }
    }
  }

  /** Noise, black, white, and noise of the two extremes only. */
  private static byte[][] images(QuantizedNetwork network, long seed) {
    Random random = new Random(seed);
    byte[][] images = new byte[4][network.preprocessing().shape().size()];
    random.nextBytes(images[0]);
    Arrays.fill(images[2], (byte) 255);
    for (int i = 0; i < images[3].length; i++) {
      images[3][i] = (byte) (random.nextBoolean() ? 0 : 255);
    }
    return images;
  }

  /** One image of all sessions, by plain Java; kernels that were asked for run every image. */
  @Test
  void theFirstImageIsRunByTheDefinitionUnlessKernelsAreNamed() {
    QuantizedNetwork network = RandomNetworks.withEveryLayer(5);
    byte[] pixels = images(network, 5)[0];
    int[] expected = NaiveReference.logits(network, pixels);
    int[] logits = new int[expected.length];
    IntegerExecutor executor = IntegerExecutor.of(network);
    boolean vectors = !executor.kernels().equals(IntegerExecutor.available().getFirst());
    assertEquals(vectors && !KernelChooser.forced(), executor.isCold());
    for (int i = 0; i < 3; i++) {
      executor.newSession().logits(pixels, 0, logits);
      assertArrayEquals(expected, logits);
      assertFalse(executor.isCold(), "the definition's weights are given up");
    }
    for (String kernels : IntegerExecutor.available()) {
      assertFalse(IntegerExecutor.of(network, kernels).isCold(), kernels);
    }
    QuantizedNetwork large = BuiltInNetworks.create("fc1024x1024", 0.33, 1);
    assertFalse(IntegerExecutor.of(large).isCold(), "a million weights and more");
  }

  @Test
  void aSessionReadsAtItsOffsetAndForgetsThePreviousImage() {
    QuantizedNetwork network = RandomNetworks.withEveryLayer(7);
    int size = network.preprocessing().shape().size();
    byte[] pixels = new byte[3 * size + 5];
    new Random(3).nextBytes(pixels);
    Session session = IntegerExecutor.of(network).newSession();
    int[] logits = new int[network.classNames().size()];
    for (int image = 2; image >= 0; image--) {
      session.logits(pixels, image * size + 5, logits);
      byte[] alone = Arrays.copyOfRange(pixels, image * size + 5, (image + 1) * size + 5);
      assertArrayEquals(NaiveReference.logits(network, alone), logits);
    }
  }

  @Test
  void argumentsAreChecked() {
    QuantizedNetwork network = RandomNetworks.withEveryLayer(7);
    int size = network.preprocessing().shape().size();
    Session session = IntegerExecutor.of(network).newSession();
    byte[] pixels = new byte[size];
    assertThrows(IndexOutOfBoundsException.class, () -> session.logits(pixels, 1, new int[5]));
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> session.logits(pixels, 0, new int[4]));
    assertEquals("logits: length (=4) must be the number of classes (=5)", wrong.getMessage());
  }
}
