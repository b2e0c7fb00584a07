package org.dyadic.quant;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;

/** Small random networks that hold every kind of layer; the seed decides everything. */
public final class RandomNetworks {
  private final RandomGenerator random;
  private int layerNumber;

  private RandomNetworks(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /**
   * A network with a grouped, strided and padded convolution, a max pool without and one with
   * padding, residual blocks with an identity, a subsampling and a convolution as shortcut, dense
   * layers with channel affines, a sum pool and two fully connected layers.
   */
  public static QuantizedNetwork withEveryLayer(long seed) {
    return new RandomNetworks(seed).build();
  }

  /**
   * A network with rectangular, strided and padded convolutions, a depthwise one, a rectangular max
   * pool, padded or not, and a rectangular sum pool.
   */
  public static QuantizedNetwork withRectangles(long seed) {
    return new RandomNetworks(seed).buildRectangles();
  }

  /** The epilogue of a layer with random multipliers that spread its sums over the output grid. */
  public static Epilogue.Requantize requantize(
      long seed, Codes weights, int channels, Grid input, boolean wide) {
    return new RandomNetworks(seed).requantize(weights, channels, input, wide);
  }

  /** Random codes. */
  public static Codes codes(long seed, int bits, int count) {
    return new RandomNetworks(seed).codes(bits, count);
  }

  private QuantizedNetwork build() {
    Preprocessing preprocessing = preprocessing();
    List<IntegerLayer> layers = new ArrayList<>();
    Grid grid = QuantizedNetwork.inputGrid(preprocessing);
    Shape shape = preprocessing.shape();
    grid = append(layers, convolution(shape, grid, 6, 3, 2, 1, shape.channels(), false));
    shape = last(layers);
    grid = append(layers, convolution(shape, grid, 4, 1 + random.nextInt(3), 1, 0, 2, false));
    shape = last(layers);
    Shape pooled = new Shape(shape.channels(), shape.height() - 1, shape.width() - 1);
    grid = append(layers, new IntegerLayer.MaxPool(shape, pooled, 2, 1, grid));
    grid = append(layers, residual(pooled, grid, 1, 4, List.of()));
    Shape half = new Shape(7, (pooled.height() + 1) / 2, (pooled.width() + 1) / 2);
    IntegerLayer subsample = new IntegerLayer.Subsample(pooled, half, 2, grid);
    grid = append(layers, residual(pooled, grid, 2, 7, List.of(subsample)));
    IntegerLayer projection = convolution(half, grid, 3, 1, 2, 0, 1, true);
    grid = append(layers, residual(half, grid, 2, 3, List.of(projection)));
    grid = append(layers, dense(last(layers), grid));
    grid = append(layers, dense(last(layers), grid));
    shape = last(layers);
    Shape rows = new Shape(shape.channels(), shape.height() / 2 + 1, shape.width() / 2 + 1);
    grid = append(layers, new IntegerLayer.MaxPool(shape, rows, 2, 2, 1, grid));
    grid = append(layers, sumPool(last(layers), grid));
    grid = append(layers, connected(last(layers), grid, 9, false));
    append(layers, connected(last(layers), grid, 5, true));
    return named("random", preprocessing, layers);
  }

  private QuantizedNetwork buildRectangles() {
    Preprocessing preprocessing = preprocessing();
    List<IntegerLayer> layers = new ArrayList<>();
    Grid grid = QuantizedNetwork.inputGrid(preprocessing);
    Shape shape = preprocessing.shape();
    Extent kernel = new Extent(1 + random.nextInt(3), 4 + random.nextInt(2));
    Extent padding = new Extent(random.nextInt(kernel.rows()), random.nextInt(4));
    Extent stride = new Extent(1, 1 + random.nextInt(2));
    grid = append(layers, convolution(shape, grid, 6, kernel, stride, padding, 1, false));
    shape = last(layers);
    Extent low = new Extent(1, 3);
    Extent step = new Extent(2, 1);
    grid = append(layers, convolution(shape, grid, 6, low, step, new Extent(0, 1), 6, false));
    shape = last(layers);
    Extent above = new Extent(random.nextInt(2), 0);
    Shape pooled = new Shape(6, shape.height() + 2 * above.rows() - 1, (shape.width() - 1) / 2 + 1);
    Extent tall = new Extent(2, 1);
    Extent right = new Extent(1, 2);
    grid = append(layers, new IntegerLayer.MaxPool(shape, pooled, tall, right, above, grid));
    Extent whole = new Extent(pooled.height(), pooled.width());
    Grid sums = grid.summed(whole.area());
    Shape flat = Shape.vector(6);
    grid = append(layers, new IntegerLayer.SumPool(pooled, flat, whole, Extent.square(1), sums));
    append(layers, connected(flat, grid, 5, true));
    return named("rectangles", preprocessing, layers);
  }

  private static QuantizedNetwork named(
      String notation, Preprocessing preprocessing, List<IntegerLayer> layers) {
    List<String> classes = IntStream.range(0, 5).mapToObj(i -> "class " + i).toList();
    return new QuantizedNetwork(
        notation, preprocessing, classes, Fold.EXACT, layers, "{\"seed\": 1}");
  }

  private static Grid append(List<IntegerLayer> layers, IntegerLayer layer) {
    layers.add(layer);
    return layer.output();
  }

  private static Shape last(List<IntegerLayer> layers) {
    return layers.getLast().out();
  }

  private Preprocessing preprocessing() {
    int channels = random.nextBoolean() ? 1 : 3;
    Shape shape = new Shape(channels, 11 + random.nextInt(4), 11 + random.nextInt(4));
    byte[] codes = new byte[channels * PixelTable.ENTRIES];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (random.nextInt(255) - 127);
    }
    return new Preprocessing(
        shape, Preprocessing.Fit.STRETCH, Preprocessing.ColorOrder.RGB, new PixelTable(5, codes));
  }

