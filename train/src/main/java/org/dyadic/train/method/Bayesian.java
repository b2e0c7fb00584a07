package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * Bayesian compression: a posterior of the weights under priors that share a scale between the
 * weights of a group; groups whose scale is as good as zero are pruned, and the posterior's
 * variance says how many bits the others need.
 *
 * <p>Forward: {@code w_ok = z_k (mu_ok + s_ok e_ok)}, e_ok standard normal, z_k drawn from its
 * posterior; mu are the latent weights.
 *
 * <p>Loss: {@code C = E[task] + beta * (kl / N) * (KL(q(z), p(z)) + sum (mu^2 + s^2 - log s^2 - 1)
 * / 2)}
 *
 * <p>Gradient: {@code dC/dmu = z_k dtask/dw + (beta kl / N) mu}; those of s and of the parameters
 * of q(z) by the same reparametrization, see {@link JeffreysScales} and {@link HalfCauchyScales}.
 *
 * <p>At the end {@code w_ok = E[z_k] mu_ok}, or 0 in pruned groups, is rounded to the grid 2^-f,
 * the coarsest power of two whose rounding error has at most the variance of the posterior
 * (geometric mean over the kept weights); the layer has as many bits as that needs, at most the
 * user's.
 *
 * <p>Symbols: N training examples; beta rises from 0 to 1 during the warm-up; groups are the
 * columns of a layer's weight matrix: all weights of one input of the outputs, in a convolution of
 * one input channel at one place of the window.
 *
 * <p>Source: C. Louizos, K. Ullrich, M. Welling, arXiv 1705.08665, and their tutorial code.
 *
 * <p>Deviations: one sample of the weights a step instead of samples of every activation; columns
 * instead of output channels in convolutions, because batch norm would cancel a channel's scale;
 * weights start with a hundredth of the layer's mean square as variance instead of e^-9; biases
 * have no posterior; the half-Cauchy prior of a layer's common scale has scale 1; a group is pruned
 * at log alpha 0, since short trainings leave groups that matter above the authors' -2.8 to -5; the
 * bits are those of a fixed-point number, where the authors count significant bits beside an
 * exponent.
 */
public final class Bayesian implements Method {
  private static final String PRIOR = "prior";
  private static final String THRESHOLD = "threshold";
  private static final String KL = "kl";
  private static final String WARM_UP = "warm-up";
  private static final String RATE = "posterior-rate";

  /** Between the two heaps of log alpha that the digits' layers show after 50 epochs. */
  private static final double JEFFREYS_THRESHOLD = 0;

  private static final double HALF_CAUCHY_THRESHOLD = 2;

  private final Map<WeightLayer, BayesianLayer> layers = new LinkedHashMap<>();
  private final WarmUp warmUp;
  private final double klPerExample;
  private final double rate;
  private final double threshold;

  /** Bayesian compression. */
  public Bayesian(MethodSetup setup) {
    MethodOptions options = setup.options();
    boolean jeffreys = options.choice(PRIOR).equals("jeffreys");
    OptionalDouble given = options.optional(THRESHOLD);
    threshold = given.orElse(jeffreys ? JEFFREYS_THRESHOLD : HALF_CAUCHY_THRESHOLD);
    klPerExample = options.number(KL) / setup.examples();
    rate = options.number(RATE);
    warmUp = new WarmUp(options.number(WARM_UP), setup.steps());
    for (WeightLayer layer : setup.layers()) {
      layers.put(layer, new BayesianLayer(layer, jeffreys, setup.state()));
    }
  }

  @Override
  public void start(float[] w) {
    layers.values().forEach(layer -> layer.start(w));
  }

  @Override
  public boolean transforms() {
    return true;
  }

  @Override
  public void forward(float[] w, float[] seen, Step step) {
    int stream = 0;
    for (BayesianLayer layer : layers.values()) {
      layer.sample(w, seen, step.random(stream++));
    }
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    double weight = klPerExample * warmUp.at(step);
    layers.values().forEach(layer -> layer.backward(w, gradient, weight, step, rate));
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return layers.get(layer).quantize(w, threshold);
  }

  /** The share of groups that are pruned. */
  @Override
  public Map<String, Double> report(int epoch) {
    long groups = 0;
    long pruned = 0;
    for (BayesianLayer layer : layers.values()) {
      for (int k = 0; k < layer.groups(); k++) {
        pruned += layer.scales().pruningScore(k) < threshold ? 0 : 1;
      }
      groups += layer.groups();
    }
    return Map.of("pruned_groups", (double) pruned / Math.max(1, groups));
  }

  /** {@code --method bayesian}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "bayesian";
    }

    @Override
    public String summary() {
      return "Bayesian compression: prunes groups of weights, finds the bits each layer needs";
    }

    @Override
    public String source() {
      return "C. Louizos, K. Ullrich, M. Welling, 2017, arXiv 1705.08665";
    }

    @Override
    public Scale scale() {
      return Scale.FIXED_POINT;
    }

    /** The most that a layer may get; it gets fewer where its posterior asks for fewer. */
    @Override
    public List<Integer> bits() {
      return List.of(8, 7, 6, 5, 4, 3, 2);
    }

    @Override
    public double weightDecay() {
      return 0;
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          MethodOption.choice(PRIOR, "prior of the groups' scales", "jeffreys", "half-cauchy"),
          MethodOption.automatic(
              THRESHOLD, -100, 100, "groups with a larger log alpha or -log mode are pruned"),
          MethodOption.number(KL, 1, 0, 1e6, "weight of the divergence from the prior"),
          MethodOption.number(WARM_UP, 0.5, 0, 1, "share of the steps in which it grows from 0"),
          MethodOption.number(RATE, 1e-3, 0, 1, "Adam's rate of scales and variances"));
    }

    @Override
    public AuthorsSettings authors() {
      return new AuthorsSettings(
          Optimizer.Kind.ADAM,
          RateSchedule.Kind.CONSTANT,
          1e-3,
          1e-3,
          0.0,
          null,
          Map.of(WARM_UP, "0", THRESHOLD, "-3"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Bayesian(setup);
    }
  }
}
