package org.dyadic.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Codes;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.GateRule;
import org.dyadic.quant.GateSums;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;
import org.dyadic.quant.Scales;

/** Builds a network from its description, as a program that reads an export would. */
final class Rebuilt {
  private final Map<String, Object> tree;
  private final Map<String, NamedArray> arrays = new HashMap<>();
  private final Description.Layout layout;

  Rebuilt(Description.Parts parts, Description.Layout layout) {
    this.tree = parts.tree();
    this.layout = layout;
    parts.arrays().forEach(array -> arrays.put(array.name(), array));
  }

  QuantizedNetwork network(String provenance) {
    Map<String, Object> input = map(tree.get("input"));
    int exponent = grid(tree.get("input_grid")).exponent();
    Preprocessing preprocessing =
        new Preprocessing(
            shape(input.get("shape")),
            Preprocessing.Fit.valueOf(((String) input.get("fit")).toUpperCase(Locale.ROOT)),
            Preprocessing.ColorOrder.valueOf((String) input.get("color_order")),
            new PixelTable(exponent, bytes(input.get("table"))),
            Optional.empty());
    List<String> classes = list(tree.get("classes")).stream().map(name -> (String) name).toList();
    Fold fold = Fold.valueOf(((String) tree.get("fold")).toUpperCase(Locale.ROOT));
    return new QuantizedNetwork(
        (String) tree.get("notation"),
        preprocessing,
        classes,
        fold,
        chain(tree.get("layers")),
        provenance);
  }

  private List<IntegerLayer> chain(Object list) {
    List<IntegerLayer> layers = new ArrayList<>();
    list(list).forEach(layer -> layers.add(layer(map(layer))));
    return layers;
  }

  private IntegerLayer layer(Map<String, Object> map) {
    Shape in = shape(map.get("in"));
    Shape out = shape(map.get("out"));
    Grid grid = grid(map.get("grid"));
    return switch ((String) map.get("kind")) {
      case "convolution" ->
          new IntegerLayer.Convolution(
              (String) map.get("name"),
              in,
              out,
              extent(map.get("kernel")),
              extent(map.get("stride")),
              extent(map.get("padding")),
              (Integer) map.get("groups"),
              codes(map.get("weights")),
              epilogue(map, grid));
      case "fully_connected" ->
          new IntegerLayer.FullyConnected(
              (String) map.get("name"), in, out, codes(map.get("weights")), epilogue(map, grid));
      case "max_pool" ->
          new IntegerLayer.MaxPool(
              in,
              out,
              extent(map.get("size")),
              extent(map.get("stride")),
              extent(map.get("padding")),
              grid);
      case "sum_pool" ->
          new IntegerLayer.SumPool(
              in, out, extent(map.get("size")), extent(map.get("stride")), grid);
      case "subsample" -> new IntegerLayer.Subsample(in, out, (Integer) map.get("stride"), grid);
      case "residual" ->
          new IntegerLayer.Residual(
              in,
              out,
              chain(map.get("body")),
              chain(map.get("shortcut")),
              requantize(map(map.get("epilogue")), grid),
              ints(map.get("shortcut_multiplier")));
      case "dense" -> new DenseLayer(in, chain(map.get("body")));
      case "channel_affine" ->
          new ChannelAffine(
              (String) map.get("name"), in, requantize(map(map.get("epilogue")), grid));
      default -> recurrent(map, in);
    };
  }

  private RecurrentLayer recurrent(Map<String, Object> map, Shape in) {
    String name = (String) map.get("name");
    GateSums sums = new GateSums(product(map, "input_weights"), product(map, "hidden_weights"));
    GateRule rule =
        new GateRule(
            (Integer) map.get("input_multiplier"),
            (Integer) map.get("hidden_multiplier"),
            ints(map.get("bias")),
            (Integer) map.get("shift"));
    return map.get("kind").equals("gru")
        ? new RecurrentLayer.Gru(name, in, sums, rule)
        : new RecurrentLayer.Lstm(name, in, sums, rule, (Integer) map.get("cell_exponent"));
  }

