package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.FixedPoint;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * ProxQuant: a proximal step towards the nearest level after every step of the optimizer, stronger
 * from step to step; then all weights are held at their levels, and the rest trains on.
 *
 * <p>Forward: the task sees the float latent weights; its gradient is not changed.
 *
 * <p>After step t = 0 .. T - 1 with learning rate eta_t: {@code w = prox(w)} of {@code c_t * R},
 * {@code c_t = eta_t * lambda * (t + 1) / T}, with one of
 *
 * <pre>
 * squared:   R = 1/2 sum (w - Q(w))^2     prox(w) = (w + c Q(w)) / (1 + c)
 * absolute:  R = a sum |w - Q(w)|         prox(w) = Q(w) + sign(w - Q(w)) max(|w - Q(w)| - c a, 0)
 * </pre>
 *
 * <p>T is the number of steps before the weights are held: those of the first E' = round(h E) of E
 * epochs, at least one. From then on only biases and batch norm train.
 *
 * <p>Symbols: Q(w) = a clip(round(w / a), -top, top); a the float scale of a layer or channel,
 * found by alternating minimisation on the float weights and, with {@code scale=epoch}, again from
 * where it stands before each of the first E' epochs; h the option {@code hold}; lambda the
 * strength of step T - 1, or {@code auto}: so that {@code sum_t log(1 + c_t)} is 40 (squared), or
 * {@code sum_t c_t} is 2 (absolute).
 *
 * <p>Source: Y. Bai, Y.-X. Wang, E. Liberty, ProxQuant, arXiv 1810.00861, with lambda_t = lambda t
 * and, in its experiments, 400 of 600 epochs until ternary weights are held. Squared is SGM's
 * proximal form with a float scale, without 1 / M_l, and with a linear strength. Deviations: the
 * absolute form is in units of the scale, so that one lambda fits all layers; the authors fit a
 * scale at every step, and let lambda grow from epoch to epoch.
 */
public final class ProxQuant implements Method {
  private static final String REGULARIZER = "regularizer";
  private static final String SCALE = "scale";
  private static final String LAMBDA = "lambda";
  private static final String HOLD = "hold";
  private static final double SQUARED_TARGET = 40;
  private static final double ABSOLUTE_TARGET = 2;

  private record Parts(FloatScales scales, FrozenWeights frozen) {}

  private final Map<WeightLayer, Parts> parts = new LinkedHashMap<>();
  private final boolean squared;
  private final boolean refresh;
  private final double lambda;
  private final int heldFrom;
  private final long steps;
  private final int stepsPerEpoch;

  /** ProxQuant. */
  public ProxQuant(MethodSetup setup) {
    for (WeightLayer layer : setup.layers()) {
      FloatScales scales = new FloatScales(layer, setup.state());
      parts.put(layer, new Parts(scales, new FrozenWeights(layer, setup.state())));
    }
    squared = setup.options().choice(REGULARIZER).equals("squared");
    refresh = setup.options().choice(SCALE).equals("epoch");
    stepsPerEpoch = setup.stepsPerEpoch();
    heldFrom = (int) Math.max(1, Math.round(setup.options().number(HOLD) * setup.epochs()));
    steps = (long) heldFrom * stepsPerEpoch;
    lambda = setup.options().optional(LAMBDA).orElseGet(() -> adapt(setup.rate()));
  }

