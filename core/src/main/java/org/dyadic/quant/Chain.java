package org.dyadic.quant;

import java.util.List;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;

/** A chain of layers that is folded, and what becomes of its end. */
record Chain(List<Network.Node> nodes, ChainEnd end) {

  boolean isLast(LayerGroup group) {
    return group.end() == nodes.size();
  }

  /** Whether a group's accumulators stay. */
  boolean accumulates(LayerGroup group) {
    return isLast(group) && group.accumulates() && !(end instanceof ChainEnd.Concatenation);
  }

  /** Whether a group's accumulators are the network's logits. */
  boolean givesLogits(LayerGroup group) {
    return end instanceof ChainEnd.Logits && accumulates(group);
  }

  /** Whether a group's output has its input's step, so that nothing is rounded. */
  static boolean keepsStep(LayerGroup group) {
    return switch (group.head().layer()) {
      case Layer.MaxPool p -> true;
      case Layer.AveragePool p -> true;
      case Layer.GlobalAveragePool p -> true;
      case Layer.Subsample s -> true;
      case Layer.Flatten f -> true;
      default -> false;
    };
  }

  /** The name of the last average pool before an index; there is one where sums are on the way. */
  static String poolBefore(List<Network.Node> nodes, int index) {
    int pool = index - 1;
    while (!(nodes.get(pool).layer() instanceof Layer.AveragePool
        || nodes.get(pool).layer() instanceof Layer.GlobalAveragePool)) {
      pool--;
    }
    return nodes.get(pool).name();
  }
}
