package org.dyadic.quant;

/**
 * The grid of an integer tensor: the real value of q is {@code q * 2^-exponent / divisor}.
 *
 * @param min the smallest value of q, at most 0
 * @param max the largest value of q, at least 0
 * @param exponent the step is 2^-exponent / divisor
 * @param divisor 1, or what an exact average-pool sum still has to be divided by
 */
public record Grid(long min, long max, int exponent, int divisor) {

  /** Checks the ranges; zero is always on the grid, since padding is zero. */
  public Grid {
    if (min > 0 || max < 0) {
      throw new IllegalArgumentException("grid %d .. %d must hold 0".formatted(min, max));
    }
    if (divisor < 1) {
      throw new IllegalArgumentException(
          "grid: divisor (=%d) must be at least 1".formatted(divisor));
    }
    if (Math.abs(exponent) > 62) {
      throw new IllegalArgumentException(
          "grid: exponent (=%d) must lie in -62 .. 62".formatted(exponent));
    }
  }

  /** Unsigned {@code bits}-bit values: 0 .. 2^bits - 1. */
  public static Grid unsigned(int bits, int exponent) {
    return new Grid(0, (1L << bits) - 1, exponent, 1);
  }

  /** Signed symmetric {@code bits}-bit values: -(2^(bits-1) - 1) .. 2^(bits-1) - 1. */
  public static Grid signed(int bits, int exponent) {
    long top = (1L << (bits - 1)) - 1;
    return new Grid(-top, top, exponent, 1);
  }

  /**
   * The grid of a sum of {@code count} values that is still to be divided by {@code count}: an
   * average pool before its division.
   *
   * @throws IllegalArgumentException if the range or the divisor grows too large
   */
  public Grid summed(long count) {
    try {
      return new Grid(
          Math.multiplyExact(min, count),
          Math.multiplyExact(max, count),
          exponent,
          Math.toIntExact(Math.multiplyExact(divisor, count)));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException(
          "grid %d .. %d, divisor %d: a sum of %d values is too large"
              .formatted(min, max, divisor, count),
          tooLarge);
    }
  }

  /** All values of q. */
  public Range range() {
    return new Range(min, max);
  }

  /** The largest magnitude. */
  public long magnitude() {
    return Math.max(-min, max);
  }

  /** The real value of one unit. */
  public double step() {
    return Math.scalb(1.0, -exponent) / divisor;
  }
}
