package org.dyadic.train;

import java.util.List;
import java.util.Map;
import org.dyadic.model.ParameterLayout.Slot;

/**
 * Post-training rounding: the float weights are quantized as they are. The lower bound that every
 * method must beat.
 */
public final class Naive implements Method {
  private final int bits;
  private Map<String, Integer> exponents = Map.of();

  /** Rounding to {@code bits} bits, 2 .. 8. */
  public Naive(int bits) {
    this.bits = bits;
  }

  @Override
  public void start(List<Slot> weights, float[] w) {
    exponents = StepSizes.search(weights, w, bits);
  }

  @Override
  public Map<String, Integer> exponents() {
    return Map.copyOf(exponents);
  }

  @Override
  public Map<String, Double> saveState() {
    return StepSizes.save(exponents);
  }

  @Override
  public void restoreState(List<Slot> weights, Map<String, Double> state) {
    exponents = StepSizes.restore(weights, state);
  }
}
