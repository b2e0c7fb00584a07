package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.data.SplitMix64;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * BinaryConnect: weights of one bit.
 *
 * <p>Forward: {@code seen = H where w >= 0, else -H}; with {@code rounding=stochastic} instead
 * {@code H with probability clip((w / H + 1) / 2, 0, 1), else -H}, drawn anew at every step.
 *
 * <p>Gradient: {@code dC/dw = dC/dseen}, straight through. After every step: {@code w = clip(w, -H,
 * H)}. At the end weights are deterministic.
 *
 * <p>Symbols: H = 2^-f the level, one a layer or one a channel, chosen once and then frozen.
 *
 * <p>Source: M. Courbariaux, Y. Bengio, J.-P. David, BinaryConnect, arXiv 1511.00363. Its authors
 * train from random weights with H = 1 and Adam's learning rate divided by Glorot's coefficient G =
 * sqrt(1.5 / (fan-in + fan-out)), or SGD's by G^2 ({@code level=one}, {@code rate=glorot} or {@code
 * glorot-squared}); batch norm after every layer, the last one too, absorbs H. Our default is the
 * power of two next to the mean of |w| on the float weights, which the latent weights then fit, and
 * which a last layer without batch norm needs. Under SGD and batch norm, levels H at a rate r are
 * the same as levels 1 at the rate r / H^2, so this is their scaling with H in the place of G.
 */
public final class BinaryConnect implements Method {
  private static final String LEVEL = "level";
  private static final String RATE = "rate";
  private static final String ROUNDING = "rounding";

  private final Map<WeightLayer, StepSizes> levels = new LinkedHashMap<>();
  private final String level;
  private final String rate;
  private final boolean stochastic;

  /** BinaryConnect. */
  public BinaryConnect(MethodSetup setup) {
    level = setup.options().choice(LEVEL);
    rate = setup.options().choice(RATE);
    stochastic = setup.options().choice(ROUNDING).equals("stochastic");
    for (WeightLayer layer : setup.layers()) {
      levels.put(layer, new StepSizes(layer, setup.state()));
    }
  }

  @Override
  public void start(float[] w) {
    levels.forEach(
        (layer, size) -> {
          switch (level) {
            case "mean" -> size.search(layer, w);
            case "glorot" -> size.set(glorot(layer));
            default -> size.set(1);
          }
        });
  }

  /** sqrt(1.5 / (fan-in + fan-out)), the spatial size of a kernel counted in both. */
  private static double glorot(WeightLayer layer) {
    int inputs =
        layer.slot().parameter().dims().size() < 2 ? 1 : layer.slot().parameter().dims().get(1);
    int outputs = layer.fanOut() * (layer.fanIn() / inputs);
    return Math.sqrt(1.5 / (layer.fanIn() + outputs));
  }

  @Override
  public double rateFactor(WeightLayer layer) {
    return switch (rate) {
      case "glorot" -> 1 / glorot(layer);
      case "glorot-squared" -> 1 / (glorot(layer) * glorot(layer));
      default -> 1;
    };
  }

  @Override
  public boolean transforms() {
    return true;
  }

  @Override
  public void forward(float[] w, float[] seen, Step step) {
    if (!stochastic) {
      levels.forEach((layer, size) -> size.round(layer, w, seen));
      return;
    }
    int stream = 0;
    for (WeightLayer layer : levels.keySet()) {
      SplitMix64 random = step.random(stream++);
      for (int b = 0; b < layer.blocks(); b++) {
        float magnitude = levels.get(layer).step(b);
        sample(w, layer.from(b), layer.to(b), magnitude, random, seen);
      }
    }
  }

  /** The hard sigmoid needs no clip here: a draw in 0 .. 1 lies below it surely or never. */
  private static void sample(
      float[] w, int from, int to, float level, SplitMix64 random, float[] seen) {
    for (int i = from; i < to; i++) {
      double probability = ((double) w[i] / level + 1) / 2;
      seen[i] = random.nextDouble() < probability ? level : -level;
    }
  }

  @Override
  public void afterStep(float[] w, Step step) {
    levels.forEach(
        (layer, size) -> {
          for (int b = 0; b < layer.blocks(); b++) {
            Rounding.clip(w, layer.from(b), layer.to(b), size.step(b));
          }
        });
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return levels.get(layer).quantize(layer, w);
  }

  /** {@code --method binaryconnect}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "binaryconnect";
    }

    @Override
    public String summary() {
      return "weights of one bit: the sign, times a power of two";
    }

    @Override
    public String source() {
      return "M. Courbariaux et al., arXiv 1511.00363";
    }

    @Override
    public Scale scale() {
      return Scale.FIXED_POINT;
    }

    @Override
    public List<Integer> bits() {
      return List.of(1);
    }

    @Override
    public double weightDecay() {
      return 0;
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          MethodOption.choice(
              LEVEL,
              "H: the power of two next to the mean of |w|, next to Glorot's coefficient, or 1",
              "mean",
              "glorot",
              "one"),
          MethodOption.choice(
              RATE,
              "the weights' learning rate is divided by 1, Glorot's coefficient or its square",
              "one",
              "glorot",
              "glorot-squared"),
          MethodOption.choice(
              ROUNDING, "how the forward pass sees weights", "deterministic", "stochastic"));
    }

    @Override
    public AuthorsSettings authors() {
      return new AuthorsSettings(
          Optimizer.Kind.ADAM,
          RateSchedule.Kind.EXPONENTIAL,
          3e-3,
          2e-6,
          0.0,
          null,
          Map.of(LEVEL, "one", RATE, "glorot"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new BinaryConnect(setup);
    }
  }
}
