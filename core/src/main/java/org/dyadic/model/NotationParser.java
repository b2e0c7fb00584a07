package org.dyadic.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** A recursive-descent reader of {@link Notation}. */
final class NotationParser extends NotationScanner {
  private static final int MAX_REPEAT = 1000;
  private static final int MAX_LAYERS = 100_000;
  private static final int MAX_DEPTH = 100;
  private static final String LAST_ONLY =
      "'x', 'C' or 'FC' after a number that is not the last layer";

  private final Shape input;

  /** The very objects that stand for depthwise convolutions until their input is known. */
  private final Set<Layer> depthwise = Collections.newSetFromMap(new IdentityHashMap<>());

  private int depth;

  NotationParser(String text, Shape input) {
    super(text.strip());
    this.input = input;
  }

  List<Layer> parse() {
    List<Layer> layers = sequence();
    if (position < text.length()) {
      throw error("'-' or the end");
    }
    return complete(layers, input);
  }

  /**
   * Adds what the notation leaves to be understood: a flatten before the first linear layer of a
   * planar input, the filters of a depthwise convolution, and the shortcut of a residual block that
   * changes the shape.
   */
  private List<Layer> complete(List<Layer> layers, Shape input) {
    List<Layer> all = new ArrayList<>();
    Shape shape = input;
    for (Layer layer : layers) {
      if (layer instanceof Layer.Linear && shape.area() > 1) {
        all.add(new Layer.Flatten());
        shape = Shape.vector(shape.size());
      }
      Layer completed = complete(layer, shape);
      all.add(completed);
      shape = shapeAfter(completed, shape);
    }
    return all;
  }

  private Layer complete(Layer layer, Shape in) {
    return switch (layer) {
      case Layer.Residual r -> withShortcut(r, in);
      case Layer.Dense d -> new Layer.Dense(complete(d.body(), in));
      case Layer.Convolution c when depthwise.contains(c) ->
          new Layer.Convolution(
              in.channels(), c.kernel(), c.stride(), c.padding(), in.channels(), false);
      default -> layer;
    };
  }

  /** Adds a shortcut without parameters if none is given and the body changes the shape. */
  private Layer withShortcut(Layer.Residual block, Shape in) {
    List<Layer> body = complete(block.body(), in);
    if (!block.shortcut().isEmpty()) {
      return new Layer.Residual(body, complete(block.shortcut(), in));
    }
    Shape out = in;
    for (Layer layer : body) {
      out = shapeAfter(layer, out);
    }
    return new Layer.Residual(body, NotationDefaults.shortcut(in, out));
  }

  /** The shape after a layer; the shape itself if it does not fit, which Network reports. */
  private static Shape shapeAfter(Layer layer, Shape in) {
    try {
      return layer.outputShape(in);
    } catch (IllegalArgumentException e) {
      return in;
    }
  }

  private List<Layer> sequence() {
    List<Layer> layers = new ArrayList<>(item());
    long count = count(layers);
    while (peek() == '-') {
      position++;
      List<Layer> more = item();
      count += count(more);
      requireFew(count);
      layers.addAll(more);
    }
    return layers;
  }

  /** The number of layers, those in blocks included. */
  private static long count(List<Layer> layers) {
    long count = layers.size();
    for (Layer layer : layers) {
      count +=
          switch (layer) {
            case Layer.Residual block -> count(block.body()) + count(block.shortcut());
            case Layer.Dense dense -> count(dense.body());
            default -> 0;
          };
    }
    return count;
  }

  private void requireFew(long count) {
    if (count > MAX_LAYERS) {
      throw new IllegalArgumentException(
          "model %s: %d layers are more than %d".formatted(text, count, MAX_LAYERS));
    }
  }

