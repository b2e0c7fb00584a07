package org.dyadic.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a graph that no input decides: initializers, constants, and what is made of them.
 */
final class Constants {
  private final Map<String, Constant> values;

  Constants(OnnxGraph graph) {
    values = new HashMap<>(graph.constants());
    for (OnnxNode node : graph.nodes()) {
      if (!node.outputs().isEmpty()) {
        fold(node).ifPresent(constant -> values.put(node.outputs().getFirst(), constant));
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * A value.
   *
   * @throws IllegalArgumentException if it is not constant
   */
  Constant get(String name) {
    Constant constant = values.get(name);
    Chain.require(constant != null, "%s is computed, but must be stored in the file", name);
    return constant;
  }

  private Optional<Constant> fold(OnnxNode node) {
    if (node.operator().equals("Constant")) {
      return constant(node);
    }
    Constant x = values.get(node.input(0));
    if (x == null) {
      return Optional.empty();
    }
    return switch (node.operator()) {
      case "Identity", "Cast" -> Optional.of(x);
      case "Reshape" -> reshape(x, values.get(node.input(1)));
      case "Flatten" -> Optional.of(flatten(x, (int) node.integer("axis", 1)));
      case "Transpose" -> transpose(x, node.integers("perm", 1, 0));
      case "Squeeze" -> Optional.of(squeeze(x));
      case "Unsqueeze" -> x.size() == 1 ? Optional.of(x.as(List.of(1))) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Constant> constant(OnnxNode node) {
    for (Map.Entry<String, OnnxAttribute> entry : node.attributes().entrySet()) {
      OnnxAttribute value = entry.getValue();
      switch (entry.getKey()) {
        case "value" -> {
          return Optional.ofNullable(value.tensor());
        }
        case "value_float" -> {
          return Optional.of(Constant.ofFloats(List.of(), value.real()));
        }
        case "value_floats" -> {
          return Optional.of(Constant.ofFloats(List.of(value.reals().length), value.reals()));
        }
        case "value_int" -> {
          return Optional.of(Constant.ofLongs(List.of(), value.integer()));
        }
        case "value_ints" -> {
          return Optional.of(Constant.ofLongs(List.of(value.integers().length), value.integers()));
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  /** Extents of which one may be -1, for what is left, and 0 stands for that of x. */
  private static Optional<Constant> reshape(Constant x, Constant shape) {
    if (shape == null) {
      return Optional.empty();
    }
    List<Integer> dims = new ArrayList<>();
    long known = 1;
    int open = -1;
    for (long wanted : shape.longs()) {
      int at = dims.size();
      long extent = wanted == 0 && at < x.dims().size() ? x.dims().get(at) : wanted;
      if (extent == -1 && open < 0) {
        open = at;
      } else if (extent < 1 || extent > Integer.MAX_VALUE) {
        return Optional.empty();
      } else {
        known = Math.min(known * extent, Integer.MAX_VALUE);
      }
      dims.add((int) extent);
    }
    if (open >= 0) {
      dims.set(open, (int) (x.size() / known));
    }
    return Constant.size(dims) == x.size() ? Optional.of(x.as(dims)) : Optional.empty();
  }

  private static Constant flatten(Constant x, int axis) {
    int split = Math.clamp(axis < 0 ? axis + x.dims().size() : axis, 0, x.dims().size());
    int rows = (int) Constant.size(x.dims().subList(0, split));
    return x.as(List.of(rows, rows == 0 ? 0 : x.size() / rows));
  }

  /** Of two axes only. */
  private static Optional<Constant> transpose(Constant x, long[] order) {
    if (x.dims().size() != 2 || order.length != 2) {
      return Optional.empty();
    }
    if (order[0] == 0) {
      return Optional.of(x);
    }
    int rows = x.dims().getFirst();
    int columns = x.dims().getLast();
    return Optional.of(
        Constant.ofFloats(List.of(columns, rows), transposed(x.floats(), rows, columns)));
  }

  /** {@code rows} x {@code columns} values as {@code columns} x {@code rows}. */
  static float[] transposed(float[] values, int rows, int columns) {
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return turned;
  }

  private static Constant squeeze(Constant x) {
    return x.as(x.dims().stream().filter(extent -> extent != 1).toList());
  }
}
