package org.dyadic.train.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.dyadic.train.optimizer.RateSchedule.Kind;
import org.junit.jupiter.api.Test;

class RateScheduleTest {
  private static final double EXACT = 1e-12;

  private static void assertRates(Kind kind, double... expected) {
    RateSchedule schedule = new RateSchedule(kind, 0.1, 0.001, expected.length);
    for (int step = 0; step < expected.length; step++) {
      assertEquals(expected[step], schedule.at(step), EXACT, kind + ", step " + step);
    }
  }

  @Test
  void everyCurveIsItsFormula() {
    assertRates(Kind.LINEAR, 0.1, 0.07525, 0.0505, 0.02575, 0.001);
    assertRates(Kind.EXPONENTIAL, 0.1, Math.pow(10, -1.5), 0.01, Math.pow(10, -2.5), 0.001);
    assertRates(
        Kind.COSINE,
        0.1,
        0.001 + 0.099 * (2 + Math.sqrt(2)) / 4,
        0.0505,
        0.001 + 0.099 * (2 - Math.sqrt(2)) / 4,
        0.001);
    assertRates(Kind.STEPS, 0.1, 0.1, 0.01, 0.001, 0.001);
    assertRates(Kind.CONSTANT, 0.1, 0.1, 0.1);
  }

  @Test
  void aSingleStepHasTheFirstRate() {
    for (Kind kind : Kind.values()) {
      assertEquals(0.1, new RateSchedule(kind, 0.1, 0.02, 1).at(0));
    }
  }

  @Test
  void ratesArePositive() {
    assertThrows(IllegalArgumentException.class, () -> RateSchedule.linear(0, 1, 5));
    assertThrows(IllegalArgumentException.class, () -> RateSchedule.linear(1, Double.NaN, 5));
  }
}
