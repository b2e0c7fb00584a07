package org.dyadic.quant;

import java.util.Arrays;

/** What becomes of an accumulator of a layer with weights. Arrays have one entry a channel. */
public sealed interface Epilogue {

  /** The grid of the result. */
  Grid output();

  /** Throws if the arrays do not have {@code channels} entries. */
  void check(String layer, int channels);

  /**
   * The one rounding rule of the system: {@code q = sat((m * acc + b + 2^(s-1)) >> s)}, arithmetic
   * shift, so that ties go up; sat clips to the output's grid; s = 0 adds nothing.
   *
   * @param multiplier m; negative or zero where a batch-norm gamma is
   * @param bias b, in units of the product
   * @param shift s, in 0 .. 62
   * @param output the grid of q
   */
  record Requantize(int[] multiplier, long[] bias, int shift, Grid output) implements Epilogue {
    /** Copies the arrays and checks the shift. */
    public Requantize {
      multiplier = multiplier.clone();
      bias = bias.clone();
      Rules.check(
          shift >= 0 && shift <= 62, "requantize", "shift (=%d) must lie in 0 .. 62", shift);
    }

    @Override
    public void check(String layer, int channels) {
      Rules.check(
          multiplier.length == channels && bias.length == channels,
          layer,
          "%d multipliers and %d biases, not %d",
          multiplier.length,
          bias.length,
          channels);
    }

    @Override
    public int[] multiplier() {
      return multiplier.clone();
    }

    @Override
    public long[] bias() {
      return bias.clone();
    }

    /** The rule itself, for a product that includes the bias. */
    public long apply(long product) {
      long half = shift == 0 ? 0 : 1L << (shift - 1);
      return Math.clamp((product + half) >> shift, output.min(), output.max());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Requantize that
          && Arrays.equals(multiplier, that.multiplier)
          && Arrays.equals(bias, that.bias)
          && shift == that.shift
          && output.equals(that.output);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(multiplier) * 31 + Arrays.hashCode(bias);
    }
  }

  /**
   * The end of a layer whose weights have two planes, {@link Scales#twoPlanes}: {@code q = sat((m *
   * P + n * N + b + 2^(s-1)) >> s)}, one rounding, where P sums {@code code * input} over the codes
   * above zero and N over those below, signs included.
   *
   * @param requantize m, b, s and the grid of q
   * @param negativeMultiplier n
   */
  record RequantizePlanes(Requantize requantize, int[] negativeMultiplier) implements Epilogue {
    /** Copies the array. */
    public RequantizePlanes {
      negativeMultiplier = negativeMultiplier.clone();
    }

    @Override
    public Grid output() {
      return requantize.output();
    }

    @Override
    public void check(String layer, int channels) {
      requantize.check(layer, channels);
      Rules.check(
          negativeMultiplier.length == channels,
          layer,
          "%d negative multipliers, not %d",
          negativeMultiplier.length,
          channels);
    }

    @Override
    public int[] negativeMultiplier() {
      return negativeMultiplier.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof RequantizePlanes that
          && requantize.equals(that.requantize)
          && Arrays.equals(negativeMultiplier, that.negativeMultiplier);
    }

    @Override
    public int hashCode() {
      return requantize.hashCode() * 31 + Arrays.hashCode(negativeMultiplier);
    }
  }

  /**
   * Accumulators stay: {@code q = acc + b}, int32. The logits, and the end of a branch of a
   * residual block. Only there, where the join applies them, may the weights have scales; the grid
   * leaves them out.
   *
   * @param bias b
   * @param output the grid of q; its range is the proven range of the sums
   */
  record Accumulate(int[] bias, Grid output) implements Epilogue {
    /** Copies the array. */
    public Accumulate {
      bias = bias.clone();
    }

    /**
     * The epilogue of given weights, with the tight range of their sums as its grid.
     *
     * @param weights as many codes an output channel, channel after channel
     * @param bias b, one an output channel
     * @param input the grid of the layer's input
     * @throws IllegalArgumentException if the codes are not a whole number a channel
     */
    public static Accumulate proven(Codes weights, int[] bias, Grid input) {
      Rules.check(
          bias.length > 0 && weights.size() % bias.length == 0,
          "accumulate",
          "%d codes for %d channels",
          weights.size(),
          bias.length);
      Interval[] sums = ChannelSums.of(weights, bias.length, input);
      Interval range = ChannelSums.hull(ChannelSums.plus(sums, bias)).hull(Interval.point(0));
      range.require(Integer.SIZE, "accumulate", "an accumulator with its bias");
      int exponent = input.exponent() + weights.exponent();
      Range ends = range.toRange();
      return new Accumulate(bias, new Grid(ends.min(), ends.max(), exponent, input.divisor()));
    }

    @Override
    public void check(String layer, int channels) {
      Rules.check(bias.length == channels, layer, "%d biases, not %d", bias.length, channels);
    }

    @Override
    public int[] bias() {
      return bias.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Accumulate that
          && Arrays.equals(bias, that.bias)
          && output.equals(that.output);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bias);
    }
  }
}
