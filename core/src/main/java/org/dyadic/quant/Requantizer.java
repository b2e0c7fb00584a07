package org.dyadic.quant;

import java.math.BigInteger;

/**
 * Finds the integers of {@code q = sat((m * acc + b + k * side + 2^(s-1)) >> s)} for real factors.
 *
 * <p>With acc in units of u and q in units of v: {@code m = scale * u / v * 2^s}, {@code b = offset
 * / v * 2^s}, {@code k = sideScale * w / v * 2^s}. One shift serves all channels. A larger s rounds
 * m, b and k more finely; the largest s with which everything provably fits 32 bits is taken, so
 * that executors may use 32-bit lanes, if rounding moves no output of any channel by more than
 * {@link #NARROW_ERROR} units. Where one channel's factor is so much larger than another's that
 * this fails, the product takes 64 bits, and s is the smallest within {@link #WIDE_ERROR}.
 */
final class Requantizer {
  private static final double NARROW_ERROR = 0.5;
  private static final double WIDE_ERROR = 1.0 / 64;
  private static final int LARGEST_NARROW_SHIFT = 30;
  private static final int LARGEST_SHIFT = 62;

  /** Two integers that meet in one rounding: the rule and k. */
  record Join(Epilogue.Requantize requantize, int[] sideMultiplier) {}

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

    /** By how much rounding moves a channel's factor. */
    double rounding(int channel, int shift) {
      return Math.abs(Math.scalb((double) multiplier(channel, shift), -shift) - factor[channel]);
    }

    double largestInput(int channel) {
      return magnitude(range[channel]).doubleValue();
    }
  }

  private final String layer;
  private final Branch body;
  private final Branch side;
  private final double[] offset;
  private final Grid output;

  private Requantizer(String layer, Branch body, Branch side, double[] offset, Grid output) {
    this.layer = layer;
    this.body = body;
    this.side = side;
    this.offset = offset;
    this.output = output;
    for (int c = 0; c < offset.length; c++) {
      Rules.check(
          Double.isFinite(body.factor()[c])
              && Double.isFinite(side.factor()[c])
              && Double.isFinite(offset[c]),
          layer,
          "channel %d: factor %s, side factor %s and offset %s must be finite",
          c,
          body.factor()[c],
          side.factor()[c],
          offset[c]);
      // From here on every sum but 0 saturates: a larger factor gives the same integers. A power of
      // two, so that a factor that is one stays one.
      double most = Math.scalb(1.0, Math.getExponent(saturation(c)) + 1);
      body.factor()[c] = Math.clamp(body.factor()[c], -most, most);
    }
  }

  /** A product of this magnitude saturates the output whatever the offset and the side add. */
  private double saturation(int channel) {
    double sideTerm = Math.abs(side.factor()[channel]) * side.largestInput(channel);
    return output.magnitude() + 1 + Math.abs(offset[channel]) + sideTerm;
  }

  /**
   * The requantization of a layer's sums.
   *
   * @param layer for messages
   * @param affine what follows the accumulators
   * @param sums the ranges of the accumulators
   * @param accumulatorStep their step
   * @throws IllegalArgumentException if a factor is not finite or too large
   */
  static Epilogue.Requantize requantize(
      String layer, Affine affine, Interval[] sums, double accumulatorStep, Grid output) {
    double[] none = new double[sums.length];
    return new Requantizer(
            layer,
            Branch.of(affine.scale(), accumulatorStep / output.step(), sums),
            Branch.of(none, 0, ChannelSums.zeros(sums.length)),
            divide(affine.offset(), output.step()),
            output)
        .solve()
        .requantize();
  }

  /**
   * The join of a residual block's branches, or of the two planes of a layer.
   *
   * @param layer for messages
   * @param body what follows the accumulators of the body, or of the positive plane
   * @param sums their ranges
   * @param bodyStep their step
   * @param side what follows the integers of the shortcut, or of the negative plane
   * @param sideRange their ranges
   * @param sideStep their step
   * @throws IllegalArgumentException if a factor is not finite or too large
   */
  static Join join(
      String layer,
      Affine body,
      Interval[] sums,
      double bodyStep,
      Affine side,
      Interval[] sideRange,
      double sideStep,
      Grid output) {
    double[] offset = divide(body.offset(), output.step());
    double[] more = divide(side.offset(), output.step());
    for (int c = 0; c < offset.length; c++) {
      offset[c] += more[c];
    }
    return new Requantizer(
            layer,
            Branch.of(body.scale(), bodyStep / output.step(), sums),
            Branch.of(side.scale(), sideStep / output.step(), sideRange),
            offset,
            output)
        .solve();
  }

  /**
   * Integer biases of accumulators that stay.
   *
   * @throws IllegalArgumentException if one is not finite or does not fit int32
   */
  static int[] biases(String layer, Affine affine, double accumulatorStep) {
    double[] offset = divide(affine.offset(), accumulatorStep);
    int[] bias = new int[offset.length];
    for (int c = 0; c < bias.length; c++) {
      double rounded = Math.floor(offset[c] + 0.5);
      Rules.check(
          Math.abs(rounded) <= Integer.MAX_VALUE,
          layer,
          "channel %d: bias %s is %s steps of %s, which do not fit int32",
          c,
          affine.offset()[c],
          rounded,
          accumulatorStep);
      bias[c] = (int) rounded;
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
    for (int shift = LARGEST_NARROW_SHIFT; shift >= 0; shift--) {
      if (fits(shift, Integer.SIZE) && error(shift) <= NARROW_ERROR) {
        return at(shift);
      }
    }
    int best = 0;
    Rules.check(
        fits(best, Long.SIZE), layer, "m * acc + b does not fit int64 even without a shift");
    for (int shift = 1; shift <= LARGEST_SHIFT && fits(shift, Long.SIZE); shift++) {
      if (error(best) > WIDE_ERROR && error(shift) < error(best)) {
        best = shift;
      }
    }
    return at(best);
  }

  /** Whether everything between accumulator and shift fits, in whatever order it is added. */
  private boolean fits(int shift, int bits) {
    BigInteger half = shift == 0 ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(shift - 1);
    for (int c = 0; c < offset.length; c++) {
      double bias = Math.scalb(offset[c], shift);
      if (Math.abs(bias) >= 0x1p62
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
    return Math.abs(multiplier) >= Integer.MAX_VALUE;
  }

  private static BigInteger magnitude(Interval interval) {
    return interval.min().abs().max(interval.max().abs());
  }

  /**
   * How far rounding m, b and k moves an output that does not saturate, in units of the output: the
   * worst over all channels. Beyond, both the exact and the rounded output only go on to saturate.
   */
  private double error(int shift) {
    double worst = 0;
    for (int c = 0; c < offset.length; c++) {
      double bias = Math.scalb(offset[c], shift);
      double sum = Math.min(body.largestInput(c), saturation(c) / Math.abs(body.factor()[c]));
      double error =
          Math.scalb(Math.abs(Math.round(bias) - bias), -shift)
              + sum * body.rounding(c, shift)
              + side.largestInput(c) * side.rounding(c, shift);
      worst = Math.max(worst, error);
    }
    return worst;
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
