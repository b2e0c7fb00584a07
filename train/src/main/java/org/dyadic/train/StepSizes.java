package org.dyadic.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.quant.FixedPoint;

/** One power-of-two step size a layer, searched on float weights and then frozen. */
final class StepSizes {
  private StepSizes() {}

  /** By slot name, the integer f with the least squared quantization error. */
  static Map<String, Integer> search(List<Slot> weights, float[] w, int bits) {
    Map<String, Integer> exponents = new LinkedHashMap<>();
    for (Slot slot : weights) {
      exponents.put(slot.name(), FixedPoint.bestExponent(w, slot.offset(), slot.size(), bits));
    }
    return exponents;
  }

  /** The exponents as a checkpoint keeps them. */
  static Map<String, Double> save(Map<String, Integer> exponents) {
    Map<String, Double> state = new LinkedHashMap<>();
    exponents.forEach((name, exponent) -> state.put(name, (double) exponent));
    return state;
  }

  /** The exponents of a checkpoint. */
  static Map<String, Integer> restore(List<Slot> weights, Map<String, Double> state) {
    Map<String, Integer> exponents = new LinkedHashMap<>();
    for (Slot slot : weights) {
      Double exponent = state.get(slot.name());
      if (exponent == null) {
        throw new IllegalArgumentException("checkpoint: no step size for " + slot.name());
      }
      exponents.put(slot.name(), exponent.intValue());
    }
    return exponents;
  }
}
