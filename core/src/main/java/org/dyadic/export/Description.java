package org.dyadic.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.data.ValueScale;
import org.dyadic.model.Extent;
import org.dyadic.model.Shape;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Codes;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.GateRule;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;

/**
 * A whole network as named arrays and a tree of maps and lists that refers to them by name: all
 * that an executor of one's own needs, in a form that has a JSON. The layers' formulas are those of
 * docs/model-format.md.
 */
final class Description {
  /** How the codes of weights become bytes. */
  enum Layout {
    /** Fields of as many bits as a code has, the first code in the lowest bits. */
    PACKED,
    /** One signed byte a code. */
    BYTES
  }

  private final Layout layout;
  private final UniqueNames names = new UniqueNames();
  private final List<NamedArray> arrays = new ArrayList<>();

  private Description(Layout layout) {
    this.layout = layout;
  }

  /**
   * A network in parts.
   *
   * @param arrays in order of execution
   * @param tree the structure
   */
  record Parts(List<NamedArray> arrays, Map<String, Object> tree) {}

  static Parts of(QuantizedNetwork network, Layout layout) {
    Description description = new Description(layout);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", "dyadic");
    tree.put("notation", network.notation());
    tree.put("fold", network.fold().name().toLowerCase(Locale.ROOT));
    tree.put("classes", network.classNames());
    tree.put("input", description.input(network.preprocessing()));
    tree.put("input_grid", grid(network.inputGrid()));
    tree.put("layers", description.chain(network.layers()));
    return new Parts(List.copyOf(description.arrays), tree);
  }

  private Map<String, Object> input(Preprocessing preprocessing) {
    Map<String, Object> input = new LinkedHashMap<>();
    PixelTable table = preprocessing.table();
    input.put("shape", shape(preprocessing.shape()));
    input.put("fit", preprocessing.fit().name().toLowerCase(Locale.ROOT));
    input.put("color_order", preprocessing.colorOrder().name());
    List<Integer> dims = List.of(table.channels(), PixelTable.ENTRIES);
    input.put(
        "table",
        add(NamedArray.ofBytes(names.of("input.table"), ArrayType.I8, dims, table.codes())));
    preprocessing.scale().ifPresent(scale -> input.put("value_scale", scale(scale)));
    return input;
  }

  private static List<Object> scale(ValueScale scale) {
    List<Object> channels = new ArrayList<>();
    for (int c = 0; c < scale.channels(); c++) {
      Map<String, Object> channel = new LinkedHashMap<>();
      channel.put("offset", scale.offset(c));
      channel.put("factor", scale.factor(c));
      channels.add(channel);
    }
    return channels;
  }

  private String add(NamedArray array) {
    arrays.add(array);
    return array.name();
  }

  private List<Object> chain(List<IntegerLayer> layers) {
    List<Object> list = new ArrayList<>();
    for (IntegerLayer layer : layers) {
      list.add(layer(layer));
    }
    return list;
  }

