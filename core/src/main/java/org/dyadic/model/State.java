package org.dyadic.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a network's parameters and statistics, by name, in the order of the network. */
public final class State {
  private final Network network;
  private final Map<String, float[]> values = new LinkedHashMap<>();

  /**
   * A state of given values.
   *
   * @param values one array a parameter of the network, of its size; not copied
   * @throws IllegalArgumentException if a parameter is missing, unknown or of another size
   */
  public State(Network network, Map<String, float[]> values) {
    this.network = network;
    for (Parameter parameter : network.parameters()) {
      float[] array = values.get(parameter.name());
      if (array == null) {
        throw new IllegalArgumentException("state: parameter " + parameter.name() + " is missing");
      }
      if (array.length != parameter.size()) {
        throw new IllegalArgumentException(
            "state: parameter %s has %d values, dims %s need %d"
                .formatted(parameter.name(), array.length, parameter.dims(), parameter.size()));
      }
      this.values.put(parameter.name(), array);
    }
    for (String name : values.keySet()) {
      if (!this.values.containsKey(name)) {
        throw new IllegalArgumentException(
            "state: parameter %s does not belong to %s".formatted(name, network));
      }
    }
  }

  /** The network that these values belong to. */
  public Network network() {
    return network;
  }

  /**
   * The live values of one parameter.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public float[] get(String name) {
    float[] array = values.get(name);
    if (array == null) {
      throw new IllegalArgumentException("state: no parameter " + name + " in " + network);
    }
    return array;
  }

  /** A deep copy. */
  public State copy() {
    Map<String, float[]> copies = new LinkedHashMap<>();
    values.forEach((name, array) -> copies.put(name, array.clone()));
    return new State(network, copies);
  }
}
