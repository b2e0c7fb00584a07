package org.dyadic.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each parameter of a network lies in two flat arrays: one of what gradient descent trains,
 * one of batch-norm statistics. Elementwise work (the optimizer, the regularizer, clipping) then
 * runs over plain {@code float[]} ranges and never asks for a tensor.
 *
 * <p>With {@code channelsLast}, convolution weights lie in the order output, row, column, input,
 * the memory format in which CPUs convolve fastest; {@link State} always has output, input, row,
 * column.
 */
public final class ParameterLayout {

  /**
   * A parameter's place.
   *
   * @param parameter what lies there
   * @param offset the first index in its flat array
   * @param end one past the last index
   */
  public record Slot(Parameter parameter, int offset, int end) {
    /** The parameter's name. */
    public String name() {
      return parameter.name();
    }

    /** The number of elements. */
    public int size() {
      return end - offset;
    }
  }

  private final Network network;
  private final boolean channelsLast;
  private final Map<String, Slot> trained = new LinkedHashMap<>();
  private final Map<String, Slot> statistics = new LinkedHashMap<>();
  private int trainedSize;
  private int statisticsSize;

  /** The layout of a network's parameters, in the order of the network. */
  public ParameterLayout(Network network, boolean channelsLast) {
    this.network = network;
    this.channelsLast = channelsLast;
    for (Parameter parameter : network.parameters()) {
      if (parameter.role().trained()) {
        int end = Math.addExact(trainedSize, parameter.size());
        trained.put(parameter.name(), new Slot(parameter, trainedSize, end));
        trainedSize = end;
      } else {
        int end = Math.addExact(statisticsSize, parameter.size());
        statistics.put(parameter.name(), new Slot(parameter, statisticsSize, end));
        statisticsSize = end;
      }
    }
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** Whether convolution weights lie channels-last. */
  public boolean channelsLast() {
    return channelsLast;
  }

  /** The trained parameters' places, in order. */
  public List<Slot> trained() {
    return List.copyOf(trained.values());
  }

  /** The batch-norm statistics' places, in order. */
  public List<Slot> statistics() {
    return List.copyOf(statistics.values());
  }

  /** The places of the weights that quantization applies to, in order. */
  public List<Slot> weights() {
    List<Slot> weights = new ArrayList<>(trained.values());
    weights.removeIf(slot -> slot.parameter().role() != Parameter.Role.WEIGHT);
    return weights;
  }

  /** The length of the flat array of trained parameters. */
  public int trainedSize() {
    return trainedSize;
  }

  /** The length of the flat array of statistics. */
  public int statisticsSize() {
    return statisticsSize;
  }

  /** Copies a state into flat arrays. */
  public void pack(State state, float[] trainedValues, float[] statisticsValues) {
    trained.values().forEach(slot -> pack(slot, state.get(slot.name()), trainedValues));
    statistics.values().forEach(slot -> pack(slot, state.get(slot.name()), statisticsValues));
  }

  /** A state with copies of what lies in flat arrays. */
  public State unpack(float[] trainedValues, float[] statisticsValues) {
    Map<String, float[]> values = new LinkedHashMap<>();
    trained.values().forEach(slot -> values.put(slot.name(), unpack(slot, trainedValues)));
    statistics.values().forEach(slot -> values.put(slot.name(), unpack(slot, statisticsValues)));
    return new State(network, values);
  }

  /** One parameter in its memory order from its canonical order. */
  private void pack(Slot slot, float[] canonical, float[] flat) {
    if (!reordered(slot)) {
      System.arraycopy(canonical, 0, flat, slot.offset(), canonical.length);
      return;
    }
    forEachReordered(slot, (index, memory) -> flat[slot.offset() + memory] = canonical[index]);
  }

  /** One parameter in its canonical order from its memory order. */
  private float[] unpack(Slot slot, float[] flat) {
    float[] canonical = new float[slot.size()];
    if (!reordered(slot)) {
      System.arraycopy(flat, slot.offset(), canonical, 0, canonical.length);
    } else {
      forEachReordered(slot, (index, memory) -> canonical[index] = flat[slot.offset() + memory]);
    }
    return canonical;
  }

  private boolean reordered(Slot slot) {
    return channelsLast && slot.parameter().dims().size() == 4;
  }

  private interface IndexPair {
    void accept(int canonical, int memory);
  }

  private static void forEachReordered(Slot slot, IndexPair action) {
    List<Integer> dims = slot.parameter().dims();
    int inputs = dims.get(1);
    int area = dims.get(2) * dims.get(3);
    for (int o = 0; o < dims.get(0); o++) {
      int base = o * inputs * area;
      for (int i = 0; i < inputs; i++) {
        for (int p = 0; p < area; p++) {
          action.accept(base + i * area + p, base + p * inputs + i);
        }
      }
    }
  }
}
