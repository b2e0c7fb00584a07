package org.dyadic.imports;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.model.Extent;
import org.dyadic.model.Layer;
import org.dyadic.model.Shape;

/**
 * A list of layers that grows, in the order that Dyadic packs: what computes the same is brought to
 * it. A bias becomes a batch norm's offset, batch norms in a row become one, and a ReLU after a max
 * pool or a flatten, which it commutes with, goes before it.
 */
final class Chain {
  private final List<Piece> pieces = new ArrayList<>();
  private Shape shape;
  private boolean flat;

  /**
   * An empty list.
   *
   * @param shape of what comes in
   * @param flat whether that has two axes, image and feature, rather than four
   */
  Chain(Shape shape, boolean flat) {
    this.shape = shape;
    this.flat = flat;
  }

  /** An empty list that goes on where this one ends. */
  Chain branch() {
    return new Chain(shape, flat);
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** The shape of what goes out. */
  Shape shape() {
    return shape;
  }

  /** Whether what goes out has two axes. */
  boolean flat() {
    return flat;
  }

  /** Adds a convolution. */
  void convolve(Layer.Convolution layer, float[] weights, double[] bias) {
    require(!flat, "needs rows and columns, but gets a flat tensor");
    int inputs = weights.length / (layer.filters() * Math.toIntExact(layer.kernel().area()));
    require(
        inputs * layer.groups() == shape.channels(),
        "its weights are for %d channels, %s come in",
        inputs * layer.groups(),
        shape);
    weighted(layer, weights, bias);
  }

  /** Adds a linear layer, weights in the order output, input. */
  void connect(Layer.Linear layer, float[] weights, double[] bias) {
    require(flat, "needs a flat tensor, but gets rows and columns");
    int inputs = weights.length / layer.units();
    require(
        inputs == shape.channels(),
        "its weights are for %d values, %s come in",
        inputs,
        shape.size());
    weighted(layer, weights, bias);
  }

  private void weighted(Layer layer, float[] weights, double[] bias) {
    add(new Piece.Weighted(layer, weights, null));
    if (bias != null) {
      norm(ChannelNorm.offset(bias));
    }
  }

  /** Adds a scale and an offset a channel. */
  void norm(ChannelNorm norm) {
    require(
        norm.channels() == shape.channels(), "has %d channels, %s come in", norm.channels(), shape);
    if (!pieces.isEmpty() && pieces.getLast() instanceof Piece.Norm(ChannelNorm before)) {
      pieces.set(pieces.size() - 1, new Piece.Norm(before.then(norm)));
    } else {
      pieces.add(new Piece.Norm(norm));
    }
  }

  /** Adds a ReLU. */
  void relu() {
    int index = pieces.size();
    while (index > 0 && isPassedByRelu(pieces.get(index - 1))) {
      index--;
    }
    Piece relu = new Piece.Plain(new Layer.Relu());
    if (index == 0 || !pieces.get(index - 1).equals(relu)) {
      pieces.add(index, relu);
    }
  }

  private static boolean isPassedByRelu(Piece piece) {
    return piece instanceof Piece.Plain(Layer layer)
        && (layer instanceof Layer.MaxPool || layer instanceof Layer.Flatten);
  }

  /** Adds a layer without parameters that keeps rows and columns. */
  void pool(Layer layer) {
    require(!flat, "needs rows and columns, but gets a flat tensor");
    add(new Piece.Plain(layer));
  }

  /** Adds an average pool. */
  void averagePool(Extent size, Extent stride) {
    boolean whole = size.equals(new Extent(shape.height(), shape.width()));
    pool(whole ? new Layer.GlobalAveragePool() : new Layer.AveragePool(size, stride));
  }

  /** Channels, rows and columns become one axis. */
  void flatten() {
    flat = true;
    if (shape.area() > 1) {
      add(new Piece.Plain(new Layer.Flatten()));
    }
  }

  /** Adds two branches that begin where this list ends, and their sum. */
  void join(Chain one, Chain other) {
    boolean swap = !endsInWeights(one.pieces) && endsInWeights(other.pieces);
    Chain body = swap ? other : one;
    Chain shortcut = swap ? one : other;
    require(
        body.shape.equals(shortcut.shape) && body.flat == shortcut.flat,
        "adds %s and %s",
        one.shape,
        other.shape);
    flat = body.flat;
    add(new Piece.Residual(List.copyOf(body.pieces), List.copyOf(shortcut.pieces)));
  }

  /** Whether a branch may be a block's body: the packed sum is rounded after its weights. */
  private static boolean endsInWeights(List<Piece> pieces) {
    int last = pieces.size() - 1;
    if (last > 0 && pieces.get(last) instanceof Piece.Norm) {
      last--;
    }
    return last >= 0 && pieces.get(last) instanceof Piece.Weighted;
  }

  /** Adds the channels of a branch that begins where this list ends. */
  void concatenate(Chain body) {
    require(!flat, "joins flat tensors; only channels can be joined");
    add(new Piece.Dense(List.copyOf(body.pieces)));
  }

  private void add(Piece piece) {
    shape = piece.structure().outputShape(shape);
    pieces.add(piece);
  }

  static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
