package org.dyadic.train.method;

import java.util.Arrays;

/**
 * The components of a {@link SoftMixture}, in any order.
 *
 * @param means mu_j
 * @param precisions lambda_j
 * @param logWeights log(pi_j sqrt(lambda_j))
 */
record MixtureComponents(double[] means, double[] precisions, double[] logWeights) {
  /**
   * Two components are one if the divergence of one from the other is below this. The authors take
   * 1e-10, after far longer training.
   */
  private static final double SAME = 1e-2;

  /** The index of the component that is most responsible for a weight. */
  int of(double x) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < means.length; j++) {
      double distance = x - means[j];
      double log = logWeights[j] - precisions[j] / 2 * distance * distance;
      if (log > most) {
        most = log;
        best = j;
      }
    }
    return best;
  }

  /**
   * Joins components that are nearly equal, as the authors do: shares add up, means and precisions
   * are averaged by share, what joins component 0 gets mean 0. Sorted by mean.
   */
  MixtureComponents merged() {
    int[] group = groups();
    int n = (int) Arrays.stream(group).distinct().count();
    double[][] joined = new double[3][n];
    int at = 0;
    for (int first = 0; first < group.length; first++) {
      if (group[first] == first) {
        join(group, first, joined, at++);
      }
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, j -> j);
    Arrays.sort(order, (a, b) -> Double.compare(joined[0][a], joined[0][b]));
    double[][] sorted = new double[3][n];
    for (int field = 0; field < 3; field++) {
      for (int j = 0; j < n; j++) {
        sorted[field][j] = joined[field][order[j]];
      }
    }
    return new MixtureComponents(sorted[0], sorted[1], sorted[2]);
  }

  /** For each component the first that it is joined with. */
  private int[] groups() {
    int[] group = new int[means.length];
    for (int j = 0; j < group.length; j++) {
      group[j] = j;
      for (int i = 0; i < j; i++) {
        if (divergence(i, j) < SAME || divergence(j, i) < SAME) {
          group[j] = group[i];
          break;
        }
      }
    }
    return group;
  }

  /** KL(component i, component j). */
  private double divergence(int i, int j) {
    double distance = means[i] - means[j];
    double ratio = precisions[j] / precisions[i];
    return (ratio - 1 - Math.log(ratio) + precisions[j] * distance * distance) / 2;
  }

  private void join(int[] group, int first, double[][] joined, int at) {
    double share = 0;
    double mean = 0;
    double precision = 0;
    for (int j = first; j < group.length; j++) {
      if (group[j] == first) {
        double own = Math.exp(logWeights[j]) / Math.sqrt(precisions[j]);
        share += own;
        mean += own * means[j];
        precision += own * precisions[j];
      }
    }
    joined[0][at] = first == 0 ? 0 : mean / share;
    joined[1][at] = precision / share;
    joined[2][at] = Math.log(share) + Math.log(precision / share) / 2;
  }
}
