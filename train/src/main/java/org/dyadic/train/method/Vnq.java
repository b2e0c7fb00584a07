package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * Variational network quantization: a posterior of every weight under a prior that has poles at
 * -c-, 0 and c+, so that a weight ends either near a level or with a large variance.
 *
 * <p>Forward: {@code w = theta + s e}, e standard normal; theta are the latent weights.
 *
 * <p>Loss: {@code C = E[task] + beta (kl / N) sum KL(theta, s)} with
 *
 * <pre>
 * KL(theta, s) = sum over c in {c+, -c-} of O_c K(theta - c, s) + (1 - sum O_c) K(theta, s)
 * O_c = exp(-(theta - c)^2 / (2 tau_c^2)), tau_c = 0.375 |c|
 * </pre>
 *
 * <p>and K the divergence from the log-uniform prior, {@link LogUniformKl}.
 *
 * <p>Gradient: {@code dC/dtheta = dtask/dw + (beta kl / N) dKL/dtheta}, {@code dC/dlog s^2 =
 * dtask/dw s e / 2 + (beta kl / N) dKL/dlog s^2}, {@code dC/dlog c = (beta kl / N) dKL/dlog c}.
 *
 * <p>After every step the authors' bounds: {@code -c- - 0.223 s <= theta <= c+ + 0.223 s}, and log
 * s^2 within -10 .. 1 for levels of 0.2. At the end a weight becomes 0 if {@code log(s^2 / theta^2)
 * >= 2}, else the nearest level.
 *
 * <p>Symbols: N training examples; beta rises from 0 to 1 during the warm-up; c+ and c- one of each
 * a block, learned.
 *
 * <p>Source: J. Achterhold, J. M. Koehler, A. Schmeink, T. Genewein, Variational network
 * quantization, ICLR 2018.
 *
 * <p>Deviations: one sample of the weights a step instead of samples of every activation; levels of
 * a block's own, starting where ternary weight networks have them instead of at 0.2, with all
 * lengths in proportion; the divergence's pull is damped, g / (1 + rate * stiffness), where a plain
 * step would overshoot.
 */
public final class Vnq implements Method {
  private static final String PRUNE = "prune";
  private static final String KL = "kl";
  private static final String WARM_UP = "warm-up";
  private static final String VARIANCE_RATE = "variance-rate";
  private static final String LEVEL_RATE = "level-rate";

  private final Map<WeightLayer, VnqBlock[]> blocks = new LinkedHashMap<>();
  private final WarmUp warmUp;
  private final VnqRates rates;
  private final double klPerExample;
  private final double prune;

  /** Variational network quantization. */
  public Vnq(MethodSetup setup) {
    MethodOptions options = setup.options();
    prune = options.number(PRUNE);
    klPerExample = options.number(KL) / setup.examples();
    warmUp = new WarmUp(options.number(WARM_UP), setup.steps());
    rates = new VnqRates(options.number(VARIANCE_RATE), options.number(LEVEL_RATE));
    for (WeightLayer layer : setup.layers()) {
      blocks.put(layer, blocks(layer, setup.state().within(layer.name())));
    }
  }

  private static VnqBlock[] blocks(WeightLayer layer, MethodState state) {
    VnqBlock[] own = new VnqBlock[layer.blocks()];
    for (int b = 0; b < own.length; b++) {
      own[b] = new VnqBlock(layer.from(b), layer.to(b), state.within(Integer.toString(b)));
    }
    return own;
  }

  @Override
  public void start(float[] w) {
    for (VnqBlock[] layer : blocks.values()) {
      for (VnqBlock block : layer) {
        block.start(w);
      }
    }
  }

  @Override
  public boolean transforms() {
    return true;
  }

  @Override
  public void forward(float[] w, float[] seen, Step step) {
    int stream = 0;
    for (VnqBlock[] layer : blocks.values()) {
      for (VnqBlock block : layer) {
        block.sample(w, seen, step.random(stream++));
      }
    }
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    float kl = (float) (klPerExample * warmUp.at(step));
    for (VnqBlock[] layer : blocks.values()) {
      for (VnqBlock block : layer) {
        block.backward(w, gradient, kl, step, rates);
      }
    }
  }

  @Override
  public void afterStep(float[] w, Step step) {
    for (VnqBlock[] layer : blocks.values()) {
      for (VnqBlock block : layer) {
        block.clip(w);
      }
    }
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    VnqBlock[] own = blocks.get(layer);
    byte[] codes = new byte[layer.size()];
    float[] positive = new float[own.length];
    float[] negative = new float[own.length];
    for (int b = 0; b < own.length; b++) {
      positive[b] = own[b].above();
      negative[b] = own[b].below();
      for (int i = layer.from(b); i < layer.to(b); i++) {
        codes[i - layer.offset()] = own[b].code(w, i, prune);
      }
    }
    return new QuantizedLayer.Coded(2, codes, positive, negative);
  }

  /** {@code --method vnq}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "vnq";
    }

    @Override
    public String summary() {
      return "variational quantization: posteriors under a prior with poles at learned levels";
    }

    @Override
    public String source() {
      return "J. Achterhold et al., Variational network quantization, ICLR 2018";
    }

    @Override
    public Scale scale() {
      return Scale.TWO_FLOATS;
    }

    @Override
    public List<Integer> bits() {
      return List.of(2);
    }

    @Override
    public double weightDecay() {
      return 0;
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          MethodOption.number(PRUNE, 2, -100, 100, "weights with a larger log alpha become 0"),
          MethodOption.number(KL, 1, 0, 1e6, "weight of the divergence from the prior"),
          MethodOption.number(WARM_UP, 0.5, 0, 1, "share of the steps in which it grows from 0"),
          MethodOption.number(VARIANCE_RATE, 1e-3, 0, 1, "Adam's rate of the log variances"),
          MethodOption.number(LEVEL_RATE, 5e-5, 0, 1, "Adam's rate of the levels' logarithms"));
    }

    @Override
    public AuthorsSettings authors() {
      return new AuthorsSettings(
          Optimizer.Kind.ADAM,
          RateSchedule.Kind.LINEAR,
          1e-3,
          1e-6,
          0.0,
          null,
          Map.of(WARM_UP, "0.077"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Vnq(setup);
    }
  }
}
