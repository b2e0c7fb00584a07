package org.dyadic.quant;

import java.util.Arrays;
import org.dyadic.model.Layer;
import org.dyadic.model.State;

/**
 * What follows an accumulator in real numbers, per channel: {@code y = scale * x + offset}. A batch
 * norm is {@code scale = gamma / sqrt(variance + epsilon)}, {@code offset = beta - mean * scale}; a
 * fold that changes its scale keeps the mean of y, which is beta.
 *
 * @param scale one a channel
 * @param offset one a channel
 */
record Affine(double[] scale, double[] offset) {

  /** The batch norm, with the scale that a fold gives it, and the bias of a group. */
  static Affine of(LayerGroup group, State state, Fold fold) {
    int channels = group.head().out().channels();
    double[] scale = new double[channels];
    double[] offset = new double[channels];
    float[] bias = hasBias(group) ? state.get(group.head().name() + ".bias") : new float[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = 1;
      offset[c] = bias[c];
    }
    if (group.norm() != null) {
      apply(group.norm().name(), state, fold, scale, offset);
    }
    return new Affine(scale, offset);
  }

  /** y = x. */
  static Affine identity(int channels) {
    double[] ones = new double[channels];
    Arrays.fill(ones, 1);
    return new Affine(ones, new double[channels]);
  }

  private static boolean hasBias(LayerGroup group) {
    return switch (group.head().layer()) {
      case Layer.Convolution c -> c.bias();
      case Layer.Linear l -> l.bias();
      default -> false;
    };
  }

  private static void apply(String norm, State state, Fold fold, double[] scale, double[] offset) {
    float[] gamma = state.get(norm + ".weight");
    float[] beta = state.get(norm + ".bias");
    float[] mean = state.get(norm + ".running_mean");
    float[] variance = state.get(norm + ".running_var");
    for (int c = 0; c < scale.length; c++) {
      scale[c] = fold.scale(gamma[c] / Math.sqrt(variance[c] + Layer.BatchNorm.EPSILON));
      offset[c] = beta[c] + (offset[c] - mean[c]) * scale[c];
    }
  }

  /** The same after a factor a channel: {@code y = scale * factor * x + offset}. */
  Affine times(double[] factors) {
    double[] product = new double[scale.length];
    for (int c = 0; c < product.length; c++) {
      product[c] = scale[c] * factors[c];
    }
    return new Affine(product, offset);
  }

  /** {@code y = scale * x}. */
  Affine withoutOffset() {
    return new Affine(scale, new double[scale.length]);
  }

  /** Whether no channel is scaled, so that the offset can join the accumulator. */
  boolean isOffsetOnly() {
    for (double s : scale) {
      if (s != 1) {
        return false;
      }
    }
    return true;
  }
}
