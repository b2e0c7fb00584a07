package org.dyadic.export;

import java.math.BigInteger;
import org.dyadic.quant.Epilogue;

/**
 * The search for a {@link ByteChannel}. The rule, {@code clip((m * acc + b + 2^(s-1)) >> s)}, and
 * what ONNX Runtime computes are both step functions of the integer acc that never fall (the sign
 * of m joins the weights). So they are the same for every acc in reach if they agree at the reach's
 * ends and step at the same places, at most 255 of them, and all of that is checked in float32. The
 * weights' factor, the bias and the scale are free: a larger factor makes the bias finer, and each
 * step bounds the scale from both sides.
 */
final class ByteFit {
  private final Epilogue.Requantize rule;
  private final int sign;
  private final long multiplier;
  private final long bias;
  private final long low;
  private final long high;
  private final long[] level;
  private final long[] step;
  private final int steps;

  /** The steps of a channel between two sums; see {@link ByteChannel#fit}. */
  ByteFit(Epilogue.Requantize rule, int channel, long min, long max) {
    this.rule = rule;
    int m = rule.multiplier()[channel];
    sign = Integer.signum(m);
    multiplier = Math.abs((long) m);
    bias = rule.bias()[channel];
    low = sign > 0 ? min : -max;
    high = sign > 0 ? max : -min;
    int levels = Math.toIntExact(rule.output().max() - rule.output().min());
    level = new long[levels];
    step = new long[levels];
    int found = 0;
    for (long q = rule.output().min() + 1; q <= rule.output().max(); q++) {
      BigInteger first = first(q);
      if (first.compareTo(BigInteger.valueOf(low)) > 0
          && first.compareTo(BigInteger.valueOf(high)) <= 0) {
        level[found] = q;
        step[found++] = first.longValueExact();
      }
    }
    steps = found;
  }

  /** The smallest sum that gives at least q: {@code ceil((q * 2^s - 2^(s-1) - b) / |m|)}. */
  private BigInteger first(long q) {
    int shift = rule.shift();
    BigInteger half = shift == 0 ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(shift - 1);
    BigInteger product = BigInteger.valueOf(q).shiftLeft(shift).subtract(half);
    BigInteger[] quotient =
        product
            .subtract(BigInteger.valueOf(bias))
            .divideAndRemainder(BigInteger.valueOf(multiplier));
    return quotient[1].signum() > 0 ? quotient[0].add(BigInteger.ONE) : quotient[0];
  }

  /** Tries factors from the largest, which has the finest bias, until nothing is missed. */
  ByteChannel best(int largestFactor) {
    ByteChannel best = null;
    for (int factor = largestFactor; factor >= 1; factor--) {
      double exact = (bias + 0.5) * factor / multiplier;
      double room = Integer.MAX_VALUE - factor * (double) Math.max(Math.abs(low), Math.abs(high));
      for (double whole : new double[] {Math.floor(exact), Math.ceil(exact)}) {
        if (Math.abs(whole) > room && factor > 1) {
          continue;
        }
        int rounded = (int) Math.clamp(whole, -Math.max(0, room), Math.max(0, room));
        ByteChannel candidate = candidate(factor, rounded);
        if (best == null || candidate.misses() < best.misses()) {
          best = candidate;
        }
        if (best.misses() == 0) {
          return best;
        }
      }
    }
    return best;
  }

  /** The channel of a factor and a bias, with the rule's own scale or a better one. */
  private ByteChannel candidate(int factor, int rounded) {
    float own = (float) Math.scalb((double) multiplier / factor, -rule.shift());
    int ownMisses = misses(factor, rounded, own);
    float middle = ownMisses == 0 ? own : middle(factor, rounded, own);
    int misses = ownMisses == 0 ? 0 : misses(factor, rounded, middle);
    return misses < ownMisses
        ? new ByteChannel(sign * factor, rounded, middle, misses)
        : new ByteChannel(sign * factor, rounded, own, ownMisses);
  }

  /**
   * The middle of the scales that put every step where it must be: the sum at a step times the
   * scale reaches the level less a half, the sum before does not. {@code own} if there is no such
   * scale.
   */
  private float middle(int factor, int rounded, float own) {
    double least = 0;
    double most = Double.POSITIVE_INFINITY;
    for (int i = 0; i < steps; i++) {
      double edge = level[i] - 0.5;
      double above = factor * (double) step[i] + rounded;
      double below = above - factor;
      if (above > 0) {
        least = Math.max(least, edge / above);
      } else if (above < 0) {
        most = Math.min(most, edge / above);
      }
      if (below > 0) {
        most = Math.min(most, edge / below);
      } else if (below < 0) {
        least = Math.max(least, edge / below);
      }
    }
    boolean some = least < most && most < Double.POSITIVE_INFINITY;
    return some ? (float) ((least + most) / 2) : own;
  }

  /** In how many places the channel differs from the rule. */
  private int misses(int factor, int rounded, float scale) {
    int misses = wrongAt(low, factor, rounded, scale) + wrongAt(high, factor, rounded, scale);
    for (int i = 0; i < steps; i++) {
      long above = factor * step[i] + rounded;
      boolean reached = ByteChannel.round(above, scale) >= level[i];
      boolean early = ByteChannel.round(above - factor, scale) >= level[i];
      misses += reached && !early ? 0 : 1;
    }
    return misses;
  }

  private int wrongAt(long sum, int factor, int rounded, float scale) {
    long value = ByteChannel.round(factor * sum + rounded, scale);
    long clipped = Math.clamp(value, rule.output().min(), rule.output().max());
    return clipped == rule.apply(multiplier * sum + bias) ? 0 : 1;
  }
}
