package org.dyadic.train;

/**
 * A learning rate that falls linearly over a phase, from its first step to its last.
 *
 * @param start the rate of the first step
 * @param end the rate of the last step
 * @param steps the number of steps of the phase, at least 1
 */
public record LinearDecay(double start, double end, long steps) {
  /** Checks that rates are positive. */
  public LinearDecay {
    if (!(start > 0) || !(end > 0)) {
      throw new IllegalArgumentException(
          "learning rates (=%s falling to %s) must be positive".formatted(start, end));
    }
  }

  /** The rate of step {@code step}, in 0 .. steps - 1. */
  public double at(long step) {
    return steps <= 1 ? start : start + (end - start) * step / (steps - 1);
  }
}
