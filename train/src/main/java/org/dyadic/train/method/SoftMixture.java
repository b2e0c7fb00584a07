package org.dyadic.train.method;

import java.util.Arrays;
import java.util.List;

/**
 * The mixture of Gaussians of {@link Sws}, {@code p(w) = sum_j pi_j N(w; mu_j, 1 / lambda_j)},
 * which is the prior of the weights of some layers and is trained with them. Component 0 has mu_0 =
 * 0 and a fixed share pi_0; the others have pi_j = (1 - pi_0) softmax(rho)_j. Precisions are kept
 * as gamma_j = log lambda_j and have Gamma priors.
 *
 * <p>Work over many weights goes through a grid: each weight is divided between its two
 * neighbouring nodes, the components are evaluated at the nodes that have a share, and the score at
 * a weight is interpolated. This is exact for a score that is linear between nodes; a node's width
 * is 1/4096 of the largest weight. It replaces an exponential a weight and component by one a node
 * and component.
 */
final class SoftMixture {
  /** The hyper-priors of the authors' code: Gamma(shape, rate) of the precisions. */
  private static final double ZERO_SHAPE = 5000;

  private static final double ZERO_RATE = 2;
  private static final double SHAPE = 250;
  private static final double RATE = 0.1;

  /** The mode of the hyper-prior of the precision of component 0. */
  static final double ZERO_PRECISION = (ZERO_SHAPE - 1) / ZERO_RATE;

  private static final int CELLS = 8192;

  private final List<SwsLayer> layers;
  private final double logZeroShare;
  private final double logOtherShare;
  private final OwnParameters means;
  private final OwnParameters precisions;
  private final OwnParameters shares;
  private final double[] logWeights;
  private final double[] lambdas;
  private final double[] mus;
  private final double[] responsibilities;
  private final double[] counts = new double[CELLS + 2];
  private final float[] scores = new float[CELLS + 2];
  private double reach;

  /**
   * A mixture.
   *
   * @param layers whose weights it is the prior of
   * @param components at least 3
   * @param zeroShare pi_0, in 0 .. 1 exclusive
   * @param state keeps its parameters
   */
  SoftMixture(List<SwsLayer> layers, int components, double zeroShare, MethodState state) {
    this.layers = List.copyOf(layers);
    logZeroShare = Math.log(zeroShare);
    logOtherShare = Math.log1p(-zeroShare);
    means = new OwnParameters(state, "mean", components - 1);
    precisions = new OwnParameters(state, "log-precision", components);
    shares = new OwnParameters(state, "log-share", components - 1);
    logWeights = new double[components];
    lambdas = new double[components];
    mus = new double[components];
    responsibilities = new double[components];
  }

