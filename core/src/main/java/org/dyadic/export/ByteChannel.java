package org.dyadic.export;

import org.dyadic.quant.Epilogue;

/**
 * One output channel of an integer layer as ONNX Runtime computes it: weights {@code factor *
 * code}, an int32 bias, a float32 scale, and {@code q = clip(rint(float(factor * acc + bias) *
 * scale))} with ties to even, where float32 arithmetic rounds twice before that. {@link ByteFit}
 * finds the numbers.
 *
 * @param factor in -64 .. 64; negative where the rule's multiplier is, 0 where that is
 * @param bias added to {@code factor * acc}
 * @param scale greater than 0
 * @param misses places in reach where q differs from the rule's; 0 if both are proven to be the
 *     same
 */
record ByteChannel(int factor, int bias, float scale, int misses) {
  /**
   * The largest weight: two products of it with 255 fit 16 bits, in which processors without a dot
   * product of bytes add pairs.
   */
  static final int LARGEST_WEIGHT = 64;

  /**
   * The channel that equals a rule, or the one that misses it in the fewest places.
   *
   * @param rule the rule; its grid's bounds are those of q
   * @param channel which one of the rule
   * @param largestCode the largest magnitude of the channel's codes, at least 1
   * @param min the smallest acc in reach
   * @param max the largest acc in reach
   */
  static ByteChannel fit(
      Epilogue.Requantize rule, int channel, int largestCode, long min, long max) {
    if (rule.multiplier()[channel] == 0) {
      return new ByteChannel(0, Math.toIntExact(rule.apply(rule.bias()[channel])), 1, 0);
    }
    return new ByteFit(rule, channel, min, max).best(Math.max(1, LARGEST_WEIGHT / largestCode));
  }

  /** {@code rint(float(sum) * scale)}, before the clip; it never falls as the sum grows. */
  static long round(long sum, float scale) {
    return (long) Math.rint((float) sum * scale);
  }
}
