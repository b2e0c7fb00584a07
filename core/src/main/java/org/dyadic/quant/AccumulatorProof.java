package org.dyadic.quant;

import java.util.List;

/**
 * Why no input can overflow a layer's integers: the ranges of everything that it computes, from its
 * real codes and the grid of its input. A {@link QuantizedNetwork} that exists is proven.
 *
 * @param layer the layer's name
 * @param accumulator the range of the sums over all output channels, partial sums included; of a
 *     residual block: the range of the body's accumulators; of two planes: of either's
 *     accumulators; of a channel affine: the range of its input; fits 32 bits
 * @param result the range of everything between accumulator and shift: {@code m * acc}, {@code m *
 *     acc + b}, the term of a shortcut or of the negative plane, and the rounding half; for layers
 *     that leave accumulators the range of {@code acc + b}; fits 64 bits, or 32 where accumulators
 *     stay
 * @param narrow whether 32-bit lanes compute the result exactly: result fits 32 bits and the shift
 *     is at most 31
 */
public record AccumulatorProof(String layer, Range accumulator, Range result, boolean narrow) {
  private static final int ACCUMULATOR_BITS = 32;
  private static final int PRODUCT_BITS = 64;

  /**
   * Proves a layer with weights.
   *
   * @param input the grid of the layer's input
   * @throws IllegalArgumentException naming layer, number and limit, if an accumulator may leave
   *     int32 or a product int64, or if sums may leave the grid that the layer declares for them
   */
  public static AccumulatorProof of(IntegerLayer.Weighted layer, Grid input) {
    String name = layer.name();
    int channels = layer.out().channels();
    return switch (layer.epilogue()) {
      case Epilogue.Requantize requantize -> {
        Interval[] sums = ChannelSums.of(layer.weights(), channels, input);
        yield rescaled(name, requantize, sums, ChannelSums.zeros(channels));
      }
      case Epilogue.RequantizePlanes planes -> {
        Interval[] positive = ChannelSums.ofPositive(layer.weights(), channels, input);
        Interval[] negative = ChannelSums.ofNegative(layer.weights(), channels, input);
        ChannelSums.hull(negative).require(ACCUMULATOR_BITS, name, "a negative accumulator");
        Interval[] terms = ChannelSums.times(negative, planes.negativeMultiplier());
        AccumulatorProof proof = rescaled(name, planes.requantize(), positive, terms);
        yield proof.withAccumulator(ChannelSums.hull(negative));
      }
      case Epilogue.Accumulate accumulate -> {
        Interval[] sums = ChannelSums.of(layer.weights(), channels, input);
        Interval accumulator = ChannelSums.hull(sums);
        accumulator.require(ACCUMULATOR_BITS, name, "an accumulator");
        Interval result = ChannelSums.hull(ChannelSums.plus(sums, accumulate.bias()));
        result.require(ACCUMULATOR_BITS, name, "an accumulator with its bias");
        yield new AccumulatorProof(name, accumulator.toRange(), result.toRange(), true);
      }
    };
  }

  /**
   * Proves the join of a residual block, not the layers of its branches.
   *
   * @param input the grid of the block's input
   * @throws IllegalArgumentException naming block, number and limit, if a product may leave int64
   */
  public static AccumulatorProof of(IntegerLayer.Residual block, Grid input) {
    String name = name(block);
    int channels = block.out().channels();
    Interval[] body = ChannelSums.atEnd(block.body(), input, channels);
    Interval[] shortcut = ChannelSums.atEnd(block.shortcut(), input, channels);
    Interval[] terms = ChannelSums.times(shortcut, block.shortcutMultiplier());
    return rescaled(name, block.requantize(), body, terms);
  }

  /**
   * Proves a scale and an offset for each channel; the accumulator is the input itself.
   *
   * @param input the grid of the layer's input
   * @throws IllegalArgumentException naming layer, number and limit, if a product may leave int64
   */
  public static AccumulatorProof of(ChannelAffine layer, Grid input) {
    int channels = layer.in().channels();
    Interval[] values = ChannelSums.filled(channels, Interval.of(input));
    return rescaled(layer.name(), layer.requantize(), values, ChannelSums.zeros(channels));
  }

  /** A residual block goes by the name of the last layer of its body. */
  private static String name(IntegerLayer.Residual block) {
    return block.body().getLast() instanceof IntegerLayer.Weighted last
        ? "residual of " + last.name()
        : "residual";
  }

  /** The proof of {@code m * sums + terms + b}. */
  private static AccumulatorProof rescaled(
      String name, Epilogue.Requantize requantize, Interval[] sums, Interval[] terms) {
    Interval accumulator = ChannelSums.hull(sums);
    accumulator.require(ACCUMULATOR_BITS, name, "an accumulator");
    Interval result = product(requantize, sums, terms);
    result.require(PRODUCT_BITS, name, "m * acc + b");
    boolean narrow = result.fits(Integer.SIZE) && requantize.shift() < Integer.SIZE;
    return new AccumulatorProof(name, accumulator.toRange(), result.toRange(), narrow);
  }

  /** The proof of a layer with one more accumulator. */
  private AccumulatorProof withAccumulator(Interval more) {
    Range both = more.hull(Interval.of(accumulator.min(), accumulator.max())).toRange();
    return new AccumulatorProof(layer, both, result, narrow);
  }

  /** Everything between accumulator and shift, in whatever order it is added. */
  private static Interval product(
      Epilogue.Requantize requantize, Interval[] sums, Interval[] terms) {
    int[] multiplier = requantize.multiplier();
    long[] bias = requantize.bias();
    int shift = requantize.shift();
    Interval half = Interval.point(shift == 0 ? 0 : 1L << (shift - 1));
    Interval hull = Interval.point(0);
    for (int channel = 0; channel < sums.length; channel++) {
      Interval product = sums[channel].times(multiplier[channel]);
      Interval term = terms[channel];
      Interval offset = Interval.point(bias[channel]);
      for (Interval sum : List.of(Interval.point(0), product, term, product.plus(term))) {
        Interval biased = sum.plus(offset);
        hull = hull.hull(sum).hull(biased).hull(biased.plus(half));
      }
    }
    return hull;
  }
}
