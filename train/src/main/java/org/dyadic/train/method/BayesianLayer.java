package org.dyadic.train.method;

import java.util.Arrays;
import org.dyadic.data.SplitMix64;
import org.dyadic.quant.FixedPoint;

/**
 * One layer of {@link Bayesian}: w_ok = z_k v_ok, v_ok from N(mu_ok, s_ok^2) with the latent
 * weights as mu, o an output, k a column of the weight matrix, that is, one input of every output.
 */
final class BayesianLayer {
  /** The variance of a weight at the start, in mean squares of the layer's weights. */
  private static final double START_VARIANCE = 0.01;

  private final WeightLayer layer;
  private final GroupScales scales;
  private final OwnParameters logVariances;
  private final float[] drawn;
  private final float[] noise;
  private final float[] scaleGradient;

  BayesianLayer(WeightLayer layer, boolean jeffreys, MethodState state) {
    this.layer = layer;
    MethodState own = state.within(layer.name());
    int groups = layer.fanIn();
    scales = jeffreys ? new JeffreysScales(own, groups) : new HalfCauchyScales(own, groups);
    logVariances = new OwnParameters(own, "weight/log-variance", layer.size());
    drawn = new float[groups];
    noise = new float[layer.size()];
    scaleGradient = new float[groups];
  }

  GroupScales scales() {
    return scales;
  }

  int groups() {
    return drawn.length;
  }

  void start(float[] w) {
    double squares = 0;
    for (int i = layer.offset(); i < layer.end(); i++) {
      squares += (double) w[i] * w[i];
    }
    double variance = Math.max(START_VARIANCE * squares / layer.size(), 1e-12);
    Arrays.fill(logVariances.values(), (float) Math.log(variance));
    scales.start();
  }

  /** Draws the scales, then the weights. */
  void sample(float[] w, float[] seen, SplitMix64 random) {
    scales.sample(random, drawn);
    GaussianNoise.fill(random, noise, 0, noise.length);
    float[] logVariance = logVariances.values();
    for (int i = 0; i < noise.length; i++) {
      noise[i] *= Exponential.of(logVariance[i] / 2);
    }
    int columns = drawn.length;
    for (int row = 0; row < noise.length; row += columns) {
      int at = layer.offset() + row;
      for (int k = 0; k < columns; k++) {
        seen[at + k] = drawn[k] * (w[at + k] + noise[row + k]);
      }
    }
  }

  /** Turns the task's gradient into that of mu, and trains the posterior's other parameters. */
  void backward(float[] w, float[] gradient, double klWeight, Step step, double rate) {
    Arrays.fill(scaleGradient, 0);
    float kl = (float) klWeight;
    float[] logVariance = logVariances.values();
    float[] varianceGradient = logVariances.gradient();
    int columns = drawn.length;
    for (int row = 0; row < noise.length; row += columns) {
      int at = layer.offset() + row;
      for (int k = 0; k < columns; k++) {
        float task = gradient[at + k];
        float mu = w[at + k];
        scaleGradient[k] += task * (mu + noise[row + k]);
        float ofWeight = task * drawn[k];
        gradient[at + k] = ofWeight + kl * mu;
        varianceGradient[row + k] = ofWeight * noise[row + k] / 2;
      }
    }
    for (int i = 0; i < varianceGradient.length; i++) {
      varianceGradient[i] += kl / 2 * (Exponential.of(logVariance[i]) - 1);
    }
    scales.step(scaleGradient, klWeight, step, rate);
    logVariances.step(step, rate);
  }

  /**
   * The posterior means on a grid as fine as the posterior asks for, or as the bits allow.
   *
   * @param threshold groups with a larger pruning score become 0
   */
  QuantizedLayer quantize(float[] w, double threshold) {
    float[] means = new float[layer.size()];
    double[] logs = new double[layer.blocks()];
    int[] kept = new int[layer.blocks()];
    for (int i = 0; i < means.length; i++) {
      int group = i % drawn.length;
      if (scales.pruningScore(group) < threshold) {
        double mean = w[layer.offset() + i] * scales.mean(group);
        means[i] = (float) mean;
        int block = i / layer.blockSize();
        logs[block] += Math.log(Math.max(variance(w, i, group), 1e-30));
        kept[block]++;
      }
    }
    int[] exponents = new int[logs.length];
    for (int b = 0; b < exponents.length; b++) {
      double deviation = kept[b] == 0 ? 1 : Math.exp(logs[b] / kept[b] / 2);
      exponents[b] = exponent(means, b, deviation);
    }
    return code(means, exponents);
  }

  /** The posterior variance of a weight. */
  private double variance(float[] w, int i, int group) {
    double mu = w[layer.offset() + i];
    double mean = scales.mean(group) * mu;
    double square = mu * mu + Math.exp(logVariances.values()[i]);
    return scales.secondMoment(group) * square - mean * mean;
  }

  /** f of the largest 2^-f &lt;= sqrt(12) deviations; less where that needs too many bits. */
  private int exponent(float[] means, int block, double deviation) {
    int size = layer.blockSize();
    float most = 0;
    for (int i = block * size; i < (block + 1) * size; i++) {
      most = Math.max(most, Math.abs(means[i]));
    }
    int fine = Math.clamp(-Math.getExponent(Math.sqrt(12) * deviation), -24, 24);
    return Math.rint(Math.scalb((double) most, fine)) <= FixedPoint.top(layer.bits())
        ? fine
        : FixedPoint.bestExponent(means, block * size, size, layer.bits());
  }

  private QuantizedLayer code(float[] means, int[] exponents) {
    byte[] codes = new byte[means.length];
    int most = 1;
    for (int i = 0; i < means.length; i++) {
      int exponent = exponents[i / layer.blockSize()];
      codes[i] = (byte) FixedPoint.code(means[i], exponent, FixedPoint.top(layer.bits()));
      most = Math.max(most, Math.abs(codes[i]));
    }
    int bits = Integer.SIZE + 1 - Integer.numberOfLeadingZeros(most);
    return QuantizedLayer.Coded.fixedPoint(bits, codes, exponents);
  }
}
