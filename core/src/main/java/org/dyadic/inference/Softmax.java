package org.dyadic.inference;

/** From integer logits to a class and its score. */
final class Softmax {
  private Softmax() {}

  /** The index of the largest logit; the first of equals. */
  static int argMax(int[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * {@code exp(step * logit) / sum of exp(step * logits)}, shifted by the largest so that nothing
   * overflows.
   *
   * @param step the real value of one unit
   */
  static double[] scores(int[] logits, double step) {
    long largest = logits[argMax(logits)];
    double[] scores = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      scores[i] = Math.exp((logits[i] - largest) * step);
      sum += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sum;
    }
    return scores;
  }
}