  private List<Layer> item() {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "model %s: nested deeper than %d at position %d"
              .formatted(text, MAX_DEPTH, position + 1));
    }
    List<Layer> layers;
    if (accept("R(")) {
      layers = residual();
    } else if (accept("Rn(")) {
      layers = List.of(plainResidual());
    } else if (accept("D(")) {
      layers = List.of(new Layer.Dense(closed(sequence())));
    } else {
      layers = accept("(") ? closed(sequence()) : layer();
    }
    depth--;
    return layers;
  }

  private List<Layer> layer() {
    if (accept("MP")) {
      return List.of(maxPool());
    }
    if (accept("AP")) {
      Extent size = extent("the pool's size");
      return List.of(new Layer.AveragePool(size, accept("s") ? extent("the stride") : size));
    }
    if (accept("DW")) {
      return followed(depthwise());
    }
    if (accept("GAP")) {
      return List.of(new Layer.GlobalAveragePool());
    }
    if (accept("LSTM")) {
      return List.of(new Recurrent.Lstm(number("the number of units")));
    }
    if (accept("GRU")) {
      return List.of(new Recurrent.Gru(number("the number of units")));
    }
    if (accept("BR")) {
      return List.of(new Layer.BatchNorm(), new Layer.Relu());
    }
    if (accept("BN")) {
      return List.of(new Layer.BatchNorm());
    }
    if (accept("RELU")) {
      return List.of(new Layer.Relu());
    }
    int count = number("a layer such as 32C5, MP2, 512FC, GAP, BR, LSTM128, R(...), D(...) or 10");
    if (accept("x")) {
      return repeat(count, item());
    }
    if (accept("FC")) {
      return followed(new Layer.Linear(count, false));
    }
    if (accept("C")) {
      return followed(convolution(count, true));
    }
    if (position < text.length()) {
      throw error(LAST_ONLY);
    }
    return List.of(new Layer.Linear(count, true));
  }

  /** A layer with weights, and what follows it. */
  private List<Layer> followed(Layer weighted) {
    return accept("n")
        ? List.of(weighted)
        : List.of(weighted, new Layer.BatchNorm(), new Layer.Relu());
  }

  private List<Layer> closed(List<Layer> layers) {
    if (!accept(")")) {
      throw error("')'");
    }
    return layers;
  }

  private List<Layer> repeat(int count, List<Layer> layers) {
    if (count > MAX_REPEAT) {
      throw new IllegalArgumentException(
          "model %s: repeat count (=%d) must be at most %d".formatted(text, count, MAX_REPEAT));
    }
    if (layers.getLast() instanceof Layer.Linear linear && linear.bias()) {
      throw error(LAST_ONLY);
    }
    requireFew(count * count(layers));
    List<Layer> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.addAll(layers);
    }
    return all;
  }

  /** A convolution of one filter and one group, which completion replaces by those of its input. */
  private Layer depthwise() {
    Layer.Convolution filter = convolution(1, false);
    depthwise.add(filter);
    return filter;
  }

  private Layer.Convolution convolution(int filters, boolean grouped) {
    Extent kernel = extent("the kernel's size");
    Extent stride = Extent.square(1);
    int groups = 1;
    Extent padding = NotationDefaults.padding(kernel);
    while (true) {
      if (accept("s")) {
        stride = extent("the stride");
      } else if (grouped && accept("g")) {
        groups = number("the number of groups");
      } else if (accept("p")) {
        padding = isDigit(peek()) ? padding() : NotationDefaults.half(kernel);
      } else if (accept("v")) {
        padding = Extent.square(0);
      } else {
        return new Layer.Convolution(filters, kernel, stride, padding, groups, false);
      }
    }
  }

  private Layer maxPool() {
    Extent size = extent("the pool's size");
    Extent stride = accept("s") ? extent("the stride") : size;
    Extent padding = accept("p") ? padding() : Extent.square(0);
    return new Layer.MaxPool(size, stride, padding);
  }

  private List<Layer> residual() {
    List<Layer> body = withoutLastRelu(sequence());
    if (!(body.getLast() instanceof Layer.BatchNorm
        || body.getLast() instanceof Layer.Convolution)) {
      throw error("a convolution or FC layer at the end of R(...)");
    }
    List<Layer> shortcut = accept("|") ? withoutLastRelu(sequence()) : List.of();
    return List.of(new Layer.Residual(closed(body), shortcut), new Layer.Relu());
  }

  /** A block whose branches are as they are written, without a ReLU after the sum. */
  private Layer plainResidual() {
    List<Layer> body = sequence();
    List<Layer> shortcut = accept("|") ? sequence() : List.of();
    return new Layer.Residual(closed(body), shortcut);
  }

  /** A branch whose last convolution or linear layer keeps its batch norm, but not its ReLU. */
  private static List<Layer> withoutLastRelu(List<Layer> branch) {
    int last = branch.size() - 1;
    boolean whole =
        last >= 2
            && branch.get(last) instanceof Layer.Relu
            && branch.get(last - 1) instanceof Layer.BatchNorm
            && (branch.get(last - 2) instanceof Layer.Linear
                || branch.get(last - 2) instanceof Layer.Convolution);
    return whole ? branch.subList(0, last) : branch;
  }
}
