package org.dyadic.quant;

/**
 * All integers from {@code min} to {@code max}.
 *
 * @param min the smallest value
 * @param max the largest value, at least {@code min}
 */
public record Range(long min, long max) {

  /** Checks the order of the ends. */
  public Range {
    if (min > max) {
      throw new IllegalArgumentException("range %d .. %d is empty".formatted(min, max));
    }
  }

  /** The bits of the narrowest two's complement number that holds every value, in 1 .. 64. */
  public int bits() {
    return 65 - Math.min(leadingSigns(min), leadingSigns(max));
  }

  private static int leadingSigns(long value) {
    return Long.numberOfLeadingZeros(value < 0 ? ~value : value);
  }

  /** Whether every value of {@code other} lies in this range. */
  public boolean contains(Range other) {
    return min <= other.min && other.max <= max;
  }
}
