package org.dyadic.train.live;

/**
 * How much processor time building documents may take: half a second at once, for a JVM that is
 * still warming up, and beyond it one part in two hundred of the time that passes.
 */
final class Budget {
  /** Nanoseconds for the beginning of a run. */
  static final double AT_ONCE = 5e8;

  private static final double SHARE = 1.0 / 200;

  private final double atOnce;
  private final long start;
  private double spent;

  /**
   * A budget.
   *
   * @param atOnce nanoseconds
   * @param start a time of {@link System#nanoTime}
   */
  Budget(double atOnce, long start) {
    this.atOnce = atOnce;
    this.start = start;
  }

  /** Whether something may begin now; what it takes is known and counted afterwards. */
  boolean allows(long now) {
    return spent < atOnce + SHARE * (now - start);
  }

  void spend(long nanos) {
    spent += nanos;
  }
}