  /** The lambda whose pull over all steps is the target. */
  private double adapt(RateSchedule rate) {
    double linear = 0;
    for (long t = 0; t < steps; t++) {
      linear += rate.at(t) * share(t);
    }
    if (linear == 0) {
      return 0;
    }
    if (!squared) {
      return ABSOLUTE_TARGET / linear;
    }
    double low = SQUARED_TARGET / linear; // log(1 + c) <= c
    double high = low;
    while (contraction(rate, high) < SQUARED_TARGET) {
      high *= 2;
    }
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (contraction(rate, middle) < SQUARED_TARGET) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private double contraction(RateSchedule rate, double candidate) {
    double sum = 0;
    for (long t = 0; t < steps; t++) {
      sum += Math.log1p(rate.at(t) * candidate * share(t));
    }
    return sum;
  }

  /** How far the linear growth has come at a step. */
  private double share(long step) {
    return Math.min(1, (step + 1.0) / steps);
  }

  @Override
  public void start(float[] w) {
    parts.forEach(
        (layer, part) -> {
          part.scales().search(layer, w);
          part.frozen().release();
        });
  }

  @Override
  public void beginEpoch(float[] w, int epoch) {
    if (epoch == heldFrom) {
      parts.forEach(
          (layer, part) ->
              part.frozen().grow(layer, 1, (block, v) -> part.scales().level(layer, block, v), w));
    } else if (epoch < heldFrom && refresh) {
      parts.forEach((layer, part) -> part.scales().alternate(layer, w));
    }
  }

  @Override
  public void afterStep(float[] w, Step step) {
    if (step.epoch() >= heldFrom) {
      parts.forEach((layer, part) -> part.frozen().restore(layer, w));
    } else {
      double c = step.learningRate() * lambda * share(step.number());
      parts.forEach((layer, part) -> approach(layer, part.scales(), c, w));
    }
  }

  private void approach(WeightLayer layer, FloatScales scales, double c, float[] w) {
    for (int b = 0; b < layer.blocks(); b++) {
      if (squared) {
        shrink(layer, b, scales.scale(b), (float) (c / (1 + c)), w);
      } else {
        threshold(layer, b, scales.scale(b), (float) c, w);
      }
    }
  }

  /** (w + c Q(w)) / (1 + c) = w - c / (1 + c) * (w - Q(w)), which never leaves a level. */
  private static void shrink(WeightLayer layer, int block, float scale, float share, float[] w) {
    float top = FixedPoint.top(layer.bits());
    float inverse = 1 / scale;
    for (int i = layer.from(block), end = layer.to(block); i < end; i++) {
      w[i] -= share * (w[i] - Rounding.mode(w[i] * inverse, top) * scale);
    }
  }

  private static void threshold(WeightLayer layer, int block, float scale, float c, float[] w) {
    float top = FixedPoint.top(layer.bits());
    float inverse = 1 / scale;
    float reach = c * scale;
    for (int i = layer.from(block), end = layer.to(block); i < end; i++) {
      float level = Rounding.mode(w[i] * inverse, top) * scale;
      float distance = w[i] - level;
      w[i] = level + Math.copySign(Math.max(Math.abs(distance) - reach, 0), distance);
    }
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return parts.get(layer).scales().quantize(layer, w);
  }

  @Override
  public Map<String, Double> report(int epoch) {
    return Map.of(LAMBDA, lambda * share((epoch + 1L) * stepsPerEpoch - 1));
  }

  /** {@code --method proxquant}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "proxquant";
    }

    @Override
    public String summary() {
      return "steps towards the nearest level after every step, linearly stronger";
    }

    @Override
    public String source() {
      return "Y. Bai et al., arXiv 1810.00861";
    }

    @Override
    public Scale scale() {
      return Scale.FLOAT;
    }

    @Override
    public double weightDecay() {
      return 0;
    }

    @Override
    public AuthorsSettings authors() {
      return new AuthorsSettings(
          Optimizer.Kind.ADAM,
          RateSchedule.Kind.CONSTANT,
          0.01,
          null,
          0.0,
          8,
          Map.of(LAMBDA, "0.04"));
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          MethodOption.choice(REGULARIZER, "distance to the levels", "squared", "absolute"),
          MethodOption.choice(SCALE, "when the scales are found again", "epoch", "fixed"),
          MethodOption.automatic(LAMBDA, 0, 1e12, "strength of the last step that pulls"),
          MethodOption.number(HOLD, 0.67, 0, 1, "share of the phase until weights are held"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new ProxQuant(setup);
    }
  }
}
