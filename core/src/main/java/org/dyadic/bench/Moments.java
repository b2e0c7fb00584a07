package org.dyadic.bench;

import java.util.Arrays;

/**
 * Mean and variance of each channel of a tensor whose values are taken for independent normal
 * variables; belongs to its owner.
 */
record Moments(double[] mean, double[] variance) {

  /** The same for all channels. */
  static Moments of(int channels, double mean, double variance) {
    double[] means = new double[channels];
    double[] variances = new double[channels];
    Arrays.fill(means, mean);
    Arrays.fill(variances, variance);
    return new Moments(means, variances);
  }

  int channels() {
    return mean.length;
  }

  /** The root of the mean square over all channels. */
  double magnitude() {
    double sum = 0;
    for (int c = 0; c < mean.length; c++) {
      sum += mean[c] * mean[c] + variance[c];
    }
    return Math.sqrt(sum / mean.length);
  }

  /** Of max(x, 0): moments of a rectified normal variable. */
  Moments rectified() {
    Moments result = of(channels(), 0, 0);
    for (int c = 0; c < mean.length; c++) {
      double deviation = Math.sqrt(variance[c]);
      double z = deviation == 0 ? Math.copySign(40, mean[c]) : mean[c] / deviation;
      double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      double below = normalShare(z);
      double first = mean[c] * below + deviation * density;
      double second = (mean[c] * mean[c] + variance[c]) * below + mean[c] * deviation * density;
      result.mean[c] = first;
      result.variance[c] = Math.max(0, second - first * first);
    }
    return result;
  }

  /** The distribution function of the normal distribution, to 1e-5: Abramowitz, Stegun 26.2.16. */
  private static double normalShare(double z) {
    double t = 1 / (1 + 0.33267 * Math.abs(z));
    double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    double tail = density * t * (0.4361836 + t * (-0.1201676 + t * 0.9372980));
    return z >= 0 ? 1 - tail : tail;
  }

  /** Of the largest of {@code count} rectified values, roughly: fits four of mean 0 before. */
  Moments largestOf(long count) {
    Moments result = of(channels(), 0, 0);
    double rise = count == 1 ? 0 : Math.sqrt(Math.log((double) count)) * 0.87;
    for (int c = 0; c < mean.length; c++) {
      result.mean[c] = mean[c] + rise * Math.sqrt(variance[c]);
      result.variance[c] = count == 1 ? variance[c] : variance[c] * 1.4;
    }
    return result;
  }

  /** Of the mean of {@code count} values. */
  Moments meanOf(long count) {
    double[] less = Arrays.stream(variance).map(value -> value / count).toArray();
    return new Moments(mean, less);
  }

  /** Of a sum. */
  Moments plus(Moments other) {
    Moments result = of(channels(), 0, 0);
    for (int c = 0; c < mean.length; c++) {
      result.mean[c] = mean[c] + other.mean[c];
      result.variance[c] = variance[c] + other.variance[c];
    }
    return result;
  }

  /** Of these channels between {@code before} others and as many as {@code all} lacks, all zero. */
  Moments padded(int before, int all) {
    Moments result = of(all, 0, 0);
    System.arraycopy(mean, 0, result.mean, before, mean.length);
    System.arraycopy(variance, 0, result.variance, before, mean.length);
    return result;
  }

  /** Of these channels and others after them. */
  Moments then(Moments other) {
    Moments result = padded(0, channels() + other.channels());
    System.arraycopy(other.mean, 0, result.mean, mean.length, other.mean.length);
    System.arraycopy(other.variance, 0, result.variance, mean.length, other.mean.length);
    return result;
  }

  /** Of vectors in which every channel is so many features, one after another. */
  Moments repeated(int times) {
    Moments result = of(channels() * times, 0, 0);
    for (int c = 0; c < mean.length; c++) {
      Arrays.fill(result.mean, c * times, (c + 1) * times, mean[c]);
      Arrays.fill(result.variance, c * times, (c + 1) * times, variance[c]);
    }
    return result;
  }
}