  private Map<String, Object> layer(IntegerLayer layer) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (layer) {
      case IntegerLayer.Convolution c -> {
        map.put("kind", "convolution");
        map.put("kernel", extent(c.kernel()));
        map.put("stride", extent(c.stride()));
        map.put("padding", extent(c.padding()));
        map.put("groups", c.groups());
        weighted(map, c);
      }
      case IntegerLayer.FullyConnected f -> {
        map.put("kind", "fully_connected");
        weighted(map, f);
      }
      case IntegerLayer.MaxPool p -> {
        map.put("kind", "max_pool");
        map.put("size", extent(p.size()));
        map.put("stride", extent(p.stride()));
        map.put("padding", extent(p.padding()));
      }
      case IntegerLayer.SumPool p -> {
        map.put("kind", "sum_pool");
        map.put("size", extent(p.size()));
        map.put("stride", extent(p.stride()));
      }
      case IntegerLayer.Subsample s -> {
        map.put("kind", "subsample");
        map.put("stride", s.stride());
        map.put("channels_before", s.channelsBefore());
      }
      case IntegerLayer.Residual r -> residual(map, r);
      case DenseLayer d -> {
        map.put("kind", "dense");
        map.put("body", chain(d.body()));
      }
      case ChannelAffine a -> {
        map.put("kind", "channel_affine");
        String name = name(map, a.name());
        map.put("epilogue", requantize(name, a.requantize()));
      }
      case RecurrentLayer r -> recurrent(map, r);
    }
    map.put("in", shape(layer.in()));
    map.put("out", shape(layer.out()));
    map.put("grid", grid(layer.output()));
    return map;
  }

  private String name(Map<String, Object> map, String name) {
    String unique = names.of(name);
    map.put("name", unique);
    return unique;
  }

  private void residual(Map<String, Object> map, IntegerLayer.Residual block) {
    map.put("kind", "residual");
    String name = names.numbered("residual");
    map.put("name", name);
    map.put("body", chain(block.body()));
    map.put("shortcut", chain(block.shortcut()));
    map.put("epilogue", requantize(name, block.requantize()));
    map.put(
        "shortcut_multiplier",
        add(NamedArray.of(name + ".shortcut_multiplier", block.shortcutMultiplier())));
  }

  private void recurrent(Map<String, Object> map, RecurrentLayer layer) {
    map.put("kind", layer instanceof RecurrentLayer.Lstm ? "lstm" : "gru");
    String name = name(map, layer.name());
    map.put("units", layer.units());
    map.put("input_weights", codes(layer.sums().input()));
    map.put("hidden_weights", codes(layer.sums().hidden()));
    GateRule rule = layer.rule();
    map.put("input_multiplier", rule.inputMultiplier());
    map.put("hidden_multiplier", rule.hiddenMultiplier());
    map.put("bias", add(NamedArray.of(name + ".bias", rule.bias())));
    map.put("shift", rule.shift());
    if (layer instanceof RecurrentLayer.Lstm lstm) {
      map.put("cell_exponent", lstm.cellExponent());
    }
  }

  private void weighted(Map<String, Object> map, IntegerLayer.Weighted layer) {
    String name = name(map, layer.name());
    map.put("weights", codes(layer, name));
    map.put("epilogue", epilogue(name, layer.epilogue()));
  }

  private Map<String, Object> codes(IntegerLayer.FullyConnected product) {
    return codes(product, names.of(product.name()));
  }

  private Map<String, Object> codes(IntegerLayer.Weighted layer, String name) {
    Codes codes = layer.weights();
    List<Integer> dims = dims(layer);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("bits", codes.bits());
    map.put("exponent", codes.exponent());
    map.put("shape", dims);
    if (layout == Layout.PACKED) {
      byte[] packed = Fields.pack(codes, codes.bits());
      map.put(
          "codes",
          add(NamedArray.ofBytes(name + ".codes", ArrayType.U8, List.of(packed.length), packed)));
    } else {
      map.put(
          "codes", add(NamedArray.ofBytes(name + ".codes", ArrayType.I8, dims, codes.toBytes())));
    }
    if (!codes.scales().isNone()) {
      map.put("scales", add(NamedArray.of(name + ".scales", codes.scales().positive())));
    }
    if (codes.scales().twoPlanes()) {
      map.put(
          "negative_scales",
          add(NamedArray.of(name + ".negative_scales", codes.scales().negative())));
    }
    return map;
  }

  /** Output, input of a group, rows, columns; of a linear layer output and input. */
  private static List<Integer> dims(IntegerLayer.Weighted layer) {
    return switch (layer) {
      case IntegerLayer.Convolution c ->
          List.of(
              c.out().channels(),
              c.in().channels() / c.groups(),
              c.kernel().rows(),
              c.kernel().columns());
      case IntegerLayer.FullyConnected f -> List.of(f.out().channels(), f.fanIn());
    };
  }

  private Map<String, Object> epilogue(String name, Epilogue epilogue) {
    return switch (epilogue) {
      case Epilogue.Requantize rule -> requantize(name, rule);
      case Epilogue.RequantizePlanes planes -> {
        Map<String, Object> map = requantize(name, planes.requantize());
        map.put("kind", "requantize_planes");
        map.put(
            "negative_multiplier",
            add(NamedArray.of(name + ".negative_multiplier", planes.negativeMultiplier())));
        yield map;
      }
      case Epilogue.Accumulate sums -> {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", "accumulate");
        map.put("bias", add(NamedArray.of(name + ".bias", sums.bias())));
        yield map;
      }
    };
  }

  private Map<String, Object> requantize(String name, Epilogue.Requantize rule) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", "requantize");
    map.put("multiplier", add(NamedArray.of(name + ".multiplier", rule.multiplier())));
    map.put("bias", add(NamedArray.of(name + ".bias", rule.bias())));
    map.put("shift", rule.shift());
    return map;
  }

  private static List<Integer> shape(Shape shape) {
    return List.of(shape.channels(), shape.height(), shape.width());
  }

  private static List<Integer> extent(Extent extent) {
    return List.of(extent.rows(), extent.columns());
  }

  private static Map<String, Object> grid(Grid grid) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("min", grid.min());
    map.put("max", grid.max());
    map.put("exponent", grid.exponent());
    map.put("divisor", grid.divisor());
    return map;
  }
}
