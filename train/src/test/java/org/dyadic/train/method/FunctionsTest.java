package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Exponential}, {@link Tabulated} and {@link LogUniformKl} against slower definitions. */
class FunctionsTest {

  @Test
  void theExponentialIsThatOfTheLibrary() {
    for (float x = -80; x <= 80; x += 0.0137f) {
      double expected = Math.exp(x);
      assertEquals(expected, Exponential.of(x), 1e-6 * expected, "x " + x);
    }
    assertEquals(1, Exponential.of(0));
    assertEquals(Exponential.of(80), Exponential.of(Float.POSITIVE_INFINITY));
    assertEquals(Exponential.of(-80), Exponential.of(-1e30f));
  }

  @Test
  void aTableIsTheFunctionWithinItsOctavesAndConstantBeyond() {
    Tabulated table = new Tabulated(x -> 1 / (1 + x), -10, 10);
    for (double log = -10; log <= 10; log += 0.00731) {
      float x = (float) Math.pow(2, log);
      // x^2 f'' / f is at most 2 here.
      assertEquals(1 / (1 + (double) x), table.at(x), 2e-5 / (1 + x), "x " + x);
    }
    assertEquals(table.at(0x1p-10f), table.at(0));
    assertEquals(table.at(0x1p10f), table.at(Float.POSITIVE_INFINITY));
    assertEquals(1 / 1025f, table.at(0x1p10f), 1e-7);
  }

  /**
   * The divergence itself: {@code E log|w| - log s + const} for w from N(theta, s^2), by the
   * trapezoidal rule over x = sign(w) log|w|, where the integrand is smooth. The constant makes it
   * 0 for theta = 0, as E log|e| = -(Euler's constant + log 2) / 2.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-8, -5, -3, -2, -1, 0, 1, 2, 3, 5, 8})
  void theDivergenceIsApproximatedWell(double logAlpha) {
    double theta = Math.exp(-logAlpha / 2);
    double mean = 0;
    double h = 1e-4;
    for (double x = -30; x < 6; x += h) {
      double w = Math.exp(x);
      double density = Math.exp(-(w - theta) * (w - theta) / 2);
      density += Math.exp(-(w + theta) * (w + theta) / 2);
      mean += h * x * w * density / Math.sqrt(2 * Math.PI);
    }
    double expected = mean + (0.5772156649 + Math.log(2)) / 2;
    assertEquals(expected, LogUniformKl.value(logAlpha), 0.02);
  }

  @Test
  void theDivergencesDerivativeIsThatOfItsValue() {
    for (double x = -40; x <= 40; x += 0.37) {
      double h = 1e-5;
      double slope = (LogUniformKl.value(x + h) - LogUniformKl.value(x - h)) / (2 * h);
      assertEquals(slope, LogUniformKl.derivative(x), 1e-8, "log alpha " + x);
      assertTrue(LogUniformKl.derivative(x) < 0);
    }
    assertEquals(500, LogUniformKl.value(-1000), 1, "no overflow");
    assertEquals(0, LogUniformKl.value(1000), 1e-12);
  }
}
