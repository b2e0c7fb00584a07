package org.dyadic.quant;

/**
 * Finds the epilogue of one layer with weights. Scales are real factors of the accumulators, so
 * they join the multipliers of the requantization, channel by channel; only where accumulators stay
 * is there no multiplier to join:
 *
 * <ul>
 *   <li>Without scales the accumulators are the result.
 *   <li>With scales, the logits are rounded to the wide grid: signed, {@link #WIDE_BITS} bits, with
 *       the smallest power-of-two step on which no sum can saturate.
 *   <li>At the end of a branch of a residual block, scales of one plane wait for the join; two
 *       planes, which are two accumulators, are rounded to the wide grid.
 * </ul>
 *
 * @param layer the layer's name, for messages
 * @param weights its codes
 * @param channels its output channels
 * @param input the grid of its input
 */
record WeightedFold(String layer, Codes weights, int channels, Grid input) {
  /**
   * Bits of the wide grid. The largest possible sum grows with the fan-in, a sum of independent
   * terms with its square root, so those that occur use only about 15 of the bits.
   */
  static final int WIDE_BITS = 24;

  private static final int LARGEST_EXPONENT = 62;

  /** The step of an accumulator, before scales. */
  private double step() {
    return input.step() * FixedPoint.step(weights.exponent());
  }

  /** Rounds {@code affine} of the real sums to a grid. */
  Epilogue requantize(Affine affine, Grid output) {
    Affine positive = affine.times(weights.scales().positive(channels));
    if (!weights.scales().twoPlanes()) {
      Interval[] sums = ChannelSums.of(weights, channels, input);
      return Requantizer.requantize(layer, positive, sums, step(), output);
    }
    Requantizer.Join join =
        Requantizer.join(
            layer,
            positive,
            ChannelSums.ofPositive(weights, channels, input),
            step(),
            affine.times(weights.scales().negative(channels)).withoutOffset(),
            ChannelSums.ofNegative(weights, channels, input),
            step(),
            output);
    return new Epilogue.RequantizePlanes(join.requantize(), join.sideMultiplier());
  }

  /** The end of a network: the real sums with their offsets. */
  Epilogue logits(Affine offsets) {
    return weights.scales().isNone()
        ? Epilogue.Accumulate.proven(weights, Requantizer.biases(layer, offsets, step()), input)
        : requantize(offsets, wideGrid(offsets.offset()));
  }

  /** The end of a branch of a residual block. */
  Epilogue branchEnd() {
    if (weights.scales().twoPlanes()) {
      return requantize(Affine.identity(channels), wideGrid(new double[channels]));
    }
    return Epilogue.Accumulate.proven(weights, new int[channels], input);
  }

  /** What still applies to the integers of {@link #branchEnd}, in units of their grid's step. */
  Affine afterEnd(Affine affine) {
    return weights.scales().twoPlanes()
        ? affine
        : affine.times(weights.scales().positive(channels));
  }

  /**
   * The finest grid on which no real sum with its offset saturates, a unit of rounding included.
   */
  private Grid wideGrid(double[] offset) {
    double largest = largest(offset);
    long top = Grid.signed(WIDE_BITS, 0).max() - 1;
    int exponent = LARGEST_EXPONENT;
    while (exponent > -LARGEST_EXPONENT && Math.scalb(largest, exponent) > top) {
      exponent--;
    }
    Rules.check(
        Math.scalb(largest, exponent) <= top,
        layer,
        "sums of up to %s do not fit a grid of %d bits",
        largest,
        WIDE_BITS);
    return Grid.signed(WIDE_BITS, exponent);
  }

  /** The largest magnitude of a real sum with its offset. */
  private double largest(double[] offset) {
    double[] positive = weights.scales().positive(channels);
    double[] negative = weights.scales().negative(channels);
    Interval[] above = ChannelSums.ofPositive(weights, channels, input);
    Interval[] below = ChannelSums.ofNegative(weights, channels, input);
    double largest = 0;
    for (int c = 0; c < channels; c++) {
      double high =
          above[c].max().doubleValue() * positive[c] + below[c].max().doubleValue() * negative[c];
      double low =
          above[c].min().doubleValue() * positive[c] + below[c].min().doubleValue() * negative[c];
      largest = Math.max(largest, Math.abs(high * step() + offset[c]));
      largest = Math.max(largest, Math.abs(low * step() + offset[c]));
    }
    return largest;
  }
}
