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
}
