package org.dyadic.train.method;

import java.util.Arrays;
import org.dyadic.data.SplitMix64;

/**
 * The weights of one block in {@link Vnq}: their posteriors N(theta, s^2), theta being the latent
 * weights, and the block's two levels c+ and c-, kept as logarithms of their ratio to where they
 * started.
 */
final class VnqBlock {
  /** The settings of the authors for levels of +-0.2: log s^2 at the start, its bounds. */
  private static final double LEVEL = 0.2;

  private static final double START_LOG_VARIANCE = -8 - 2 * Math.log(LEVEL);
  private static final double LEAST_LOG_VARIANCE = -10 - 2 * Math.log(LEVEL);
  private static final double MOST_LOG_VARIANCE = 1 - 2 * Math.log(LEVEL);

  /** A level does not shrink to less than this of where it started: 0.05 of 0.2. */
  private static final float LEAST_LOG_RATIO = (float) Math.log(0.05 / LEVEL);

  /** How many deviations a mean may lie beyond the outermost level: where log alpha is 3. */
  private static final float BEYOND = 0.223f;

  private final int from;
  private final int to;
  private final OwnParameters logVariances;
  private final OwnParameters logRatios;
  private final double[] starts;
  private final float[] noise;
  private final VnqLevel plus = new VnqLevel();
  private final VnqLevel minus = new VnqLevel();

  /** The weights {@code from .. to - 1}. */
  VnqBlock(int from, int to, MethodState state) {
    this.from = from;
    this.to = to;
    logVariances = new OwnParameters(state, "log-variance", to - from);
    logRatios = new OwnParameters(state, "log-level", 2);
    starts = state.numbers("level", 2);
    noise = new float[to - from];
  }

  float above() {
    return (float) (starts[0] * Math.exp(logRatios.values()[0]));
  }

  float below() {
    return (float) (starts[1] * Math.exp(logRatios.values()[1]));
  }

  /** Levels where ternary weight networks have theirs, on each side. */
  void start(float[] w) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs(w[i]);
    }
    float threshold = (float) (0.7 * sum / (to - from));
    double up = meanBeyond(w, threshold, 1);
    double down = meanBeyond(w, threshold, -1);
    starts[0] = LearnedScales.within(up > 0 ? up : down > 0 ? down : 1);
    starts[1] = LearnedScales.within(down > 0 ? down : starts[0]);
    Arrays.fill(logVariances.values(), (float) (START_LOG_VARIANCE + logSquare()));
  }

  private double meanBeyond(float[] w, float threshold, int sign) {
    double sum = 0;
    long count = 0;
    for (int i = from; i < to; i++) {
      if (sign * w[i] > threshold) {
        sum += Math.abs(w[i]);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  /** log of c+ c-: what variances are measured in. */
  private double logSquare() {
    return Math.log(above()) + Math.log(below());
  }

  /** Draws the weights. */
  void sample(float[] w, float[] seen, SplitMix64 random) {
    GaussianNoise.fill(random, noise, 0, noise.length);
    float[] logVariance = logVariances.values();
    for (int i = 0; i < noise.length; i++) {
      noise[i] *= Exponential.of(logVariance[i] / 2);
      seen[from + i] = w[from + i] + noise[i];
    }
  }

  /**
   * Adds the divergence's gradient to that of the means, and trains variances and levels.
   *
   * @param kl weight of the divergence
   */
  void backward(float[] w, float[] gradient, float kl, Step step, VnqRates rates) {
    plus.place(above());
    minus.place(-below());
    float[] logVariance = logVariances.values();
    float[] varianceGradient = logVariances.gradient();
    float rate = (float) step.learningRate();
    for (int i = 0; i < noise.length; i++) {
      float theta = w[from + i];
      float task = gradient[from + i];
      float inverse = Exponential.of(-logVariance[i]);
      float rZero = Math.min(theta * theta * inverse, VnqLevel.MOST);
      float zero = VnqLevel.KL.at(rZero);
      plus.meet(theta, inverse, zero);
      minus.meet(theta, inverse, zero);
      float slopeZero = (1 - plus.window() - minus.window()) * VnqLevel.KL_SLOPE.at(rZero);
      float stiffZero = 2 * inverse * slopeZero;
      float stiffness = plus.stiffness() + minus.stiffness() + Math.max(stiffZero, 0);
      float pull = plus.pull() + minus.pull() + stiffZero * theta;
      gradient[from + i] = task + kl * pull / (1 + rate * kl * stiffness);
      float spread = plus.spread() + minus.spread() + slopeZero * rZero;
      varianceGradient[i] = task * noise[i] / 2 - kl * spread;
    }
    logRatios.gradient()[0] = (float) (kl * plus.logGradient());
    logRatios.gradient()[1] = (float) (kl * minus.logGradient());
    logVariances.step(step, rates.variances());
    logRatios.step(step, rates.levels());
  }

  /** Keeps the parameters where the approximation of the divergence holds. */
  void clip(float[] w) {
    for (int f = 0; f < 2; f++) {
      logRatios.values()[f] = Math.max(logRatios.values()[f], LEAST_LOG_RATIO);
    }
    float least = (float) (LEAST_LOG_VARIANCE + logSquare());
    float most = (float) (MOST_LOG_VARIANCE + logSquare());
    float[] logVariance = logVariances.values();
    float above = above();
    float below = below();
    for (int i = 0; i < logVariance.length; i++) {
      logVariance[i] = Math.min(Math.max(logVariance[i], least), most);
      float beyond = BEYOND * Exponential.of(logVariance[i] / 2);
      w[from + i] = Math.min(Math.max(w[from + i], -below - beyond), above + beyond);
    }
  }

  /**
   * The code of a weight: 0 where log alpha is at least the threshold, else that of the nearest
   * level.
   */
  byte code(float[] w, int i, double threshold) {
    double theta = w[i];
    double logAlpha = logVariances.values()[i - from] - 2 * Math.log(Math.abs(theta));
    if (logAlpha >= threshold) {
      return 0;
    }
    return (byte) (theta > above() / 2 ? 1 : theta < -below() / 2 ? -1 : 0);
  }
}
