package org.dyadic.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimingTest {
  private static final double ROUNDING = 1e-12;

  @Test
  void quantilesAreThoseOfAllCalls() {
    Timing timing =
        new Timing(
            "one",
            List.of(LongStream.range(0, 60).toArray(), LongStream.rangeClosed(60, 100).toArray()));
    assertEquals(101, timing.calls());
    assertEquals(50, timing.nanoseconds(0.5), ROUNDING);
    assertEquals(10, timing.nanoseconds(0.1), ROUNDING);
    assertEquals(99, timing.nanoseconds(0.99), ROUNDING);
    assertEquals(0, timing.nanoseconds(0), ROUNDING);
    assertEquals(100, timing.nanoseconds(1), ROUNDING);
  }

  /** A disturbance that hits both in one round leaves their ratio alone. */
  @Test
  void ratiosComparePairsOfOneRound() {
    Timing fast = new Timing("fast", List.of(calls(10, 10, 90), calls(1000, 1000, 1), calls(20)));
    Timing slow = new Timing("slow", List.of(calls(20, 20, 21), calls(2000), calls(80, 80)));
    assertEquals(2, fast.ratio(slow, 0.5), ROUNDING);
    assertEquals(2, fast.ratio(slow, 0), ROUNDING);
    assertEquals(4, fast.ratio(slow, 1), ROUNDING);
    assertEquals(0.5, slow.ratio(fast, 0.5), ROUNDING);
  }

  private static long[] calls(long... nanoseconds) {
    return nanoseconds;
  }
}
