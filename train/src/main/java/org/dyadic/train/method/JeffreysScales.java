package org.dyadic.train.method;

import java.util.Arrays;
import org.dyadic.data.SplitMix64;

/**
 * Scales with the normal-Jeffreys prior p(z) ~ 1 / |z| and posteriors N(m, v): {@code KL = K(log
 * alpha)} of {@link LogUniformKl} with {@code alpha = v / m^2}. A group is pruned by log alpha.
 */
final class JeffreysScales implements GroupScales {
  /** Keeps log alpha finite at m = 0, as in the authors' code. */
  private static final double EPSILON = 1e-8;

  private static final float START = -9;

  private final OwnParameters means;
  private final OwnParameters logVariances;
  private final float[] noise;

  JeffreysScales(MethodState state, int groups) {
    means = new OwnParameters(state, "mean", groups);
    logVariances = new OwnParameters(state, "log-variance", groups);
    noise = new float[groups];
  }

  @Override
  public void start() {
    Arrays.fill(means.values(), 1);
    Arrays.fill(logVariances.values(), START);
  }

  @Override
  public void sample(SplitMix64 random, float[] scales) {
    GaussianNoise.fill(random, noise, 0, noise.length);
    for (int k = 0; k < scales.length; k++) {
      noise[k] *= Exponential.of(logVariances.values()[k] / 2);
      scales[k] = means.values()[k] + noise[k];
    }
  }

  @Override
  public void step(float[] gradient, double klWeight, Step step, double rate) {
    for (int k = 0; k < gradient.length; k++) {
      double m = means.values()[k];
      double kl = klWeight * LogUniformKl.derivative(pruningScore(k));
      means.gradient()[k] = (float) (gradient[k] - kl * 2 * m / (m * m + EPSILON));
      logVariances.gradient()[k] = (float) (gradient[k] * noise[k] / 2 + kl);
    }
    means.step(step, rate);
    logVariances.step(step, rate);
  }

  @Override
  public double mean(int group) {
    return means.values()[group];
  }

  @Override
  public double secondMoment(int group) {
    return mean(group) * mean(group) + Math.exp(logVariances.values()[group]);
  }

  @Override
  public double pruningScore(int group) {
    double m = means.values()[group];
    return logVariances.values()[group] - Math.log(m * m + EPSILON);
  }
}
