package org.dyadic.quant;

import java.math.BigInteger;

/**
 * Finds the integers of {@code q = sat((m * acc + b + k * side + 2^(s-1)) >> s)} for real factors.
 *
 * <p>With acc in units of u and q in units of v: {@code m = scale * u / v * 2^s}, {@code b = offset
 * / v * 2^s}, {@code k = sideScale * w / v * 2^s}. One shift serves all channels. A larger s rounds
 * m and b more finely; the largest s with which everything provably fits 32 bits is taken, so that
 * executors may use 32-bit lanes. Where that would leave the largest m fewer than {@link
 * #LEAST_BITS} bits, the product takes 64 bits and m up to {@link #WIDE_BITS}.
 */
final class Requantizer {
  private static final int LEAST_BITS = 6;
  private static final int WIDE_BITS = 15;
  private static final int LARGEST_NARROW_SHIFT = 30;
  private static final int LARGEST_SHIFT = 62;

  /** A residual join: the rule and k. */
  record Join(Epilogue.Requantize requantize, int[] shortcutMultiplier) {}

  /** One branch: its factors per channel in units of the output, and the ranges of its integers. */
  private record Branch(double[] factor, Interval[] range) {
    static Branch of(double[] scale, double unit, Interval[] range) {
      double[] factor = new double[range.length];
      for (int c = 0; c < factor.length; c++) {
        boolean zero = range[c].equals(Interval.point(0));
        factor[c] = zero ? 0 : scale[c] * unit;
      }
      return new Branch(factor, range);
    }

    /** A channel's factor times 2^shift, rounded; throws ArithmeticException beyond int32. */
    int multiplier(int channel, int shift) {
      return Math.toIntExact(Math.round(Math.scalb(factor[channel], shift)));
    }

    double largest() {
      double largest = 0;
      for (double f : factor) {
        largest = Math.max(largest, Math.abs(f));
      }
      return largest;
    }
  }

  private final Branch body;
  private final Branch side;
  private final double[] offset;
  private final Grid output;

  private Requantizer(Branch body, Branch side, double[] offset, Grid output) {
    this.body = body;
    this.side = side;
    this.offset = offset;
    this.output = output;
  }

  /** The requantization of sums that lie on {@code accumulators}' step. */
  static Epilogue.Requantize requantize(
      Affine affine, Interval[] sums, double accumulatorStep, Grid output) {
    double[] none = new double[sums.length];
    return new Requantizer(
            Branch.of(affine.scale(), accumulatorStep / output.step(), sums),
            Branch.of(none, 0, ChannelSums.zeros(sums.length)),
            divide(affine.offset(), output.step()),
            output)
        .solve()
        .requantize();
  }

  /**
   * The join of a residual block.
   *
   * @param body what follows the body's accumulators
   * @param sums their ranges
   * @param bodyStep their step
   * @param shortcut what follows the shortcut's integers
   * @param sideRange their ranges
   * @param sideStep their step
   */
  static Join join(
      Affine body,
      Interval[] sums,
      double bodyStep,
      Affine shortcut,
      Interval[] sideRange,
      double sideStep,
      Grid output) {
    double[] offset = divide(body.offset(), output.step());
    double[] more = divide(shortcut.offset(), output.step());
    for (int c = 0; c < offset.length; c++) {
      offset[c] += more[c];
    }
    return new Requantizer(
            Branch.of(body.scale(), bodyStep / output.step(), sums),
            Branch.of(shortcut.scale(), sideStep / output.step(), sideRange),
            offset,
            output)
        .solve();
  }

  /** Integer biases of accumulators that stay. */
  static int[] biases(Affine affine, double accumulatorStep) {
    double[] offset = divide(affine.offset(), accumulatorStep);
    int[] bias = new int[offset.length];
    for (int c = 0; c < bias.length; c++) {
      bias[c] = Math.toIntExact(Math.round(offset[c]));
    }
    return bias;
  }

  private static double[] divide(double[] values, double step) {
    double[] quotients = new double[values.length];
    for (int c = 0; c < values.length; c++) {
      quotients[c] = values[c] / step;
    }
    return quotients;
  }

  private Join solve() {
    double largest = Math.max(body.largest(), side.largest());
    for (int shift = LARGEST_NARROW_SHIFT; shift >= 0; shift--) {
      boolean precise = largest == 0 || Math.scalb(largest, shift) >= 1 << (LEAST_BITS - 1);
      if (precise && fits(shift, Integer.SIZE)) {
        return at(shift);
      }
    }
    for (int shift = LARGEST_SHIFT; shift >= 0; shift--) {
      if (Math.scalb(largest, shift) < 1 << WIDE_BITS && fits(shift, Long.SIZE)) {
        return at(shift);
      }
    }
    throw new IllegalArgumentException(
        "requantize: no shift brings the largest factor (=%s) to integers".formatted(largest));
  }

  /** Whether everything between accumulator and shift fits, in whatever order it is added. */
  private boolean fits(int shift, int bits) {
    BigInteger half = shift == 0 ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(shift - 1);
    for (int c = 0; c < offset.length; c++) {
      double bias = Math.scalb(offset[c], shift);
      if (!(Math.abs(bias) < 0x1p62)
          || tooLarge(Math.scalb(body.factor()[c], shift))
          || tooLarge(Math.scalb(side.factor()[c], shift))) {
        return false;
      }
      BigInteger sum =
          magnitude(body.range()[c].times(body.multiplier(c, shift)))
              .add(magnitude(side.range()[c].times(side.multiplier(c, shift))))
              .add(BigInteger.valueOf(Math.abs(Math.round(bias))))
              .add(half);
      if (sum.bitLength() >= bits) {
        return false;
      }
    }
    return true;
  }

  private static boolean tooLarge(double multiplier) {
    return !(Math.abs(multiplier) < Integer.MAX_VALUE);
  }

  private static BigInteger magnitude(Interval interval) {
    return interval.min().abs().max(interval.max().abs());
  }

  private Join at(int shift) {
    int channels = offset.length;
    int[] m = new int[channels];
    int[] k = new int[channels];
    long[] b = new long[channels];
    for (int c = 0; c < channels; c++) {
      m[c] = body.multiplier(c, shift);
      k[c] = side.multiplier(c, shift);
      b[c] = Math.round(Math.scalb(offset[c], shift));
    }
    return new Join(new Epilogue.Requantize(m, b, shift, output), k);
  }
}
