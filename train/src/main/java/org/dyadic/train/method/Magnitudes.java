package org.dyadic.train.method;

/** What a layer's scale is made of: statistics of |w| over a range of the flat array. */
final class Magnitudes {
  private Magnitudes() {}

  /** The mean of |w|. */
  static double mean(float[] w, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs(w[i]);
    }
    return sum / (to - from);
  }

  /** The mean of |w|; 1 if all weights are 0. */
  static double meanOrOne(float[] w, int from, int to) {
    double mean = mean(w, from, to);
    return mean == 0 ? 1 : mean;
  }

  /** The largest |w|. */
  static float largest(float[] w, int from, int to) {
    float largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(w[i]));
    }
    return largest;
  }

  /** The mean of those |w| that exceed a threshold; 1 if there are none. */
  static float meanAbove(float[] w, int from, int to, float threshold) {
    double sum = 0;
    int count = 0;
    for (int i = from; i < to; i++) {
      float magnitude = Math.abs(w[i]);
      boolean above = magnitude > threshold;
      sum += above ? magnitude : 0;
      count += above ? 1 : 0;
    }
    return count == 0 ? 1 : (float) (sum / count);
  }
}
