package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleSupplier;

/** Gradients by finite differences. */
final class Differences {
  private Differences() {}

  /** The derivative of a loss by one element, which is left as it was. */
  static double of(DoubleSupplier loss, float[] values, int index, double h) {
    float kept = values[index];
    values[index] = (float) (kept + h);
    double above = values[index];
    double up = loss.getAsDouble();
    values[index] = (float) (kept - h);
    double below = values[index];
    double down = loss.getAsDouble();
    values[index] = kept;
    return (up - down) / (above - below);
  }

  /**
   * Compares the gradient of which Adam's first step left a tenth in its first moment with
   * differences.
   */
  static void assertFirstStep(
      DoubleSupplier loss, float[] values, float[] moment, double h, double tolerance) {
    for (int i = 0; i < values.length; i++) {
      double expected = of(loss, values, i, h);
      double actual = moment[i] / 0.1;
      assertEquals(expected, actual, tolerance * (1 + Math.abs(expected)), "element " + i);
    }
  }

  /** Compares a gradient with differences on {@code from .. to - 1}. */
  static void assertGradient(
      DoubleSupplier loss,
      float[] values,
      float[] gradient,
      int from,
      int to,
      double h,
      double tolerance) {
    for (int i = from; i < to; i++) {
      double expected = of(loss, values, i, h);
      assertEquals(expected, gradient[i], tolerance * (1 + Math.abs(expected)), "element " + i);
    }
  }
}