  private IntegerLayer convolution(
      Shape in,
      Grid grid,
      int channels,
      int kernel,
      int stride,
      int padding,
      int groups,
      boolean accumulate) {
    return convolution(
        in,
        grid,
        channels,
        Extent.square(kernel),
        Extent.square(stride),
        Extent.square(padding),
        groups,
        accumulate);
  }

  private IntegerLayer convolution(
      Shape in,
      Grid grid,
      int channels,
      Extent kernel,
      Extent stride,
      Extent padding,
      int groups,
      boolean accumulate) {
    Shape out =
        new Shape(
            channels,
            (in.height() + 2 * padding.rows() - kernel.rows()) / stride.rows() + 1,
            (in.width() + 2 * padding.columns() - kernel.columns()) / stride.columns() + 1);
    int fanIn = in.channels() / groups * (int) kernel.area();
    Codes weights = codes(2 + random.nextInt(7), channels * fanIn);
    return new IntegerLayer.Convolution(
        "conv" + ++layerNumber,
        in,
        out,
        kernel,
        stride,
        padding,
        groups,
        weights,
        epilogue(weights, channels, grid, accumulate));
  }

  private IntegerLayer connected(Shape in, Grid grid, int outputs, boolean accumulate) {
    Codes weights = codes(2 + random.nextInt(2), in.size() * outputs);
    return new IntegerLayer.FullyConnected(
        "fc" + ++layerNumber,
        in,
        Shape.vector(outputs),
        weights,
        epilogue(weights, outputs, grid, accumulate));
  }

  private static IntegerLayer sumPool(Shape in, Grid grid) {
    int size = Math.min(in.height(), in.width());
    Shape out = new Shape(in.channels(), in.height() - size + 1, in.width() - size + 1);
    return new IntegerLayer.SumPool(in, out, size, 1, grid.summed((long) size * size));
  }

  private IntegerLayer residual(
      Shape in, Grid grid, int stride, int channels, List<IntegerLayer> shortcut) {
    List<IntegerLayer> body = new ArrayList<>();
    Grid inner = append(body, convolution(in, grid, channels, 3, stride, 1, 1, false));
    append(body, convolution(last(body), inner, channels, 3, 1, 1, 1, true));
    IntegerLayer.Weighted end = (IntegerLayer.Weighted) body.getLast();
    Epilogue.Requantize join = requantize(end.weights(), channels, inner, random.nextBoolean());
    int[] factors = new int[channels];
    for (int i = 0; i < channels; i++) {
      factors[i] = random.nextInt(1 << Math.min(join.shift(), 20)) - 1;
    }
    return new IntegerLayer.Residual(in, last(body), body, shortcut, join, factors);
  }

  /** A pre-activated convolution whose outputs are rounded to the input's grid. */
  private IntegerLayer dense(Shape in, Grid grid) {
    int shift = 3 + random.nextInt(20);
    int[] multiplier = random.ints(in.channels(), -1 << shift, 1 << shift).toArray();
    long[] bias = random.longs(in.channels(), -9L << shift, 9L << shift).toArray();
    Epilogue.Requantize rule =
        new Epilogue.Requantize(multiplier, bias, shift, Grid.unsigned(8, 3));
    IntegerLayer norm = new ChannelAffine("bn" + ++layerNumber, in, rule);
    int channels = 1 + random.nextInt(3);
    Codes weights = codes(2, channels * in.channels() * 9);
    Epilogue.Requantize end = requantize(weights, channels, rule.output(), random.nextBoolean());
    Epilogue.Requantize onGrid =
        new Epilogue.Requantize(end.multiplier(), end.bias(), end.shift(), grid);
    Shape out = new Shape(channels, in.height(), in.width());
    IntegerLayer convolution =
        new IntegerLayer.Convolution("conv" + ++layerNumber, in, out, 3, 1, 1, 1, weights, onGrid);
    return new DenseLayer(in, List.of(norm, convolution));
  }

  private Epilogue epilogue(Codes weights, int channels, Grid input, boolean accumulate) {
    if (!accumulate) {
      return requantize(weights, channels, input, random.nextBoolean());
    }
    int[] bias = random.ints(channels, -1000, 1000).toArray();
    return Epilogue.Accumulate.proven(weights, bias, input);
  }

  private Epilogue.Requantize requantize(Codes weights, int channels, Grid input, boolean wide) {
    Range sums = Epilogue.Accumulate.proven(weights, new int[channels], input).output().range();
    int shift = Math.max(0, sums.bits() - 12) + (wide ? 24 : 3);
    int largest = wide ? 1 << 26 : 1 << 5;
    int[] multiplier = random.ints(channels, -largest, largest).toArray();
    multiplier[random.nextInt(channels)] = 0;
    long[] bias = new long[channels];
    for (int i = 0; i < channels; i++) {
      bias[i] = random.nextLong(-1L << (shift + 5), 1L << (shift + 6));
    }
    Grid output = random.nextBoolean() ? Grid.unsigned(8, 3) : Grid.signed(8, 2);
    return new Epilogue.Requantize(multiplier, bias, shift, output);
  }

  private Codes codes(int bits, int count) {
    int top = FixedPoint.top(bits);
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) (random.nextInt(2 * top + 1) - top);
    }
    return new Codes(bits, random.nextInt(9), values);
  }
}
