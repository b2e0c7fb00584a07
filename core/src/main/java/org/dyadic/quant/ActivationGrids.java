package org.dyadic.quant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.Recurrent;

/**
 * Which tensors are rounded to a grid of their own, and to which.
 *
 * <p>A run of dense layers, one right after another, is one tensor that grows: all its parts have
 * one grid, that of the run's end, signed with {@link #CONCATENATED_BITS} bits. What is added to it
 * without a ReLU is rounded to this grid at once; anything else is brought to it first.
 */
final class ActivationGrids {
  /**
   * The bits of a concatenated tensor. Its channels have scales of their own, which only their
   * batch norms even out, but one step: with 8 bits the channels of a small scale would keep a few
   * levels, with 16 bits they have 256 times as many. Convolutions still read 8-bit values.
   */
  static final int CONCATENATED_BITS = 16;

  private final ActivationSteps steps;

  /** Grids of given steps. */
  ActivationGrids(ActivationSteps steps) {
    this.steps = steps;
  }

  /** The layers of a network whose outputs need a step, if activations have so many bits. */
  static Map<String, Activation> of(Network network, int bits) {
    Map<String, Activation> found = new LinkedHashMap<>();
    collect(network.nodes(), false, bits, found);
    return found;
  }

  /** By name, the grids of all tensors that are rounded. */
  Map<String, Grid> all(Network network) {
    Map<String, Grid> grids = new LinkedHashMap<>();
    of(network, steps.bits())
        .forEach((name, activation) -> grids.put(name, activation.grid(exponent(name))));
    addCellsAndRuns(network.nodes(), grids);
    return grids;
  }

  private void addCellsAndRuns(List<Network.Node> nodes, Map<String, Grid> grids) {
    for (int i = 0; i < nodes.size(); i++) {
      Network.Node node = nodes.get(i);
      if (node.layer() instanceof Layer.Dense) {
        grids.put(node.name(), ofRun(nodes, i));
      }
      if (node.layer() instanceof Recurrent.Lstm) {
        String cell = RecurrentFold.cellName(node);
        int exponent = RecurrentFold.cellExponent(exponent(cell));
        grids.put(cell, Grid.signed(RecurrentLayer.STATE_BITS, exponent));
      }
      addCellsAndRuns(node.body(), grids);
      addCellsAndRuns(node.shortcut(), grids);
    }
  }

  private static void collect(
      List<Network.Node> nodes, boolean dense, int bits, Map<String, Activation> found) {
    for (int i = 0; i < nodes.size(); ) {
      LayerGroup group = LayerGroup.at(nodes, i);
      Network.Node head = group.head();
      boolean isDense = head.layer() instanceof Layer.Dense;
      if (head.layer() instanceof Recurrent.Lstm) {
        found.put(RecurrentFold.cellName(head), new Activation(true, RecurrentLayer.STATE_BITS));
      }
      collect(head.body(), isDense, bits, found);
      collect(head.shortcut(), false, bits, found);
      if (isDense && !isDense(nodes, i + 1)) {
        found.put(head.name(), new Activation(true, CONCATENATED_BITS));
      }
      i = group.end();
      boolean accumulates = i == nodes.size() && group.accumulates();
      if (group.requantizes() && !accumulates && !joinsRun(group, nodes, dense)) {
        found.put(group.last().name(), activation(group, nodes, bits));
      }
    }
  }

  /** Values that are only pooled before they join a run keep its bits. */
  private static Activation activation(LayerGroup group, List<Network.Node> nodes, int bits) {
    int next = group.end();
    while (next < nodes.size() && isPool(nodes.get(next).layer())) {
      next++;
    }
    boolean joins = !group.relu() && isDense(nodes, next);
    return new Activation(!group.relu(), joins ? CONCATENATED_BITS : bits);
  }

  private static boolean isPool(Layer layer) {
    return layer instanceof Layer.AveragePool || layer instanceof Layer.MaxPool;
  }

  private static boolean isDense(List<Network.Node> nodes, int index) {
    return index < nodes.size() && nodes.get(index).layer() instanceof Layer.Dense;
  }

  /** Whether a group's output is a part of a concatenated tensor as it is. */
  private static boolean joinsRun(LayerGroup group, List<Network.Node> nodes, boolean dense) {
    boolean endsBody = dense && group.end() == nodes.size();
    return !group.relu() && (endsBody || isDense(nodes, group.end()));
  }

  /** The last dense layer of the run to which the one at an index belongs. */
  private static Network.Node endOfRun(List<Network.Node> nodes, int index) {
    int last = index;
    while (isDense(nodes, last + 1)) {
      last++;
    }
    return nodes.get(last);
  }

  /** The grid of the run of dense layers to which the one at an index belongs. */
  Grid ofRun(List<Network.Node> nodes, int index) {
    return Grid.signed(CONCATENATED_BITS, exponent(endOfRun(nodes, index).name()));
  }

  /**
   * The grid that a group's output is rounded to.
   *
   * @param body the grid of the concatenation that the chain is the body of, or null
   */
  Grid of(LayerGroup group, List<Network.Node> nodes, Grid body) {
    if (joinsRun(group, nodes, body != null)) {
      return isDense(nodes, group.end()) ? ofRun(nodes, group.end()) : body;
    }
    return activation(group, nodes, steps.bits()).grid(exponent(group.last().name()));
  }

  /** The exponent that was given for a tensor. */
  int exponent(String name) {
    return steps.exponent(name);
  }
}
