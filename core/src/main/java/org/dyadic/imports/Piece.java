package org.dyadic.imports;

import java.util.List;
import org.dyadic.model.Layer;

/** A layer with its values, before the network gives it a name. */
sealed interface Piece {

  /**
   * A convolution or linear layer.
   *
   * @param layer has a bias only if it is the network's last
   * @param weights in the order output, input, row, column
   * @param bias null where the layer has none
   */
  record Weighted(Layer layer, float[] weights, float[] bias) implements Piece {}

  /** A batch norm. */
  record Norm(ChannelNorm values) implements Piece {}

  /** A layer without parameters. */
  record Plain(Layer layer) implements Piece {}

  /** Two branches and their sum. */
  record Residual(List<Piece> body, List<Piece> shortcut) implements Piece {}

  /** What comes in, and the channels that the body makes of it. */
  record Dense(List<Piece> body) implements Piece {}

  /** The structure. */
  default Layer structure() {
    return switch (this) {
      case Weighted weighted -> weighted.layer();
      case Norm _ -> new Layer.BatchNorm();
      case Plain plain -> plain.layer();
      case Residual block ->
          new Layer.Residual(structure(block.body()), structure(block.shortcut()));
      case Dense dense -> new Layer.Dense(structure(dense.body()));
    };
  }

  /** The structure of a list. */
  static List<Layer> structure(List<Piece> pieces) {
    return pieces.stream().map(Piece::structure).toList();
  }
}
