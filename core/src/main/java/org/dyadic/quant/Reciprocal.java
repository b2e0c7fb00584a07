package org.dyadic.quant;

import java.math.BigInteger;
import java.util.Arrays;
import org.dyadic.model.Shape;

/**
 * The division of exact sums by a divisor d that is no power of two, under {@link Fold#SHIFT}:
 *
 * <pre>
 * q = sat((m * sum + 2^(t-1)) &gt;&gt; t),    m = round(2^(t+j) / d)
 * </pre>
 *
 * where 2^j is the largest power of two up to d, but at most 2^4, and t the least, from 1, with
 * which m is off by no more than half a unit of the largest mean: {@code |m * d / 2^(t+j) - 1| * M
 * <= 1/2}. q is the mean in steps 2^j times as fine as those of the values, from 1 / 2^j times the
 * smallest mean, rounded down, to M, the largest, rounded up. So m is one constant, and m * sum is
 * a few shifts and additions.
 */
final class Reciprocal {
  private static final int FINEST = 4;

  private Reciprocal() {}

  /** Whether dividing takes more than a shift. */
  static boolean needed(Grid grid) {
    return Integer.bitCount(grid.divisor()) != 1;
  }

  /**
   * The layer that divides.
   *
   * @param layer the name of the layer that needs the quotient
   * @param shape of the tensor
   * @param sums its grid, whose divisor is no power of two
   */
  static ChannelAffine of(String layer, Shape shape, Grid sums) {
    int finer = Math.min(FINEST, Math.getExponent((double) sums.divisor()));
    Grid means = means(sums, finer);
    int shift = 1;
    while (error(sums.divisor(), shift + finer) * means.magnitude() > 0.5) {
      shift++;
    }
    int[] multiplier = new int[shape.channels()];
    Arrays.fill(multiplier, multiplier(sums.divisor(), shift + finer));
    long[] bias = new long[multiplier.length];
    return new ChannelAffine(layer, shape, new Epilogue.Requantize(multiplier, bias, shift, means));
  }

  private static Grid means(Grid sums, int finer) {
    long min = divide(sums.min(), finer, sums.divisor());
    long max = -divide(-sums.max(), finer, sums.divisor());
    return new Grid(min, max, sums.exponent() + finer, 1);
  }

  private static int multiplier(int divisor, int exponent) {
    return (int) Math.round(Math.scalb(1.0, exponent) / divisor);
  }

  private static double error(int divisor, int exponent) {
    return Math.abs(Math.scalb((double) multiplier(divisor, exponent) * divisor, -exponent) - 1);
  }

  /** floor(value * 2^finer / divisor). */
  private static long divide(long value, int finer, int divisor) {
    BigInteger scaled = BigInteger.valueOf(value).shiftLeft(finer);
    BigInteger[] parts = scaled.divideAndRemainder(BigInteger.valueOf(divisor));
    return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
  }
}
