package org.dyadic.train.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * Soft weight-sharing: weights are drawn to the components of a mixture of Gaussians that is
 * learned with them.
 *
 * <p>Forward: the task sees the float latent weights.
 *
 * <p>Loss: {@code C = task + (tau / N) * (-sum_i log sum_j pi_j N(w_i; mu_j, 1 / lambda_j) - sum_j
 * log Gamma(lambda_j; a_j, b_j))}.
 *
 * <p>Gradient: {@code dC/dw_i = dtask/dw_i + (tau / N) * sum_j r_ij lambda_j (w_i - mu_j)} with the
 * responsibilities {@code r_ij ~ pi_j N(w_i; mu_j, 1 / lambda_j)}; that of the mixture's own
 * parameters likewise, see {@link SoftMixture}.
 *
 * <p>At the end every weight becomes the mean of the component that is most responsible for it,
 * after components that are nearly equal were joined.
 *
 * <p>Symbols: N training examples; mu_0 = 0 and pi_0 = 0.99 fixed; 2^bits components, 3 for two
 * bits.
 *
 * <p>Source: K. Ullrich, E. Meeds, M. Welling, arXiv 1702.04008, and their tutorial code.
 *
 * <p>Deviations: tau is chosen such that a weight's distance to component 0 shrinks by e^-20 under
 * plain gradient descent, since 0.003 does so under Adam only; the pull is capped at one whole
 * distance a step; mixtures see weights in units of their layer's size, which is held after every
 * step ({@link SwsLayer}), because batch norm makes the task blind to it and the mixture would draw
 * all weights of a layer into component 0; precisions start where their hyper-prior has its mode;
 * {@code mixture=layer} gives every layer a mixture of its own.
 */
public final class Sws implements Method {
  private static final String TAU = "tau";
  private static final String ZERO_SHARE = "zero-share";
  private static final String MIXTURE = "mixture";
  private static final String MEAN_RATE = "mean-rate";
  private static final String PRECISION_RATE = "precision-rate";

  /** What the automatic tau shrinks distances to the zero component by: e to this power. */
  private static final double CONTRACTION = 20;

  private static final String OBSTACLE = "its weights are levels of a float codebook";

  private final Map<WeightLayer, SoftMixture> mixtures = new LinkedHashMap<>();
  private final Map<WeightLayer, SwsLayer> layers = new LinkedHashMap<>();
  private final List<SoftMixture> all = new ArrayList<>();
  private final MethodSetup setup;
  private final SwsRates rates;
  private final double time;

  /** Soft weight-sharing. */
  public Sws(MethodSetup setup) {
    this.setup = setup;
    rates = new SwsRates(setup.options().number(MEAN_RATE), setup.options().number(PRECISION_RATE));
    setup.layers().forEach(layer -> layers.put(layer, new SwsLayer(layer, setup.state())));
    time = time(setup);
    groups().forEach(this::add);
  }

  /** The sum of all learning rates, with momentum. */
  private static double time(MethodSetup setup) {
    double sum = 0;
    for (long step = 0; step < setup.steps(); step++) {
      sum += setup.rate().at(step);
    }
    return Math.max(sum, 1e-9) / (1 - setup.momentum());
  }

  /** The layers that share a mixture: all of as many bits, or each for itself. */
  private Map<String, List<SwsLayer>> groups() {
    boolean single = setup.options().choice(MIXTURE).equals("layer");
    Map<String, List<SwsLayer>> groups = new LinkedHashMap<>();
    for (SwsLayer layer : layers.values()) {
      String name = single ? layer.layer().name() : "bits" + layer.layer().bits();
      groups.computeIfAbsent(name, key -> new ArrayList<>()).add(layer);
    }
    return groups;
  }

