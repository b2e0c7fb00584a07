package org.dyadic.train.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.quant.FixedPoint;

/**
 * SGM, soft quantization by a symmetric mixture of Gaussians (our reading of arXiv 1907.07220).
 *
 * <p>Forward: the task sees the float latent weights; there is no straight-through estimator. With
 * {@code blend=b} it sees {@code w + s (Q(w) - w)}, s growing linearly from 0 to 1 in the share b
 * of the phase, and the gradient passes straight through: our addition.
 *
 * <p>Loss: {@code C = task + lambda(E) * sum over layers l of (1 / M_l) * sum_i (w_i - Q(w_i;
 * D_l))^2}
 *
 * <p>Gradient: {@code dC/dw = dtask/dw + (2 lambda / M_l) * (w - Q(w; D_l))}; Q is piecewise
 * constant.
 *
 * <p>With {@code update=proximal} the regularizer acts after the task's step instead: {@code w = (w
 * + c Q(w)) / (1 + c)}, {@code c = 2 eta lambda / M_l}.
 *
 * <p>After every step: {@code w = clip(w, -top * D_l, +top * D_l)}.
 *
 * <p>Symbols: D_l = 2^-f_l the step size, f_l the integer with the least squared quantization error
 * on the float weights, then frozen, or with {@code step=learned} chosen again before each epoch;
 * M_l the number of weights of layer l; Q the symmetric quantizer {@link FixedPoint}; top = 2^(N-1)
 * - 1 for N bits; lambda(E) see {@link SgmSchedule}.
 */
public final class Sgm extends FixedSteps {
  private final SgmSettings settings;
  private final SgmSchedule schedule;
  private final double meanSize;
  private final long steps;

  /** SGM. */
  public Sgm(MethodSetup setup) {
    super(setup);
    settings = SgmSettings.of(setup.options());
    steps = setup.steps();
    meanSize = setup.layers().stream().mapToInt(WeightLayer::size).average().orElse(1);
    schedule =
        new SgmSchedule(
            settings,
            setup.epochs(),
            setup.stepsPerEpoch(),
            setup.rate(),
            setup.momentum(),
            setup.layers().stream().mapToDouble(this::divisor).max().orElse(1));
  }

  /** M_l, or with {@code divide-by=mean} the mean of all M_l. */
  private double divisor(WeightLayer layer) {
    return settings.divisor() == SgmSettings.Divisor.SIZE ? layer.size() : meanSize;
  }

  @Override
  public void beginEpoch(float[] w, int epoch) {
    if (settings.steps() == SgmSettings.StepChoice.LEARNED && epoch > 0) {
      start(w);
    }
  }

  @Override
  public boolean transforms() {
    return settings.blend() > 0;
  }

  @Override
  public void forward(float[] w, float[] seen, Step step) {
    double share = (step.number() + 1) / (settings.blend() * steps);
    float rounded = (float) Math.min(1, share);
    eachLayer((layer, size) -> blend(layer, size, rounded, w, seen));
  }

  private static void blend(
      WeightLayer layer, StepSizes size, float share, float[] w, float[] seen) {
    size.round(layer, w, seen);
    for (int i = layer.offset(), end = layer.end(); i < end; i++) {
      seen[i] = w[i] + share * (seen[i] - w[i]);
    }
  }

  private double contraction(WeightLayer layer, Step step) {
    double lambda = schedule.lambda(step.epoch());
    return schedule.stepContraction(lambda, step.learningRate(), divisor(layer));
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    if (settings.update() == SgmSettings.Update.EXPLICIT) {
      eachLayer(
          (layer, size) -> {
            double strength = contraction(layer, step) / step.learningRate();
            pull(layer, size, (float) strength, w, gradient);
          });
    }
  }

  /** gradient += strength * (w - Q(w)). */
  private static void pull(
      WeightLayer layer, StepSizes size, float strength, float[] w, float[] gradient) {
    float top = FixedPoint.top(layer.bits());
    for (int b = 0; b < layer.blocks(); b++) {
      float step = size.step(b);
      float inverse = 1 / step;
      for (int i = layer.from(b), end = layer.to(b); i < end; i++) {
        gradient[i] += strength * (w[i] - Rounding.mode(w[i] * inverse, top) * step);
      }
    }
  }

  @Override
  public void afterStep(float[] w, Step step) {
    eachLayer(
        (layer, size) -> {
          if (settings.update() == SgmSettings.Update.PROXIMAL) {
            shrink(layer, size, contraction(layer, step), w);
          }
          if (settings.clip() != SgmSettings.Clip.NONE) {
            clip(layer, size, settings.clip() == SgmSettings.Clip.MODE ? 0 : 0.5f, w);
          }
        });
  }

  /**
   * w = (w + c Q(w)) / (1 + c), computed as w - c / (1 + c) * (w - Q(w)), which leaves a mode
   * exactly where it is for every c, also where 1 + c rounds to 1.
   */
  private static void shrink(WeightLayer layer, StepSizes size, double c, float[] w) {
    float top = FixedPoint.top(layer.bits());
    float share = (float) (c / (1 + c));
    for (int b = 0; b < layer.blocks(); b++) {
      float step = size.step(b);
      float inverse = 1 / step;
      for (int i = layer.from(b), end = layer.to(b); i < end; i++) {
        w[i] -= share * (w[i] - Rounding.mode(w[i] * inverse, top) * step);
      }
    }
  }

  private static void clip(WeightLayer layer, StepSizes size, float beyond, float[] w) {
    for (int b = 0; b < layer.blocks(); b++) {
      float bound = (FixedPoint.top(layer.bits()) + beyond) * size.step(b);
      for (int i = layer.from(b), end = layer.to(b); i < end; i++) {
        w[i] = Math.min(Math.max(w[i], -bound), bound);
      }
    }
  }

  @Override
  public Map<String, Double> report(int epoch) {
    return Map.of("lambda", schedule.lambda(epoch));
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (transforms()) {
      return warnings; // the task has seen weights at their modes, wherever latent ones stay
    }
    eachLayer(
        (layer, _) -> {
          double contraction = schedule.contraction(divisor(layer));
          if (contraction < SgmSchedule.LEAST_CONTRACTION) {
            warnings.add(unreached(layer, contraction));
          }
        });
    return warnings;
  }

  private String unreached(WeightLayer layer, double contraction) {
    return String.format(
        Locale.ROOT,
        "%s (%,d weights) will not reach its modes: distances shrink by e^-%.1f only;"
            + " e^-%.0f is needed. Give more --epochs, a larger --lambda-end (now %.3g), or"
            + " leave --lambda-end out to adapt it.",
        layer.slot().parameter().layer(),
        layer.size(),
        contraction,
        SgmSchedule.LEAST_CONTRACTION,
        schedule.lambdaEnd());
  }

  /** {@code --method sgm}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "sgm";
    }

    @Override
    public String summary() {
      return "pulls every weight to one mode of a symmetric mixture of Gaussians";
    }

    @Override
    public String source() {
      return "L. Enderich et al., arXiv 1907.07220 and 2002.08204 (our reading)";
    }

    @Override
    public Scale scale() {
      return Scale.FIXED_POINT;
    }

    @Override
    public double weightDecay() {
      return 0;
    }

    @Override
    public List<MethodOption> options() {
      return SgmSettings.OPTIONS;
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Sgm(setup);
    }
  }
}
