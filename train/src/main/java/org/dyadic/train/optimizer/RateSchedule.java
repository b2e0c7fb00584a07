package org.dyadic.train.optimizer;

/**
 * A learning rate over a phase, from its first step to its last.
 *
 * @param kind the curve
 * @param start the rate of the first step
 * @param end the rate of the last step; not read by {@link Kind#STEPS} and {@link Kind#CONSTANT}
 * @param steps the number of steps of the phase, at least 1
 */
public record RateSchedule(Kind kind, double start, double end, long steps) {

  /** The curves. With t = step / (steps - 1), in 0 .. 1. */
  public enum Kind {
    /** start + (end - start) t. */
    LINEAR,
    /** end + (start - end) (1 + cos(pi t)) / 2. */
    COSINE,
    /** start (end / start)^t. */
    EXPONENTIAL,
    /** start, a tenth of it from t = 1/2, a hundredth from t = 3/4. */
    STEPS,
    /** start. */
    CONSTANT
  }

  /** Checks that rates are positive. */
  public RateSchedule {
    if (!(start > 0) || !(end > 0)) {
      throw new IllegalArgumentException(
          "learning rates (=%s falling to %s) must be positive".formatted(start, end));
    }
  }

  /** A rate that falls linearly. */
  public static RateSchedule linear(double start, double end, long steps) {
    return new RateSchedule(Kind.LINEAR, start, end, steps);
  }

  /** The rate of step {@code step}, in 0 .. steps - 1. */
  public double at(long step) {
    if (steps <= 1) {
      return start;
    }
    double t = (double) step / (steps - 1);
    return switch (kind) {
      case LINEAR -> start + (end - start) * step / (steps - 1);
      case COSINE -> end + (start - end) * (1 + Math.cos(Math.PI * t)) / 2;
      case EXPONENTIAL -> start * Math.pow(end / start, t);
      case STEPS -> t < 0.5 ? start : t < 0.75 ? start / 10 : start / 100;
      case CONSTANT -> start;
    };
  }
}
