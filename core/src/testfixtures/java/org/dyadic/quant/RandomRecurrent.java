package org.dyadic.quant;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Sequence;
import org.dyadic.model.Shape;

/** Networks of one recurrent layer and one fully connected one; the seed decides everything. */
public final class RandomRecurrent {
  private static final int CLASSES = 4;

  /** Shapes with rows as steps, of one and of several channels, and series. */
  private static final List<Shape> SHAPES =
      List.of(new Shape(1, 6, 5), new Shape(3, 4, 2), new Shape(2, 1, 7), new Shape(5, 9, 1));

  private final RandomGenerator random;

  private RandomRecurrent(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** A network with an LSTM for even seeds, with a GRU for odd ones. */
  public static QuantizedNetwork of(long seed) {
    return new RandomRecurrent(seed).network(seed % 2 == 0);
  }

  private QuantizedNetwork network(boolean isLstm) {
    Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
    byte[] table = new byte[shape.channels() * PixelTable.ENTRIES];
    random.nextBytes(table);
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) Math.max(table[i], -127);
    }
    Preprocessing preprocessing =
        new Preprocessing(
            shape,
            Preprocessing.Fit.STRETCH,
            Preprocessing.ColorOrder.RGB,
            new PixelTable(random.nextInt(8), table));
    RecurrentLayer layer = layer(shape, QuantizedNetwork.inputGrid(preprocessing), isLstm);
    Codes last = codes(layer.units() * CLASSES);
    int[] bias = random.ints(CLASSES, -300, 300).toArray();
    IntegerLayer logits =
        new IntegerLayer.FullyConnected(
            "fc1",
            layer.out(),
            Shape.vector(CLASSES),
            last,
            Epilogue.Accumulate.proven(last, bias, layer.output()));
    return new QuantizedNetwork(
        isLstm ? "random LSTM" : "random GRU",
        preprocessing,
        IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList(),
        Fold.EXACT,
        List.of(layer, logits),
        "{}");
  }

  private RecurrentLayer layer(Shape in, Grid grid, boolean isLstm) {
    String name = isLstm ? "lstm1" : "gru1";
    int units = 1 + random.nextInt(6);
    int rows = (isLstm ? 4 : 3) * units;
    Codes ofInput = codes(rows * Sequence.of(in).features());
    Codes ofHidden = codes(rows * units);
    GateSums sums = GateSums.of(name, units, ofInput, ofHidden, grid);
    GateRule rule = rule(sums, units);
    return isLstm
        ? new RecurrentLayer.Lstm(name, in, sums, rule, random.nextInt(16))
        : new RecurrentLayer.Gru(name, in, sums, rule);
  }

  /** Multipliers with which pre-activations reach into saturation, but do not always saturate. */
  private GateRule rule(GateSums sums, int units) {
    int shift = random.nextInt(9);
    int spread = random.nextInt(6);
    int[] bias = new int[4 * units];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = random.nextInt(-4096 << shift, 4096 << shift);
    }
    int m = multiplier(sums.input().output(), shift, spread);
    int k = multiplier(sums.hidden().output(), shift, spread);
    return new GateRule(m, k, bias, shift);
  }

  private static int multiplier(Grid sums, int shift, int spread) {
    return (int) (((2048L << shift << spread) / Math.max(1, sums.magnitude())) + 1);
  }

  private Codes codes(int count) {
    int bits = 2 + random.nextInt(7);
    int top = FixedPoint.top(bits);
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) random.nextInt(-top, top + 1);
    }
    return new Codes(bits, random.nextInt(9), values);
  }
}
