package org.dyadic.train.method;

import org.dyadic.quant.FixedPoint;

/** The quantizer Q_N in float arithmetic that the JIT compiles to vector instructions. */
final class Rounding {
  /** Adding and subtracting 1.5 * 2^23 rounds a float below 2^22 half to even. */
  private static final float ROUND = 12_582_912f;

  private Rounding() {}

  /** round(x), clipped to -top .. top. */
  static float mode(float x, float top) {
    return (Math.min(Math.max(x, -top), top) + ROUND) - ROUND;
  }

  /** {@code into[i] = Q(w[i]; 2^-exponent)} for i in {@code from .. to - 1}. */
  static void toGrid(float[] w, int from, int to, int exponent, float top, float[] into) {
    float step = FixedPoint.step(exponent);
    float inverse = FixedPoint.step(-exponent);
    for (int i = from; i < to; i++) {
      into[i] = mode(w[i] * inverse, top) * step;
    }
  }

  /** {@code into[i] = step where w[i] >= 0, else -step} for i in {@code from .. to - 1}. */
  static void toSigns(float[] w, int from, int to, float step, float[] into) {
    for (int i = from; i < to; i++) {
      into[i] = w[i] >= 0 ? step : -step;
    }
  }

  /** The ternary code of a weight: its sign where |w| exceeds a threshold, else 0. */
  static byte ternary(float w, float threshold) {
    return (byte) (w > threshold ? 1 : w < -threshold ? -1 : 0);
  }

  /** Clips to -bound .. bound. */
  static void clip(float[] w, int from, int to, float bound) {
    for (int i = from; i < to; i++) {
      w[i] = Math.min(Math.max(w[i], -bound), bound);
    }
  }

  /**
   * f of the power of two 2^-f next to a scale, that is, {@code -round(log2 scale)}, exactly.
   *
   * @param scale positive
   * @return in -24 .. 24
   */
  static int exponent(float scale) {
    int floor = Math.getExponent(scale);
    boolean up = Math.scalb((double) scale, -floor) > Math.sqrt(2);
    return Math.clamp(-(floor + (up ? 1 : 0)), -FixedPoint.MAX_EXPONENT, FixedPoint.MAX_EXPONENT);
  }
}
