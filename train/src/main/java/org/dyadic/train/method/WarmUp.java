package org.dyadic.train.method;

/** A factor that grows linearly from 0 to 1 at the start of a phase and stays there. */
final class WarmUp {
  private final double end;

  /**
   * A warm-up.
   *
   * @param share of the steps in which the factor grows, in 0 .. 1
   * @param steps of the phase
   */
  WarmUp(double share, long steps) {
    end = share * steps;
  }

  /** The factor of a step, in 0 .. 1. */
  double at(Step step) {
    return step.number() >= end ? 1 : step.number() / end;
  }
}
