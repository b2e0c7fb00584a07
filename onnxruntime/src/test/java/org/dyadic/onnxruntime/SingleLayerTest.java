package org.dyadic.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.export.OnnxExporter.Variant;
import org.dyadic.model.Shape;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.verify.Comparison;
import org.dyadic.verify.Verifier;
import org.junit.jupiter.api.Test;

/**
 * One layer in bytes, whose every output is a logit: it is off by no more than its rounded bias and
 * a tie explain.
 */
class SingleLayerTest {
  private static final int SEEDS = 40;
  private static final int IMAGES = 20;
  private static final Shape IMAGE = new Shape(4, 5, 4);
  private static final Shape OUT = new Shape(6, 3, 2);

  /**
   * Codes of 2 to 8 bits; to 7 where a processor without dot products of bytes adds pairs of
   * products in 16 bits, which those of 8 bits leave (docs/export-onnx.md).
   */
  private static final int WIDTHS = addsPairsIn16Bits() ? 6 : 7;

  private static boolean addsPairsIn16Bits() {
    Path file = Path.of("/proc/cpuinfo");
    try {
      String features = Files.exists(file) ? Files.readString(file) : "";
      return features.contains("avx2") && !features.contains("vnni");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Preprocessing input(SplittableRandom random) {
    byte[] table = new byte[IMAGE.channels() * PixelTable.ENTRIES];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) random.nextInt(-127, 128);
    }
    return new Preprocessing(
        IMAGE, Preprocessing.Fit.STRETCH, Preprocessing.ColorOrder.RGB, new PixelTable(5, table));
  }

  /** The layer, then a fully connected one whose weights are the unit matrix. */
  private static QuantizedNetwork network(Preprocessing input, IntegerLayer layer) {
    int size = layer.out().size();
    byte[] unit = new byte[size * size];
    IntStream.range(0, size).forEach(i -> unit[i * size + i] = 1);
    Codes codes = new Codes(2, 0, unit);
    Epilogue sums = Epilogue.Accumulate.proven(codes, new int[size], layer.output());
    Shape logits = Shape.vector(size);
    return new QuantizedNetwork(
        "probe",
        input,
        IntStream.range(0, size).mapToObj(Integer::toString).toList(),
        Fold.EXACT,
        List.of(layer, new IntegerLayer.FullyConnected("unit", layer.out(), logits, codes, sums)),
        "{}");
  }

  /** Half a unit of the bias, and one step. */
  private static void assertClose(QuantizedNetwork network, Epilogue.Requantize rule, String what)
      throws Exception {
    long largest = Arrays.stream(rule.multiplier()).mapToLong(Math::abs).max().orElseThrow();
    long bound = 1 + Math.ceilDiv(largest, 1L << (rule.shift() + 1));
    Comparison comparison =
        new Verifier(network, new RandomImages(IMAGE, IMAGES, 7))
            .compare(new OnnxRuntimeCandidate(Variant.INT8));
    assertTrue(comparison.maxLogitDifference() <= bound, what + ": " + comparison + " > " + bound);
  }

  @Test
  void convolutionsOfAllWidths() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Preprocessing input = input(random);
      Grid grid = QuantizedNetwork.inputGrid(input);
      int groups = random.nextBoolean() ? 1 : 2;
      int bits = 2 + seed % WIDTHS;
      Codes codes = RandomNetworks.codes(seed, bits, 6 * (4 / groups) * 9);
      Epilogue.Requantize rule =
          RandomNetworks.requantize(seed, codes, 6, grid, random.nextBoolean());
      IntegerLayer layer =
          new IntegerLayer.Convolution("conv", IMAGE, OUT, 3, 2, 1, groups, codes, rule);
      assertClose(network(input, layer), rule, "seed " + seed + ", " + bits + " bits");
    }
  }

  @Test
  void fullyConnectedLayersOfAllWidths() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Preprocessing input = input(random);
      int bits = 2 + seed % WIDTHS;
      Codes codes = RandomNetworks.codes(seed, bits, 8 * IMAGE.size());
      Epilogue.Requantize rule =
          RandomNetworks.requantize(
              seed, codes, 8, QuantizedNetwork.inputGrid(input), random.nextBoolean());
      Shape out = Shape.vector(8);
      IntegerLayer layer = new IntegerLayer.FullyConnected("fc", IMAGE, out, codes, rule);
      assertClose(network(input, layer), rule, "seed " + seed + ", " + bits + " bits");
    }
  }

  @Test
  void affines() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Preprocessing input = input(random);
      int shift = random.nextInt(0, 20);
      int[] m = random.ints(4, -2 << shift, 2 << shift).toArray();
      long[] b = random.longs(4, -100L << shift, 100L << shift).toArray();
      Grid grid = random.nextBoolean() ? Grid.unsigned(4, 3) : Grid.signed(8, 3);
      Epilogue.Requantize rule = new Epilogue.Requantize(m, b, shift, grid);
      IntegerLayer layer = new ChannelAffine("affine", IMAGE, rule);
      assertClose(network(input, layer), rule, "seed " + seed);
    }
  }
}
