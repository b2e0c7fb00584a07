package org.dyadic.inference;

import java.time.Duration;

/**
 * Runs something until Java has compiled it: until its fastest run in a stretch of time is no
 * longer much faster than in the stretches before.
 */
public final class WarmUp {
  /** A stretch that is better by less than this share is no better. */
  private static final double GAIN = 0.03;

  /** As many stretches in a row without a gain are enough. */
  private static final int STEADY = 3;

  private static final int STRETCHES = 12;

  private WarmUp() {}

  /**
   * Runs something again and again, at least four stretches, at most twelve.
   *
   * @param body what to run
   * @param stretch of time, in which it runs at least once
   * @return how often it ran
   */
  public static long run(Runnable body, Duration stretch) {
    long runs = 0;
    long best = Long.MAX_VALUE;
    int steady = 0;
    for (int i = 0; i < STRETCHES && steady < STEADY; i++) {
      long fastest = Long.MAX_VALUE;
      long end = System.nanoTime() + stretch.toNanos();
      long now = System.nanoTime();
      do {
        long start = now;
        body.run();
        now = System.nanoTime();
        fastest = Math.min(fastest, now - start);
        runs++;
      } while (now < end);
      steady = fastest < best * (1 - GAIN) ? 0 : steady + 1;
      best = Math.min(best, fastest);
    }
    return runs;
  }
}
