package org.dyadic.imports;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.dyadic.model.Extent;
import org.dyadic.model.Layer;
import org.dyadic.model.Shape;

/** Operators without trained numbers: pools, and what becomes one axis. */
final class ShapeOperators {
  private final Constants constants;
  private final Map<String, OnnxNode> producers = new HashMap<>();

  ShapeOperators(OnnxGraph graph, Constants constants) {
    this.constants = constants;
    graph.nodes().forEach(node -> node.outputs().forEach(name -> producers.put(name, node)));
  }

  Step maxPool(OnnxNode node) {
    Windows windows = Windows.of(node);
    Extent size = Windows.kernel(node);
    Chain.require(node.integer("storage_order", 0) == 0, "storage_order must be 0");
    boolean roundsUp = node.integer("ceil_mode", 0) != 0;
    return chain -> {
      Extent padding = windows.padding(size, chain.shape());
      requireWholeWindows(roundsUp, chain.shape(), size, windows.stride(), padding);
      chain.pool(new Layer.MaxPool(size, windows.stride(), padding));
    };
  }

  Step averagePool(OnnxNode node) {
    Windows windows = Windows.of(node);
    Extent size = Windows.kernel(node);
    boolean roundsUp = node.integer("ceil_mode", 0) != 0;
    return chain -> {
      Extent padding = windows.padding(size, chain.shape());
      Chain.require(
          padding.equals(Extent.square(0)),
          "an average pool can have no padding, this has %s",
          padding);
      requireWholeWindows(roundsUp, chain.shape(), size, windows.stride(), padding);
      chain.averagePool(size, windows.stride());
    };
  }

  /** With ceil_mode there may be windows that only begin within the input; Dyadic has none. */
  private static void requireWholeWindows(
      boolean roundsUp, Shape in, Extent size, Extent stride, Extent padding) {
    if (roundsUp) {
      Chain.require(
          stride.isAtLeast(1)
              && (in.height() + 2L * padding.rows() - size.rows()) % stride.rows() == 0
              && (in.width() + 2L * padding.columns() - size.columns()) % stride.columns() == 0,
          "ceil_mode 1 adds windows that do not fit input %s",
          in);
    }
  }

  /** The mean over rows and columns. */
  Step mean(OnnxNode node) {
    long[] axes = axes(node);
    Chain.require(
        isSpatial(axes), "axes %s; only the mean over rows and columns", Arrays.toString(axes));
    boolean keeps = node.integer("keepdims", 1) != 0;
    return chain -> {
      chain.pool(new Layer.GlobalAveragePool());
      if (!keeps) {
        chain.flatten();
      }
    };
  }

  /** An attribute in older versions, an input in newer ones. */
  private long[] axes(OnnxNode node) {
    return node.input(1).isEmpty() ? node.integers("axes") : constants.get(node.input(1)).longs();
  }

  private static boolean isSpatial(long[] axes) {
    long[] sorted = Arrays.stream(axes).map(axis -> axis < 0 ? axis + 4 : axis).sorted().toArray();
    return Arrays.equals(sorted, new long[] {2, 3});
  }

  Step flatten(OnnxNode node) {
    long axis = node.integer("axis", 1);
    return chain -> {
      Chain.require(
          axis == 1 || axis == (chain.flat() ? -1 : -3),
          "axis %d; only axis 1 keeps images apart",
          axis);
      chain.flatten();
    };
  }

  Step squeeze(OnnxNode node) {
    long[] axes = axes(node);
    Chain.require(
        isSpatial(axes), "axes %s; only rows and columns can be left out", Arrays.toString(axes));
    return chain -> {
      Chain.require(chain.shape().area() == 1, "rows and columns of %s are not 1", chain.shape());
      chain.flatten();
    };
  }

  /** To one axis an image, whatever the exporter wrote for it. */
  Step reshape(OnnxNode node) {
    String name = node.input(1);
    long[] known =
        constants.has(name)
            ? constants.get(name).longs()
            : name.isEmpty() ? node.integers("shape") : computed(producers.get(name));
    Chain.require(
        known.length == 2 || known.length == 4, "to %d axes; only to one an image", known.length);
    return chain -> {
      Shape in = chain.shape();
      if (known.length == 2) {
        Chain.require(
            isOpenOr(known[1], in.size()) || (known[1] == 0 && chain.flat()),
            "to %d values an image, of which %d come in",
            known[1],
            in.size());
        chain.flatten();
      } else {
        Chain.require(
            !chain.flat()
                && (known[1] == 0 || isOpenOr(known[1], in.channels()))
                && (known[2] == 0 || isOpenOr(known[2], in.height()))
                && (known[3] == 0 || isOpenOr(known[3], in.width())),
            "to %s from %s; only to one axis an image",
            Arrays.toString(known),
            in);
      }
    };
  }

  private static boolean isOpenOr(long extent, int size) {
    return extent == -1 || extent == size;
  }

  /** A shape of two extents, of which the first is computed: the number of images. */
  private long[] computed(OnnxNode shape) {
    Chain.require(
        shape != null
            && shape.operator().equals("Concat")
            && shape.inputs().size() == 2
            && constants.has(shape.input(1))
            && constants.get(shape.input(1)).size() == 1,
        "to a shape that is computed; only (images, -1) is understood");
    return new long[] {0, constants.get(shape.input(1)).longs()[0]};
  }
}
