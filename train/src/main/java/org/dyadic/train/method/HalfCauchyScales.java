package org.dyadic.train.method;

import java.util.Arrays;
import org.dyadic.data.SplitMix64;

/**
 * Scales with the half-Cauchy prior, as products z_k = sqrt(a_k b_k a_0 b_0) with Gamma(1/2, 1) and
 * inverse Gamma(1/2, 1) priors of a and b; a_0 and b_0 are the whole layer's. Every factor has a
 * log-normal posterior LN(mu, v), so
 *
 * <pre>
 * KL(a) = exp(mu + v / 2) - (mu + log v) / 2 + const
 * KL(b) = exp(-mu + v / 2) + (mu - log v) / 2 + const
 * </pre>
 *
 * <p>and log z_k is normal with half the sum of the means and a quarter of the sum of the
 * variances. A group is pruned by the negative logarithm of the mode of z_k, {@code variance -
 * mean} of log z_k.
 */
final class HalfCauchyScales implements GroupScales {
  private static final float START = -9;

  private final int groups;
  private final OwnParameters[] means;
  private final OwnParameters[] logVariances;
  private final float[] noise;
  private final float[] drawn;

  /** The layer's own factors come after those of the groups. */
  HalfCauchyScales(MethodState state, int groups) {
    this.groups = groups;
    means = factors(state, "mean");
    logVariances = factors(state, "log-variance");
    noise = new float[2 * (groups + 1)];
    drawn = new float[groups];
  }

  private OwnParameters[] factors(MethodState state, String name) {
    return new OwnParameters[] {
      new OwnParameters(state, "gamma/" + name, groups + 1),
      new OwnParameters(state, "inverse-gamma/" + name, groups + 1)
    };
  }

  @Override
  public void start() {
    for (int f = 0; f < 2; f++) {
      Arrays.fill(means[f].values(), 0);
      Arrays.fill(logVariances[f].values(), START);
    }
  }

  @Override
  public void sample(SplitMix64 random, float[] scales) {
    GaussianNoise.fill(random, noise, 0, noise.length);
    double common = drawnLog(groups);
    for (int k = 0; k < groups; k++) {
      scales[k] = (float) Math.exp(drawnLog(k) + common);
      drawn[k] = scales[k];
    }
  }

  /** The logarithm of what a group, or last the layer, contributes to the drawn scales. */
  private double drawnLog(int group) {
    double log = 0;
    for (int f = 0; f < 2; f++) {
      log += means[f].values()[group] + deviation(f, group) * noise[2 * group + f];
    }
    return log / 2;
  }

  private double deviation(int factor, int group) {
    return Math.exp(logVariances[factor].values()[group] / 2);
  }

  @Override
  public void step(float[] gradient, double klWeight, Step step, double rate) {
    double common = 0;
    for (int k = 0; k < groups; k++) {
      double log = (double) gradient[k] * drawn[k];
      common += log;
      write(k, log, klWeight);
    }
    write(groups, common, klWeight);
    for (int f = 0; f < 2; f++) {
      means[f].step(step, rate);
      logVariances[f].step(step, rate);
    }
  }

  /**
   * The gradients of one group's two factors.
   *
   * @param log the task's gradient with respect to the logarithm of the drawn scale
   */
  private void write(int group, double log, double klWeight) {
    for (int f = 0; f < 2; f++) {
      double sign = f == 0 ? 1 : -1;
      double s = deviation(f, group);
      double tail = Math.exp(sign * means[f].values()[group] + s * s / 2);
      means[f].gradient()[group] = (float) (log / 2 + klWeight * sign * (tail - 0.5));
      double kl = (s * s * tail - 1) / 2;
      logVariances[f].gradient()[group] =
          (float) (log * s * noise[2 * group + f] / 4 + klWeight * kl);
    }
  }

  /** The mean of log z. */
  private double logMean(int group) {
    double sum = 0;
    for (OwnParameters mean : means) {
      sum += mean.values()[group] + mean.values()[groups];
    }
    return sum / 2;
  }

  /** The variance of log z. */
  private double logVariance(int group) {
    double sum = 0;
    for (OwnParameters logVariance : logVariances) {
      sum += Math.exp(logVariance.values()[group]) + Math.exp(logVariance.values()[groups]);
    }
    return sum / 4;
  }

  @Override
  public double mean(int group) {
    return Math.exp(logMean(group) + logVariance(group) / 2);
  }

  @Override
  public double secondMoment(int group) {
    return Math.exp(2 * logMean(group) + 2 * logVariance(group));
  }

  @Override
  public double pruningScore(int group) {
    return logVariance(group) - logMean(group);
  }
}