  /**
   * Means evenly over the range of the weights, as the authors' paper has it; equal shares;
   * precisions that their hyper-prior favours, a standard deviation of 0.02: with the 0.25 of the
   * authors' code component 0 would hold all weights, and in a short training nothing would part
   * them. Fewer than 16 components are spread less far, with the square root of their number: three
   * begin at 0.9 of a layer's size.
   */
  void start(float[] w) {
    int n = mus.length;
    double spread = n < 16 ? Math.min(0.54 * Math.sqrt(n) * SwsLayer.SIZE, range(w)) : range(w);
    float[] mean = means.values();
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (float) (spread * (2.0 * j / (mean.length - 1) - 1));
    }
    Arrays.fill(precisions.values(), (float) Math.log(ZERO_PRECISION));
    Arrays.fill(shares.values(), 0);
  }

  /** The largest weight, in the mixture's units. */
  private float range(float[] w) {
    float largest = 1e-3f;
    for (SwsLayer member : layers) {
      WeightLayer layer = member.layer();
      float unit = (float) member.unit();
      for (int i = layer.offset(), end = layer.end(); i < end; i++) {
        largest = Math.max(largest, Math.abs(w[i] * unit));
      }
    }
    return largest;
  }

  /** The components as they are now. */
  MixtureComponents components() {
    prepare();
    return new MixtureComponents(mus.clone(), lambdas.clone(), logWeights.clone());
  }

  private void prepare() {
    double logSum = logSumExp(shares.values());
    for (int j = 0; j < mus.length; j++) {
      double gamma = precisions.values()[j];
      mus[j] = j == 0 ? 0 : means.values()[j - 1];
      lambdas[j] = Math.exp(gamma);
      double logShare = j == 0 ? logZeroShare : logOtherShare + shares.values()[j - 1] - logSum;
      logWeights[j] = logShare + gamma / 2;
    }
  }

  private static double logSumExp(float[] x) {
    double most = Double.NEGATIVE_INFINITY;
    for (float value : x) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (float value : x) {
      sum += Math.exp(value - most);
    }
    return most + Math.log(sum);
  }

  /**
   * Adds {@code scale * d(-log p(u w)) / dw} to the gradient of the weights, u being a layer's
   * unit, and takes a step of Adam on the loss {@code scale * (-sum log p(u w) - log p(lambda))}.
   */
  void step(float[] w, float[] gradient, double scale, Step step, SwsRates rates) {
    prepare();
    double stiffest = Arrays.stream(lambdas).max().orElseThrow();
    count(w);
    evaluate(scale);
    for (SwsLayer layer : layers) {
      double unit = layer.unit();
      double most = 1 / (step.learningRate() * stiffest * unit * unit);
      pull(layer.layer(), w, gradient, (float) unit, (float) (Math.min(scale, most) * unit));
    }
    means.step(step, rates.means());
    precisions.step(step, rates.others());
    shares.step(step, rates.others());
  }

  /** Divides every weight between its two neighbouring nodes. */
  private void count(float[] w) {
    float largest = range(w);
    reach = largest;
    Arrays.fill(counts, 0);
    float inverse = (float) (CELLS / (2 * reach));
    for (SwsLayer member : layers) {
      WeightLayer layer = member.layer();
      float unit = (float) member.unit();
      for (int i = layer.offset(), end = layer.end(); i < end; i++) {
        float position = (w[i] * unit + largest) * inverse;
        int node = Math.min((int) position, CELLS);
        float share = position - node;
        counts[node] += 1 - share;
        counts[node + 1] += share;
      }
    }
  }

  /** The scores at the nodes, and the gradients of the mixture's parameters. */
  private void evaluate(double scale) {
    int n = mus.length;
    double[] sums = new double[n];
    double[] firsts = new double[n];
    double[] seconds = new double[n];
    for (int node = 0; node < counts.length; node++) {
      double count = counts[node];
      if (count == 0) {
        continue;
      }
      double x = node * (2 * reach / CELLS) - reach;
      respond(x);
      double score = 0;
      for (int j = 0; j < n; j++) {
        double distance = x - mus[j];
        double r = responsibilities[j];
        score += r * lambdas[j] * distance;
        sums[j] += count * r;
        firsts[j] += count * r * distance;
        seconds[j] += count * r * distance * distance;
      }
      scores[node] = (float) score;
    }
    writeGradients(sums, firsts, seconds, scale);
  }

  /** The responsibilities of the components for a weight {@code x}. */
  private void respond(double x) {
    double most = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < mus.length; j++) {
      double distance = x - mus[j];
      responsibilities[j] = logWeights[j] - lambdas[j] / 2 * distance * distance;
      most = Math.max(most, responsibilities[j]);
    }
    double sum = 0;
    for (int j = 0; j < mus.length; j++) {
      responsibilities[j] = Math.exp(responsibilities[j] - most);
      sum += responsibilities[j];
    }
    for (int j = 0; j < mus.length; j++) {
      responsibilities[j] /= sum;
    }
  }

  private void writeGradients(double[] sums, double[] firsts, double[] seconds, double scale) {
    double others = Arrays.stream(sums).skip(1).sum();
    double logSum = logSumExp(shares.values());
    for (int j = 0; j < mus.length; j++) {
      double shape = j == 0 ? ZERO_SHAPE : SHAPE;
      double rate = j == 0 ? ZERO_RATE : RATE;
      double prior = 1 - shape + rate * lambdas[j];
      double likelihood = (lambdas[j] * seconds[j] - sums[j]) / 2;
      precisions.gradient()[j] = (float) (scale * (likelihood + prior));
      if (j > 0) {
        double share = Math.exp(shares.values()[j - 1] - logSum);
        means.gradient()[j - 1] = (float) (-scale * lambdas[j] * firsts[j]);
        shares.gradient()[j - 1] = (float) (scale * (share * others - sums[j]));
      }
    }
  }

  private void pull(WeightLayer layer, float[] w, float[] gradient, float unit, float strength) {
    float largest = (float) reach;
    float inverse = (float) (CELLS / (2 * reach));
    for (int i = layer.offset(), end = layer.end(); i < end; i++) {
      float position = (w[i] * unit + largest) * inverse;
      int node = Math.min((int) position, CELLS);
      float share = position - node;
      gradient[i] += strength * (scores[node] + share * (scores[node + 1] - scores[node]));
    }
  }
}
