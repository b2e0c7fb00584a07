package org.dyadic.quant;

import java.util.Arrays;
import java.util.List;

/** Ranges of sums, one interval a channel. */
final class ChannelSums {
  private ChannelSums() {}

  /**
   * The range of {@code sum of code * input} of each output channel, every input being any value of
   * the grid. With P the sum of the positive codes and N that of the negative codes' magnitudes,
   * the largest sum is P * max - N * min: each input stands at the end that its code's sign asks
   * for. It is reached wherever the window lies inside the image, so the range is tight.
   *
   * <p>Every partial sum, in any order, stays within the same range: zero is on the grid, so each
   * term's range holds zero, and a sum of some terms is a sum of all with the others at zero.
   * Padding is such a zero.
   */
  static Interval[] of(Codes weights, int channels, Grid input) {
    return of(weights, channels, input, Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  /** The ranges of the sums over the codes above zero. */
  static Interval[] ofPositive(Codes weights, int channels, Grid input) {
    return of(weights, channels, input, 0, Byte.MAX_VALUE);
  }

  /**
   * The ranges of the sums over the codes below zero. No input has both a code above zero and one
   * below, so both sums reach their ends independently.
   */
  static Interval[] ofNegative(Codes weights, int channels, Grid input) {
    return of(weights, channels, input, Byte.MIN_VALUE, 0);
  }

  /** The sums of codes that are cut to low .. high. */
  private static Interval[] of(Codes weights, int channels, Grid input, int low, int high) {
    Interval values = Interval.of(input);
    int fanIn = weights.size() / channels;
    Interval[] sums = new Interval[channels];
    for (int channel = 0; channel < channels; channel++) {
      long positive = 0;
      long negative = 0;
      for (int i = channel * fanIn; i < (channel + 1) * fanIn; i++) {
        int code = Math.clamp(weights.at(i), low, high);
        positive += Math.max(code, 0);
        negative += Math.max(-code, 0);
      }
      sums[channel] = values.times(positive).plus(values.times(-negative));
    }
    return sums;
  }

  /** The sums with a bias each. */
  static Interval[] plus(Interval[] sums, int[] bias) {
    Interval[] shifted = new Interval[sums.length];
    for (int channel = 0; channel < sums.length; channel++) {
      shifted[channel] = sums[channel].plus(Interval.point(bias[channel]));
    }
    return shifted;
  }

  /** Each channel's range times its factor. */
  static Interval[] times(Interval[] sums, int[] factors) {
    Interval[] products = new Interval[sums.length];
    for (int channel = 0; channel < sums.length; channel++) {
      products[channel] = sums[channel].times(factors[channel]);
    }
    return products;
  }

  /** No sum at all. */
  static Interval[] zeros(int channels) {
    return filled(channels, Interval.point(0));
  }

  /** The sum of both, channel by channel. */
  static Interval[] plus(Interval[] sums, Interval[] others) {
    Interval[] both = new Interval[sums.length];
    for (int channel = 0; channel < sums.length; channel++) {
      both[channel] = sums[channel].plus(others[channel]);
    }
    return both;
  }

  /** The range of each channel at the end of a branch; what has weights has its own, tight one. */
  static Interval[] atEnd(List<IntegerLayer> branch, Grid input, int channels) {
    if (!branch.isEmpty() && branch.getLast() instanceof IntegerLayer.Weighted last) {
      return results(last, branch.size() == 1 ? input : branch.get(branch.size() - 2).output());
    }
    Grid end = branch.isEmpty() ? input : branch.getLast().output();
    return filled(channels, Interval.of(end));
  }

  /** The ranges of what a layer with weights gives. */
  private static Interval[] results(IntegerLayer.Weighted layer, Grid input) {
    Codes weights = layer.weights();
    int channels = layer.out().channels();
    return switch (layer.epilogue()) {
      case Epilogue.Accumulate sums -> plus(of(weights, channels, input), sums.bias());
      case Epilogue.Requantize rule ->
          rounded(rule, times(of(weights, channels, input), rule.multiplier()));
      case Epilogue.RequantizePlanes planes -> {
        Interval[] positive = ofPositive(weights, channels, input);
        Interval[] negative = ofNegative(weights, channels, input);
        yield rounded(
            planes.requantize(),
            plus(
                times(positive, planes.requantize().multiplier()),
                times(negative, planes.negativeMultiplier())));
      }
    };
  }

  /** Rounding is monotonic, so it takes the ends of a range to the ends. */
  private static Interval[] rounded(Epilogue.Requantize rule, Interval[] products) {
    long[] bias = rule.bias();
    int shift = rule.shift();
    Interval half = Interval.point(shift == 0 ? 0 : 1L << (shift - 1));
    Interval[] rounded = new Interval[products.length];
    for (int channel = 0; channel < products.length; channel++) {
      Interval biased = products[channel].plus(Interval.point(bias[channel])).plus(half);
      rounded[channel] = biased.shiftRight(shift).clamp(Interval.of(rule.output()));
    }
    return rounded;
  }

  /** The same range for every channel. */
  static Interval[] filled(int channels, Interval value) {
    Interval[] same = new Interval[channels];
    Arrays.fill(same, value);
    return same;
  }

  static Interval hull(Interval[] intervals) {
    Interval hull = intervals[0];
    for (Interval interval : intervals) {
      hull = hull.hull(interval);
    }
    return hull;
  }
}
