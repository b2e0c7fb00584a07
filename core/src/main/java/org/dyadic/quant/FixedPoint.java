package org.dyadic.quant;

/**
 * The quantizer Q_N of SGM (arXiv 1907.07220): {@code Q_N(x; D) = clip(round(x / D), -top, +top) *
 * D} with D = 2^-f and top = 2^(N-1) - 1. Rounding is half to even, as in torch.round and {@link
 * Math#rint}. Division by D is multiplication by a power of two, so it is exact.
 */
public final class FixedPoint {
  /** The fewest bits of a weight. */
  public static final int MIN_BITS = 2;

  /** The most bits of a weight. */
  public static final int MAX_BITS = 8;

  /** The largest magnitude of f. */
  public static final int MAX_EXPONENT = 24;

  private FixedPoint() {}

  /**
   * The largest code: 2^(bits-1) - 1.
   *
   * @throws IllegalArgumentException unless bits lies in 2 .. 8
   */
  public static int top(int bits) {
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "bits (=%d) must lie in %d .. %d".formatted(bits, MIN_BITS, MAX_BITS));
    }
    return (1 << (bits - 1)) - 1;
  }

  /** The step size D = 2^-exponent. */
  public static float step(int exponent) {
    return Math.scalb(1f, -exponent);
  }

  /** The code of one weight: clip(round(w * 2^f), -top, top). A NaN has the code 0. */
  public static int code(float weight, int exponent, int top) {
    return (int) Math.rint(Math.clamp(Math.scalb((double) weight, exponent), -top, top));
  }

  /**
   * The codes of some weights.
   *
   * @param weights holds the weights
   * @param from the first one
   * @param count how many
   */
  public static byte[] codes(float[] weights, int from, int count, int exponent, int bits) {
    int top = top(bits);
    byte[] codes = new byte[count];
    for (int i = 0; i < count; i++) {
      codes[i] = (byte) code(weights[from + i], exponent, top);
    }
    return codes;
  }

  /** The squared quantization error, sum of (w - Q_N(w; 2^-exponent))^2. */
  public static double squaredError(float[] weights, int from, int count, int exponent, int bits) {
    int top = top(bits);
    double step = Math.scalb(1.0, -exponent);
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      double error = weights[i] - code(weights[i], exponent, top) * step;
      sum += error * error;
    }
    return sum;
  }

  /**
   * The exponent f of the step size that quantizes the weights best: argmin over all integers in
   * -24 .. 24 of the squared error; the larger step wins a tie. Where every step does equally
   * badly, it is 0 for weights that are all zero or not all finite, and 24 for weights below 2^-25.
   */
  public static int bestExponent(float[] weights, int from, int count, int bits) {
    int[] candidates = candidates(weights, from, count, bits);
    int best = candidates[0];
    double least = Double.POSITIVE_INFINITY;
    for (int exponent : candidates) {
      double error = squaredError(weights, from, count, exponent, bits);
      if (error < least) {
        least = error;
        best = exponent;
      }
    }
    return best;
  }

  /**
   * Exponents that can be best. With m = max |w|: if top * D &gt;= 2 m, halving D halves the grid
   * and still covers every weight, so no larger D is better; if D &lt; m / 2^20, nearly all weights
   * clip.
   */
  private static int[] candidates(float[] weights, int from, int count, int bits) {
    float largest = 0;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, Math.abs(weights[i]));
    }
    if (!(largest > 0) || !Float.isFinite(largest)) {
      return new int[] {0};
    }
    int smallest = -Math.getExponent(2 * largest) - 1;
    int low = Math.clamp(smallest, -MAX_EXPONENT, MAX_EXPONENT);
    int high = Math.clamp(smallest + 21 + bits, -MAX_EXPONENT, MAX_EXPONENT);
    int[] exponents = new int[high - low + 1];
    for (int i = 0; i < exponents.length; i++) {
      exponents[i] = low + i;
    }
    return exponents;
  }
}
