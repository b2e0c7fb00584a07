package org.dyadic.train.method;

/** e^x in float arithmetic without a call, for loops over all weights. */
final class Exponential {
  private static final float LOG2_E = 1.442695f;

  /** log(2) in two parts, the first of which has few digits, so that n times it is exact. */
  private static final float LOG_2_HIGH = 355f / 512;

  private static final float LOG_2_LOW = -2.12194440e-4f;

  /** Adding and subtracting 1.5 * 2^23 rounds to an integer. */
  private static final float ROUND = 12_582_912f;

  private Exponential() {}

  /**
   * e^x with a relative error below 1e-6, for x clipped to -80 .. 80: x = n log 2 + r with |r| at
   * most log(2) / 2, and the Taylor series of e^r to the sixth power.
   */
  static float of(float x) {
    float clipped = Math.min(Math.max(x, -80f), 80f);
    float n = (clipped * LOG2_E + ROUND) - ROUND;
    float r = clipped - n * LOG_2_HIGH - n * LOG_2_LOW;
    float high = 1 / 24f + r * (1 / 120f + r * (1 / 720f));
    float series = 1 + r * (1 + r * (0.5f + r * (1 / 6f + r * high)));
    return series * Float.intBitsToFloat(((int) n + 127) << 23);
  }
}
