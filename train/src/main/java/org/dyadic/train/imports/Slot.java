package org.dyadic.train.imports;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;

/**
 * A convolution or linear layer of a network, in order of execution, and the batch norm after it.
 *
 * @param weights the layer's name
 * @param norm the batch norm's name, or null
 * @param convolution whether it is one
 * @param channels of its output
 */
record Slot(String weights, String norm, boolean convolution, int channels) {

  /**
   * All of a network.
   *
   * @throws IllegalArgumentException if it has other layers with values
   */
  static List<Slot> of(Network network) {
    List<Slot> slots = new ArrayList<>();
    collect(network, network.nodes(), slots);
    return slots;
  }

  private static void collect(Network network, List<Network.Node> nodes, List<Slot> slots) {
    for (int i = 0; i < nodes.size(); i++) {
      Network.Node node = nodes.get(i);
      boolean convolution = node.layer() instanceof Layer.Convolution;
      if (convolution || node.layer() instanceof Layer.Linear) {
        boolean normed =
            i + 1 < nodes.size() && nodes.get(i + 1).layer() instanceof Layer.BatchNorm;
        String norm = normed ? nodes.get(++i).name() : null;
        slots.add(new Slot(node.name(), norm, convolution, node.out().channels()));
        continue;
      }
      if (network.parameters().stream().anyMatch(p -> p.layer().equals(node.name()))) {
        throw new IllegalArgumentException(
            "%s of %s has no counterpart by order; name the tensors as Dyadic does: %s.weight"
                .formatted(node.name(), network, node.name()));
      }
      collect(network, node.body(), slots);
      collect(network, node.shortcut(), slots);
    }
  }

  /**
   * Which of them have a batch norm in a file with so many: all, those of convolutions, or none.
   *
   * @return null if it can be neither
   */
  static List<Slot> normed(List<Slot> slots, int fileNorms) {
    List<Slot> all = slots.stream().filter(slot -> slot.norm() != null).toList();
    List<Slot> convolutions = all.stream().filter(Slot::convolution).toList();
    if (fileNorms == all.size()) {
      return all;
    }
    if (fileNorms == convolutions.size()) {
      return convolutions;
    }
    return fileNorms == 0 ? List.of() : null;
  }
}
