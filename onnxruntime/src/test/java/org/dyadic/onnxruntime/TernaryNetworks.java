package org.dyadic.onnxruntime;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;

/** Small networks of 2-bit codes as training makes them: convolutions, a residual block, a pool. */
final class TernaryNetworks {
  private static final int CHANNELS = 8;
  private static final int CLASSES = 5;

  private final SplittableRandom random;
  private final long seed;
  private final List<IntegerLayer> layers = new ArrayList<>();

  private TernaryNetworks(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  static QuantizedNetwork of(long seed) {
    return new TernaryNetworks(seed).build();
  }

  private QuantizedNetwork build() {
    Shape image = new Shape(random.nextBoolean() ? 1 : 3, 10, 12);
    byte[] table = new byte[image.channels() * PixelTable.ENTRIES];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) random.nextInt(-127, 128);
    }
    Preprocessing input =
        new Preprocessing(
            image,
            Preprocessing.Fit.STRETCH,
            Preprocessing.ColorOrder.RGB,
            new PixelTable(5, table));
    Shape shape = new Shape(CHANNELS, 10, 12);
    layers.add(convolution("conv1", image, shape, 1, QuantizedNetwork.inputGrid(input)));
    layers.add(residual(shape, grid()));
    Shape pooled = new Shape(CHANNELS, 5, 6);
    layers.add(new IntegerLayer.MaxPool(shape, pooled, 2, 2, grid()));
    layers.add(convolution("depthwise", pooled, pooled, CHANNELS, grid()));
    layers.add(connected("fc1", pooled, 12));
    Codes codes = codes(12 * CLASSES);
    int[] bias = random.ints(CLASSES, -500, 500).toArray();
    Epilogue sums = Epilogue.Accumulate.proven(codes, bias, grid());
    Shape logits = Shape.vector(CLASSES);
    layers.add(new IntegerLayer.FullyConnected("fc2", Shape.vector(12), logits, codes, sums));
    List<String> classes = IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList();
    return new QuantizedNetwork("ternary", input, classes, Fold.EXACT, layers, "{}");
  }

  private Grid grid() {
    return layers.getLast().output();
  }

  private Codes codes(int count) {
    return RandomNetworks.codes(random.nextLong(), 2, count);
  }

  private Epilogue.Requantize rule(Codes codes, int channels, Grid input) {
    return RandomNetworks.requantize(seed, codes, channels, input, random.nextBoolean());
  }

  private IntegerLayer convolution(String name, Shape in, Shape out, int groups, Grid grid) {
    Codes codes = codes(out.channels() * (in.channels() / groups) * 9);
    return new IntegerLayer.Convolution(
        name, in, out, 3, 1, 1, groups, codes, rule(codes, out.channels(), grid));
  }

  private IntegerLayer connected(String name, Shape in, int outputs) {
    Codes codes = codes(in.size() * outputs);
    return new IntegerLayer.FullyConnected(
        name, in, Shape.vector(outputs), codes, rule(codes, outputs, grid()));
  }

  /**
   * The shortcut has the step of the output, with an even seed half of it, and the body stays
   * within a byte.
   */
  private IntegerLayer residual(Shape shape, Grid grid) {
    IntegerLayer first = convolution("body1", shape, shape, 1, grid);
    Codes codes = codes(CHANNELS * CHANNELS * 9);
    int[] none = random.ints(CHANNELS, -20, 20).toArray();
    Epilogue.Accumulate sums = Epilogue.Accumulate.proven(codes, none, first.output());
    IntegerLayer second =
        new IntegerLayer.Convolution("body2", shape, shape, 3, 1, 1, 1, codes, sums);
    int shift = 20;
    boolean halves = seed % 2 == 0;
    int largest = (int) (((halves ? 50L : 110L) << shift) / sums.output().magnitude());
    int[] m = random.ints(CHANNELS, -largest, largest).toArray();
    long[] b = random.longs(CHANNELS, -10L << shift, 10L << shift).toArray();
    int[] k = IntStream.generate(() -> 1 << (halves ? shift - 1 : shift)).limit(CHANNELS).toArray();
    Epilogue.Requantize join = new Epilogue.Requantize(m, b, shift, Grid.unsigned(8, 4));
    return new IntegerLayer.Residual(shape, shape, List.of(first, second), List.of(), join, k);
  }
}
