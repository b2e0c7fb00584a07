package org.dyadic.format;

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

/** Networks with one remarkable property each. */
public final class Networks {
  private Networks() {}

  /** The same network by another name. */
  static QuantizedNetwork named(String notation, QuantizedNetwork network) {
    return new QuantizedNetwork(
        notation,
        network.preprocessing(),
        network.classNames(),
        network.fold(),
        network.layers(),
        network.provenance());
  }

  /** Residual blocks of one value, each the body of another. */
  static QuantizedNetwork nested(int depth) {
    Preprocessing input = preprocessing(Shape.vector(1));
    Grid grid = QuantizedNetwork.inputGrid(input);
    IntegerLayer layer = block(List.of(sums(grid, "inner")), grid);
    for (int i = 1; i < depth; i++) {
      layer = block(List.of(layer, sums(grid, "end " + i)), grid);
    }
    return network("nested", input, List.of(layer, sums(grid, "last")));
  }

  private static IntegerLayer block(List<IntegerLayer> body, Grid grid) {
    Shape one = Shape.vector(1);
    Epilogue.Requantize rule = rule(new int[] {1}, new long[] {0}, 1, grid);
    return new IntegerLayer.Residual(one, one, body, List.of(), rule, new int[] {1});
  }

  private static IntegerLayer sums(Grid grid, String name) {
    Codes codes = new Codes(2, 0, new byte[] {1});
    Shape one = Shape.vector(1);
    return new IntegerLayer.FullyConnected(
        name, one, one, codes, Epilogue.Accumulate.proven(codes, new int[1], grid));
  }

  private static Epilogue.Requantize rule(int[] m, long[] b, int shift, Grid grid) {
    return new Epilogue.Requantize(m, b, shift, grid);
  }

  private static Preprocessing preprocessing(Shape shape) {
    return new Preprocessing(
        shape,
        Preprocessing.Fit.CROP,
        Preprocessing.ColorOrder.RGB,
        PixelTable.normalizing(new double[] {0.13}, new double[] {0.31}));
  }

  private static QuantizedNetwork network(
      String notation, Preprocessing input, List<IntegerLayer> layers) {
    int classes = layers.getLast().out().channels();
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    String provenance = "{" + "\"key\": \"value\", ".repeat(96) + "\"end\": 0}";
    return new QuantizedNetwork(notation, input, names, Fold.EXACT, layers, provenance);
  }

  /** LeNet-5 with 31-bit multipliers and biases beyond 32 bits: the widest that training makes. */
  public static QuantizedNetwork leNet5() {
    Preprocessing input = preprocessing(new Shape(1, 28, 28));
    List<IntegerLayer> layers = new ArrayList<>();
    Grid grid = convolution(layers, new Shape(1, 28, 28), new Shape(32, 24, 24));
    layers.add(new IntegerLayer.MaxPool(new Shape(32, 24, 24), new Shape(32, 12, 12), 2, 2, grid));
    grid = convolution(layers, new Shape(32, 12, 12), new Shape(64, 8, 8));
    Shape pooled = new Shape(64, 4, 4);
    layers.add(new IntegerLayer.MaxPool(new Shape(64, 8, 8), pooled, 2, 2, grid));
    Codes hidden = RandomNetworks.codes(3, 2, 1024 * 512);
    layers.add(
        new IntegerLayer.FullyConnected("fc1", pooled, Shape.vector(512), hidden, widest(512)));
    Codes last = RandomNetworks.codes(4, 2, 512 * 10);
    Epilogue sums = Epilogue.Accumulate.proven(last, new int[10], layers.getLast().output());
    layers.add(
        new IntegerLayer.FullyConnected("fc2", Shape.vector(512), Shape.vector(10), last, sums));
    return network("32C5-MP2-64C5-MP2-512FC-10", input, layers);
  }

  private static Grid convolution(List<IntegerLayer> layers, Shape in, Shape out) {
    Codes codes = RandomNetworks.codes(out.channels(), 2, out.channels() * in.channels() * 25);
    Epilogue epilogue = widest(out.channels());
    layers.add(
        new IntegerLayer.Convolution(
            "conv" + out.channels(), in, out, 5, 1, 0, 1, codes, epilogue));
    return epilogue.output();
  }

  private static Epilogue.Requantize widest(int channels) {
    SplittableRandom random = new SplittableRandom(channels);
    int[] m = random.ints(channels, 1 << 30, Integer.MAX_VALUE).toArray();
    long[] b = random.longs(channels, -1L << 45, 1L << 45).toArray();
    return rule(m, b, 38, Grid.unsigned(8, 4));
  }
}
