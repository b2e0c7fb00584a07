package org.dyadic.quant;

import java.util.List;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;

/**
 * Layers that become one integer layer: a head, the batch norm and the ReLU that follow it. A batch
 * norm that follows no convolution or linear layer is a head itself.
 *
 * @param head the first layer
 * @param norm the batch norm of a convolution or linear head, the head if it is one, or null
 * @param last the last layer of the group
 * @param relu whether the group ends in a ReLU
 * @param end the index after the group
 */
record LayerGroup(Network.Node head, Network.Node norm, Network.Node last, boolean relu, int end) {

  /** The group that starts at a node. */
  static LayerGroup at(List<Network.Node> nodes, int start) {
    Network.Node head = nodes.get(start);
    if (head.layer() instanceof Layer.Relu) {
      throw cannotFold(head);
    }
    if (head.layer() instanceof Layer.Flatten
        && !(start + 1 < nodes.size() && nodes.get(start + 1).layer() instanceof Layer.Linear)) {
      throw new IllegalArgumentException(
          "layer %s: only a linear layer can follow a flatten".formatted(head.name()));
    }
    int end = start + 1;
    Network.Node norm = head.layer() instanceof Layer.BatchNorm ? head : null;
    if (hasWeights(head)
        && end < nodes.size()
        && nodes.get(end).layer() instanceof Layer.BatchNorm) {
      norm = nodes.get(end++);
    }
    boolean relu =
        requantizes(head) && end < nodes.size() && nodes.get(end).layer() instanceof Layer.Relu;
    if (relu) {
      end++;
    }
    return new LayerGroup(head, norm, nodes.get(end - 1), relu, end);
  }

  private static boolean hasWeights(Network.Node node) {
    return node.layer() instanceof Layer.Convolution || node.layer() instanceof Layer.Linear;
  }

  /** Whether the group's output is rounded to a grid of its own. */
  boolean requantizes() {
    return requantizes(head);
  }

  private static boolean requantizes(Network.Node head) {
    return hasWeights(head)
        || head.layer() instanceof Layer.Residual
        || head.layer() instanceof Layer.BatchNorm;
  }

  /** Whether the group can leave its accumulators, at the end of a network or of a branch. */
  boolean accumulates() {
    return hasWeights(head) && !relu;
  }

  static IllegalArgumentException cannotFold(Network.Node node) {
    return new IllegalArgumentException(
        "layer %s: a ReLU can be packed only right after a convolution or linear layer, a batch norm or a residual block"
            .formatted(node.name()));
  }
}
