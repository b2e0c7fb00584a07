package org.dyadic.train.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** How fast a run goes, and how long it will still take. Times are without those of pauses. */
final class Pace {
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private final Deque<Sample> window = new ArrayDeque<>();

  private record Sample(long nanos, long steps) {}

  /** Adds how far the run is at a time. */
  void add(long nanos, long steps) {
    window.addLast(new Sample(nanos, steps));
    while (window.size() > 2 && nanos - window.getFirst().nanos() > WINDOW_NANOS) {
      window.removeFirst();
    }
  }

  /** Steps a second over the last ten seconds; empty before there are two times to compare. */
  OptionalDouble stepsPerSecond() {
    if (window.isEmpty()) {
      return OptionalDouble.empty();
    }
    Sample first = window.getFirst();
    Sample last = window.getLast();
    long nanos = last.nanos() - first.nanos();
    return nanos <= 0 || last.steps() == first.steps()
        ? OptionalDouble.empty()
        : OptionalDouble.of((last.steps() - first.steps()) / (nanos / 1e9));
  }

  /**
   * Seconds that the rest takes if it goes on as since the beginning.
   *
   * @param nanos since the beginning
   * @param passed epochs since the beginning
   * @param left epochs
   */
  static OptionalDouble secondsLeft(long nanos, double passed, double left) {
    return passed <= 0 ? OptionalDouble.empty() : OptionalDouble.of(nanos / 1e9 / passed * left);
  }
}
