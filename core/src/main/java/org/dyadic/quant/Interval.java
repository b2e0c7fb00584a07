package org.dyadic.quant;

import java.math.BigInteger;

/**
 * An interval in exact arithmetic, so that a proof about overflow cannot overflow itself. Bounds
 * are tight where the operands are independent.
 */
record Interval(BigInteger min, BigInteger max) {

  static Interval of(long min, long max) {
    return new Interval(BigInteger.valueOf(min), BigInteger.valueOf(max));
  }

  static Interval of(Grid grid) {
    return of(grid.min(), grid.max());
  }

  static Interval point(long value) {
    return of(value, value);
  }

  Interval times(long factor) {
    BigInteger by = BigInteger.valueOf(factor);
    BigInteger first = min.multiply(by);
    BigInteger second = max.multiply(by);
    return new Interval(first.min(second), first.max(second));
  }

  Interval plus(Interval other) {
    return new Interval(min.add(other.min), max.add(other.max));
  }

  Interval hull(Interval other) {
    return new Interval(min.min(other.min), max.max(other.max));
  }

  /** The arithmetic shift of every value. */
  Interval shiftRight(int shift) {
    return new Interval(min.shiftRight(shift), max.shiftRight(shift));
  }

  /** Every value, or the end of {@code limits} that is nearest to it. */
  Interval clamp(Interval limits) {
    return new Interval(min.max(limits.min).min(limits.max), max.max(limits.min).min(limits.max));
  }

  /** Whether every value is a two's complement number of {@code bits} bits. */
  boolean fits(int bits) {
    return min.bitLength() < bits && max.bitLength() < bits;
  }

  /** Throws unless every value is a two's complement number of {@code bits} bits. */
  Interval require(int bits, String layer, String what) {
    Rules.check(
        fits(bits),
        layer,
        "%s may lie in %d .. %d, but int%d ends at %d and %d",
        what,
        min,
        max,
        bits,
        BigInteger.ONE.shiftLeft(bits - 1).negate(),
        BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.ONE));
    return this;
  }

  Range toRange() {
    return new Range(min.longValueExact(), max.longValueExact());
  }
}
