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
    Interval values = Interval.of(input);
    int fanIn = weights.size() / channels;
    Interval[] sums = new Interval[channels];
    for (int channel = 0; channel < channels; channel++) {
      long positive = 0;
      long negative = 0;
      for (int i = channel * fanIn; i < (channel + 1) * fanIn; i++) {
        int code = weights.at(i);
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

  /** The range of each channel at the end of a branch; accumulators have their own, tight ones. */
  static Interval[] atEnd(List<IntegerLayer> branch, Grid input, int channels) {
    if (!branch.isEmpty()
        && branch.getLast() instanceof IntegerLayer.Weighted last
        && last.epilogue() instanceof Epilogue.Accumulate accumulate) {
      Grid before = branch.size() == 1 ? input : branch.get(branch.size() - 2).output();
      return plus(of(last.weights(), channels, before), accumulate.bias());
    }
    Grid end = branch.isEmpty() ? input : branch.getLast().output();
    return filled(channels, Interval.of(end));
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
