package org.dyadic.imports;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.model.Extent;
import org.dyadic.model.Layer;
import org.dyadic.model.Shape;

/**
 * Brings the end of a network to the form that Dyadic has: a linear layer with a bias. A batch norm
 * after the last weights, a convolution that covers its whole input, and a convolution of single
 * pixels before a global average pool become that; each computes the same.
 */
final class NetworkEnd {
  private NetworkEnd() {}

  /**
   * The layers with their end rewritten.
   *
   * @throws IllegalArgumentException if they end in something else
   */
  static List<Piece> rewrite(List<Piece> layers, Shape input) {
    List<Piece> pieces = new ArrayList<>(layers);
    boolean pooled = pieces.size() > 1 && isGlobalPool(pieces.getLast());
    int end = pieces.size() - (pooled ? 1 : 0);
    ChannelNorm norm = null;
    if (end > 0 && pieces.get(end - 1) instanceof Piece.Norm(ChannelNorm values)) {
      norm = values;
      end--;
    }
    Chain.require(
        end > 0 && pieces.get(end - 1) instanceof Piece.Weighted,
        "a network must end in a fully connected layer, or in a convolution that gives one value a"
            + " class");
    Piece.Weighted last = (Piece.Weighted) pieces.get(end - 1);
    List<Piece> before = pieces.subList(0, end - 1);
    Shape in = shapeAfter(before, input);
    List<Piece> rewritten = new ArrayList<>(before);
    addReduction(last.layer(), in, pooled, rewritten);
    rewritten.add(linear(last, norm, last.layer().outputShape(in).channels()));
    return rewritten;
  }

  private static boolean isGlobalPool(Piece piece) {
    return piece instanceof Piece.Plain(Layer layer) && layer instanceof Layer.GlobalAveragePool;
  }

  private static Shape shapeAfter(List<Piece> pieces, Shape input) {
    Shape shape = input;
    for (Piece piece : pieces) {
      shape = piece.structure().outputShape(shape);
    }
    return shape;
  }

  /** Adds what makes a vector of the last layer's input, if that is a convolution. */
  private static void addReduction(Layer last, Shape in, boolean pooled, List<Piece> pieces) {
    if (!(last instanceof Layer.Convolution c)) {
      Chain.require(!pooled, "a network must not end in a pool of single values");
      return;
    }
    boolean plain = c.groups() == 1 && c.padding().equals(Extent.square(0));
    boolean pixels = c.kernel().area() == 1 && c.stride().equals(Extent.square(1));
    boolean whole = c.kernel().equals(new Extent(in.height(), in.width()));
    Chain.require(
        plain && (pooled ? pixels : whole),
        "the last convolution gives %s; one value a class is needed",
        last.outputShape(in));
    if (pooled) {
      pieces.add(new Piece.Plain(new Layer.GlobalAveragePool()));
    } else if (in.area() > 1) {
      pieces.add(new Piece.Plain(new Layer.Flatten()));
    }
  }

  private static Piece linear(Piece.Weighted last, ChannelNorm norm, int outputs) {
    float[] weights = last.weights().clone();
    float[] bias = new float[outputs];
    if (norm != null) {
      int inputs = weights.length / outputs;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (norm.scale()[i / inputs] * weights[i]);
      }
      bias = ChannelNorm.narrow(norm.offset());
    }
    return new Piece.Weighted(new Layer.Linear(outputs, true), weights, bias);
  }
}
