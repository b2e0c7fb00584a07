package org.dyadic.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.train.method.WeightLayer;

/**
 * Which layer gets how many bits and step sizes.
 *
 * @param bits of a weight, unless the layer is named below
 * @param firstLastBits bits of the first and of the last layer; null for {@code bits}
 * @param layerBits bits by layer name, such as {@code conv2}, or by parameter name
 * @param perChannel whether every output channel has a step size of its own
 */
public record WeightPolicy(
    int bits, Integer firstLastBits, Map<String, Integer> layerBits, boolean perChannel) {

  /** Copies the map. */
  public WeightPolicy {
    layerBits = Collections.unmodifiableMap(new TreeMap<>(layerBits));
  }

  /** {@code bits} for all layers, one step size each. */
  public static WeightPolicy uniform(int bits) {
    return new WeightPolicy(bits, null, Map.of(), false);
  }

  /**
   * The quantized layers of a network.
   *
   * @throws IllegalArgumentException if a named layer does not exist
   */
  List<WeightLayer> layers(ParameterLayout layout) {
    List<Slot> slots = layout.weights();
    requireKnown(slots);
    List<WeightLayer> layers = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      boolean outer = i == 0 || i == slots.size() - 1;
      int own = outer && firstLastBits != null ? firstLastBits : bits;
      int byLayer = layerBits.getOrDefault(slot.parameter().layer(), own);
      int chosen = layerBits.getOrDefault(slot.name(), byLayer);
      int blocks = perChannel ? slot.parameter().dims().getFirst() : 1;
      layers.add(new WeightLayer(slot, chosen, blocks));
    }
    return layers;
  }

  private void requireKnown(List<Slot> slots) {
    Set<String> names = new LinkedHashSet<>();
    for (Slot slot : slots) {
      names.add(slot.parameter().layer());
    }
    for (String name : layerBits.keySet()) {
      boolean parameter = slots.stream().anyMatch(slot -> slot.name().equals(name));
      if (!names.contains(name) && !parameter) {
        throw new IllegalArgumentException(
            "--layer-bits %s=%d: no layer has this name; the layers with weights are %s"
                .formatted(name, layerBits.get(name), String.join(", ", names)));
      }
    }
  }
}