  /** The layer's own grid is the sums' range, which follows from the weights. */
  private IntegerLayer.FullyConnected product(Map<String, Object> map, String key) {
    Map<String, Object> weights = map(map.get(key));
    List<Object> dims = list(weights.get("shape"));
    int outputs = (Integer) dims.get(0);
    int inputs = (Integer) dims.get(1);
    Codes codes = codes(weights);
    Grid grid = key.equals("hidden_weights") ? RecurrentLayer.HIDDEN : grid(tree.get("input_grid"));
    String suffix =
        key.equals("hidden_weights")
            ? org.dyadic.model.Recurrent.HIDDEN_WEIGHTS
            : org.dyadic.model.Recurrent.INPUT_WEIGHTS;
    return new IntegerLayer.FullyConnected(
        map.get("name") + "." + suffix,
        Shape.vector(inputs),
        Shape.vector(outputs),
        codes,
        Epilogue.Accumulate.proven(codes, new int[outputs], grid));
  }

  private Codes codes(Object value) {
    Map<String, Object> map = map(value);
    int bits = (Integer) map.get("bits");
    int count =
        list(map.get("shape")).stream()
            .mapToInt(extent -> (Integer) extent)
            .reduce(1, (a, b) -> a * b);
    byte[] stored = bytes(map.get("codes"));
    byte[] values = layout == Description.Layout.BYTES ? stored : unpack(stored, bits, count);
    float[] positive = map.containsKey("scales") ? floats(map.get("scales")) : new float[0];
    float[] negative =
        map.containsKey("negative_scales") ? floats(map.get("negative_scales")) : new float[0];
    return new Codes(bits, (Integer) map.get("exponent"), values, new Scales(positive, negative));
  }

  /** Bit by bit, the slow way. */
  private static byte[] unpack(byte[] stored, int bits, int count) {
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      int field = 0;
      for (int bit = 0; bit < bits; bit++) {
        int at = i * bits + bit;
        field |= (stored[at / 8] >> (at % 8) & 1) << bit;
      }
      int top = 1 << (bits - 1);
      values[i] = (byte) (bits == 1 ? 2 * field - 1 : field >= top ? field - 2 * top : field);
    }
    return values;
  }

  private Epilogue epilogue(Map<String, Object> layer, Grid grid) {
    Map<String, Object> map = map(layer.get("epilogue"));
    return switch ((String) map.get("kind")) {
      case "accumulate" -> new Epilogue.Accumulate(ints(map.get("bias")), grid);
      case "requantize" -> requantize(map, grid);
      default ->
          new Epilogue.RequantizePlanes(
              requantize(map, grid), ints(map.get("negative_multiplier")));
    };
  }

  private Epilogue.Requantize requantize(Map<String, Object> map, Grid grid) {
    long[] bias = new long[buffer(map.get("bias")).remaining() / Long.BYTES];
    buffer(map.get("bias")).asLongBuffer().get(bias);
    return new Epilogue.Requantize(
        ints(map.get("multiplier")), bias, (Integer) map.get("shift"), grid);
  }

  private byte[] bytes(Object name) {
    return arrays.get((String) name).bytes();
  }

  private ByteBuffer buffer(Object name) {
    return ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int[] ints(Object name) {
    int[] values = new int[buffer(name).remaining() / Integer.BYTES];
    buffer(name).asIntBuffer().get(values);
    return values;
  }

  private float[] floats(Object name) {
    float[] values = new float[buffer(name).remaining() / Float.BYTES];
    buffer(name).asFloatBuffer().get(values);
    return values;
  }

  private static Shape shape(Object value) {
    List<Object> extents = list(value);
    return new Shape((Integer) extents.get(0), (Integer) extents.get(1), (Integer) extents.get(2));
  }

  private static Extent extent(Object value) {
    return new Extent((Integer) list(value).get(0), (Integer) list(value).get(1));
  }

  private static Grid grid(Object value) {
    Map<String, Object> map = map(value);
    return new Grid(
        (Long) map.get("min"),
        (Long) map.get("max"),
        (Integer) map.get("exponent"),
        (Integer) map.get("divisor"));
  }

  @SuppressWarnings("unchecked") // Description builds nothing else.
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked") // Description builds nothing else.
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}
