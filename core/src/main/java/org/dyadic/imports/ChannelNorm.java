package org.dyadic.imports;

import java.util.Arrays;
import org.dyadic.model.Layer;

/**
 * {@code y = scale * x + offset}, per channel, with what is known of x: a batch norm that was
 * trained, or the place of a bias or a factor, of whose input nothing is known.
 *
 * <p>As a {@link Layer.BatchNorm} it has gamma = scale * sqrt(variance + epsilon) and beta = offset
 * + scale * mean, so that it computes the same whatever mean and variance are. Of an unknown input
 * they are 0 and 1.
 *
 * @param scale one a channel
 * @param offset one a channel
 * @param mean of x
 * @param variance of x, less {@link Layer.BatchNorm#EPSILON}, plus the file's own epsilon
 * @param known whether mean and variance were measured
 */
record ChannelNorm(
    double[] scale, double[] offset, double[] mean, double[] variance, boolean known) {

  /** Of an input of which nothing is known. */
  static ChannelNorm of(double[] scale, double[] offset) {
    double[] ones = new double[scale.length];
    Arrays.fill(ones, 1);
    return new ChannelNorm(scale, offset, new double[scale.length], ones, false);
  }

  /** An offset alone. */
  static ChannelNorm offset(double[] offset) {
    double[] ones = new double[offset.length];
    Arrays.fill(ones, 1);
    return of(ones, offset);
  }

  /** A trained batch norm. */
  static ChannelNorm trained(
      double[] gamma, double[] beta, double[] mean, double[] variance, double epsilon) {
    double[] scale = new double[gamma.length];
    double[] offset = new double[gamma.length];
    double[] ours = new double[gamma.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
      offset[c] = beta[c] - mean[c] * scale[c];
      ours[c] = Math.max(0, variance[c] + epsilon - Layer.BatchNorm.EPSILON);
    }
    return new ChannelNorm(scale, offset, mean, ours, true);
  }

  int channels() {
    return scale.length;
  }

  /** This, and then another; what is known of this one's input stays, or follows from the other. */
  ChannelNorm then(ChannelNorm next) {
    double[] newScale = new double[channels()];
    double[] newOffset = new double[channels()];
    double[] newMean = mean.clone();
    double[] newVariance = variance.clone();
    for (int c = 0; c < newScale.length; c++) {
      newScale[c] = next.scale[c] * scale[c];
      newOffset[c] = next.scale[c] * offset[c] + next.offset[c];
      if (!known && next.known && scale[c] != 0) {
        newMean[c] = (next.mean[c] - offset[c]) / scale[c];
        newVariance[c] = next.variance[c] / (scale[c] * scale[c]);
      }
    }
    return new ChannelNorm(newScale, newOffset, newMean, newVariance, known || next.known);
  }

  /** {@code value} repeated for every channel. */
  static double[] filled(int channels, double value) {
    double[] array = new double[channels];
    Arrays.fill(array, value);
    return array;
  }

  float[] gamma() {
    float[] gamma = new float[channels()];
    for (int c = 0; c < gamma.length; c++) {
      gamma[c] = (float) (scale[c] * Math.sqrt((float) variance[c] + Layer.BatchNorm.EPSILON));
    }
    return gamma;
  }

  float[] beta() {
    float[] beta = new float[channels()];
    for (int c = 0; c < beta.length; c++) {
      beta[c] = (float) (offset[c] + scale[c] * (float) mean[c]);
    }
    return beta;
  }

  static float[] narrow(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
