package org.dyadic.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.inference.Session;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random networks behave like trained ones as far as times depend on it. */
class BuiltInNetworksTest {
  private static final int SAMPLES = 100;
  private static final int IMAGES = 6;

  @ParameterizedTest
  @ValueSource(strings = {"lenet5@0.5", "vgg7@0.08", "resnet20", "densenet10"})
  void activationsFillTheirRange(String name) {
    QuantizedNetwork network = BuiltInNetworks.create(name, 0.33, 5);
    for (int end = 1; end < network.layers().size(); end++) {
      List<IntegerLayer> prefix = network.layers().subList(0, end);
      IntegerLayer last = prefix.getLast();
      if (last instanceof IntegerLayer.SumPool) {
        continue;
      }
      int[] values = samples(network, prefix);
      String what = "%s, layer %d, %s".formatted(name, end, last.getClass().getSimpleName());
      Grid grid = last.output();
      assertTrue(share(values, 0) < 0.8, () -> what + ": mostly zeros");
      assertTrue(share(values, grid.max()) < 0.05, () -> what + ": mostly clipped");
      long distinct = Arrays.stream(values).distinct().count();
      assertTrue(distinct > 30, () -> what + ": %d values".formatted(distinct));
    }
  }

  private static double share(int[] values, long value) {
    return (double) Arrays.stream(values).filter(v -> v == value).count() / values.length;
  }

  /** Some activations after some layers, read by a layer of which each output has one weight. */
  private static int[] samples(QuantizedNetwork network, List<IntegerLayer> prefix) {
    SplittableRandom random = new SplittableRandom(1);
    IntegerLayer last = prefix.getLast();
    byte[] oneHot = new byte[SAMPLES * last.out().size()];
    for (int i = 0; i < SAMPLES; i++) {
      oneHot[i * last.out().size() + random.nextInt(last.out().size())] = 1;
    }
    Codes codes = new Codes(2, 0, oneHot);
    Epilogue sums = Epilogue.Accumulate.proven(codes, new int[SAMPLES], last.output());
    Shape out = Shape.vector(SAMPLES);
    List<IntegerLayer> layers = new ArrayList<>(prefix);
    layers.add(new IntegerLayer.FullyConnected("samples", last.out(), out, codes, sums));
    List<String> classes = IntStream.range(0, SAMPLES).mapToObj(i -> "sample " + i).toList();
    return logits(
        new QuantizedNetwork("prefix", network.preprocessing(), classes, Fold.EXACT, layers, "{}"));
  }

  private static int[] logits(QuantizedNetwork network) {
    Session session = IntegerExecutor.of(network, "scalar").newSession();
    int size = network.preprocessing().shape().size();
    byte[] images = RandomImages.of(network.preprocessing().shape(), IMAGES, 3);
    int[] one = new int[network.classNames().size()];
    int[] all = new int[IMAGES * one.length];
    for (int i = 0; i < IMAGES; i++) {
      session.logits(images, i * size, one);
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet5@0.5", "vgg7@0.08", "resnet20", "fc256x10"})
  void imagesHaveDifferentClasses(String name) {
    QuantizedNetwork network = BuiltInNetworks.create(name, 0.33, 5);
    int[] logits = logits(network);
    long classes =
        IntStream.range(0, IMAGES)
            .map(
                image ->
                    IntStream.range(0, 10)
                        .reduce((a, b) -> logits[image * 10 + b] > logits[image * 10 + a] ? b : a)
                        .getAsInt())
            .distinct()
            .count();
    assertTrue(classes >= 3, () -> "%d classes of %d images".formatted(classes, IMAGES));
  }

  @Test
  void theSeedDecidesEverything() {
    QuantizedNetwork network = BuiltInNetworks.create("lenet5@0.25", 0.5, 5);
    assertEquals(network, BuiltInNetworks.create("lenet5@0.25", 0.5, 5));
    assertFalse(network.equals(BuiltInNetworks.create("lenet5@0.25", 0.5, 6)));
    assertEquals(0.5, network.sparsity(), 0.02);
    assertEquals(0, BuiltInNetworks.create("fc256x10", 0, 5).sparsity());
  }

  @Test
  void aConnectedLayerIsOneLayer() {
    QuantizedNetwork network = BuiltInNetworks.create("fc8192x16", 0.33, 5);
    assertEquals(1, network.layers().size());
    assertEquals(8192 * 16, network.weightCount());
    assertEquals(new Shape(1, 64, 128), network.preprocessing().shape());
    assertEquals(16, network.classNames().size());
  }

  @Test
  void whatIsNoNameIsSaid() {
    assertTrue(BuiltInNetworks.isName("vgg7@0.25"));
    assertFalse(BuiltInNetworks.isName("vgg7.dyadic"));
    assertThrows(IllegalArgumentException.class, () -> BuiltInNetworks.create("vgg8", 0.33, 5));
    assertThrows(IllegalArgumentException.class, () -> BuiltInNetworks.create("lenet5", 1, 5));
  }
}