  private void add(String name, List<SwsLayer> group) {
    int bits = group.getFirst().layer().bits();
    double zeroShare = setup.options().number(ZERO_SHARE);
    MethodState state = setup.state().within("mixture/" + name);
    SoftMixture mixture = new SoftMixture(group, bits == 2 ? 3 : 1 << bits, zeroShare, state);
    all.add(mixture);
    group.forEach(layer -> mixtures.put(layer.layer(), mixture));
  }

  @Override
  public void start(float[] w) {
    layers.values().forEach(layer -> layer.start(w));
    all.forEach(mixture -> mixture.start(w));
  }

  /**
   * The given tau, or the one with {@code (tau / N) lambda_0 u^2 * sum of rates / (1 - momentum) =
   * CONTRACTION} for the precision lambda_0 that component 0's hyper-prior favours and the unit u
   * of the largest layer.
   */
  private double tau() {
    OptionalDouble given = setup.options().optional(TAU);
    if (given.isPresent() || layers.isEmpty()) {
      return given.orElse(0);
    }
    double unit =
        layers.values().stream()
            .max(Comparator.comparingInt(layer -> layer.layer().size()))
            .orElseThrow()
            .unit();
    double precision = SoftMixture.ZERO_PRECISION * unit * unit;
    return setup.examples() * CONTRACTION / (time * precision);
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    double scale = tau() / setup.examples();
    all.forEach(mixture -> mixture.step(w, gradient, scale, step, rates));
  }

  @Override
  public void afterStep(float[] w, Step step) {
    layers.values().forEach(layer -> layer.restore(w));
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    MixtureComponents components = mixtures.get(layer).components().merged();
    double unit = layers.get(layer).unit();
    byte[] responsible = new byte[layer.size()];
    int[] levelOf = new int[components.means().length];
    for (int i = 0; i < responsible.length; i++) {
      responsible[i] = (byte) components.of(w[layer.offset() + i] * unit);
      levelOf[responsible[i] & 0xff] = 1;
    }
    float[] table = new float[Arrays.stream(levelOf).sum()];
    int levels = 0;
    for (int j = 0; j < levelOf.length; j++) {
      if (levelOf[j] > 0) {
        table[levels] = (float) (components.means()[j] / unit);
        levelOf[j] = levels++;
      }
    }
    for (int i = 0; i < responsible.length; i++) {
      responsible[i] = (byte) levelOf[responsible[i] & 0xff];
    }
    return Levels.quantized(layer, table, responsible, OBSTACLE);
  }

  @Override
  public Map<String, Double> report(int epoch) {
    return Map.of(TAU, tau());
  }

  /** {@code --method sws}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "sws";
    }

    @Override
    public String summary() {
      return "soft weight-sharing: draws weights to the components of a learned mixture";
    }

    @Override
    public String source() {
      return "K. Ullrich, E. Meeds, M. Welling, 2017, arXiv 1702.04008";
    }

    @Override
    public Scale scale() {
      return Scale.CODEBOOK;
    }

    @Override
    public List<Integer> bits() {
      return List.of(4, 2, 3, 5, 6);
    }

    @Override
    public double weightDecay() {
      return 0;
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          MethodOption.automatic(TAU, 0, 1e6, "strength of the mixture's loss"),
          MethodOption.number(ZERO_SHARE, 0.99, 1e-3, 0.9999, "fixed share of the zero component"),
          MethodOption.choice(MIXTURE, "the layers that share a mixture", "network", "layer"),
          MethodOption.number(MEAN_RATE, 1e-4, 0, 1, "Adam's rate of the means"),
          MethodOption.number(PRECISION_RATE, 3e-3, 0, 1, "Adam's rate of precisions and shares"));
    }

    @Override
    public AuthorsSettings authors() {
      return new AuthorsSettings(
          Optimizer.Kind.ADAM,
          RateSchedule.Kind.CONSTANT,
          5e-4,
          5e-4,
          0.0,
          null,
          Map.of(TAU, "0.003"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Sws(setup);
    }
  }
}
