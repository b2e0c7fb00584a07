package org.dyadic.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How long a contender took.
 *
 * @param name of the contender
 * @param rounds the times of its calls in nanoseconds, round by round; at least one each
 */
public record Timing(String name, List<long[]> rounds) {

  /** Copies the list. */
  public Timing {
    rounds = List.copyOf(rounds);
  }

  /** The number of calls. */
  public int calls() {
    return rounds.stream().mapToInt(round -> round.length).sum();
  }

  /**
   * A quantile of all calls, in nanoseconds.
   *
   * @param share 0 .. 1: 0.5 is the median
   */
  public double nanoseconds(double share) {
    return quantile(
        rounds.stream().flatMapToLong(Arrays::stream).asDoubleStream().toArray(), share);
  }

  /**
   * A quantile, over the rounds, of another contender's median time in a round over this one's:
   * above 1 this one is faster.
   *
   * @param other timed in the same rounds
   * @param share 0 .. 1: 0.5 is the median
   */
  public double ratio(Timing other, double share) {
    double[] ratios = new double[rounds.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = median(other.rounds.get(i)) / median(rounds.get(i));
    }
    return quantile(ratios, share);
  }

  private static double median(long[] values) {
    return quantile(Arrays.stream(values).asDoubleStream().toArray(), 0.5);
  }

  /** Between the values next to it, in proportion. */
  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
