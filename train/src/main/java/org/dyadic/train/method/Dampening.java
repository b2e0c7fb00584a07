package org.dyadic.train.method;

import java.util.List;
import java.util.Map;
import org.dyadic.quant.FixedPoint;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * Straight-through training that dampens the oscillation of weights between two modes.
 *
 * <p>Forward: {@code Q(w; D_l) = clip(round(w / D_l), -top, top) * D_l}.
 *
 * <p>Loss: {@code C = task(Q(w)) + lambda(t) * sum over all weights of (clip(w, -top D_l, top D_l)
 * - Q(w))^2}, where Q(w) of the second term counts as a constant.
 *
 * <p>Gradient: {@code dC/dw = dtask/dQ + 2 lambda (w - Q(w))} where |w| &lt;= top D_l, else 0.
 *
 * <p>{@code lambda(t) = strength * (1 - cos(pi t / T)) / 2} at step t of T.
 *
 * <p>Symbols: D_l = 2^-f_l, the best power of two on the float weights, then frozen; top = 2^(N-1)
 * - 1 for N bits.
 *
 * <p>Source: M. Nagel, M. Fournarakis, Y. Bondarenko, T. Blankevoort, Overcoming oscillations in
 * quantization-aware training, arXiv 2203.11086. Its authors learn D_l as a float; ours is SGM's
 * grid. Their program also has a mean over a filter in the place of the sum, and begins with lambda
 * after a quarter of the steps.
 */
public final class Dampening extends StraightThrough {
  private static final String STRENGTH = "strength";

  private final double strength;
  private final int stepsPerEpoch;
  private final long last;

  /** Straight-through training with dampening. */
  public Dampening(MethodSetup setup) {
    super(setup);
    strength = setup.options().number(STRENGTH);
    stepsPerEpoch = setup.stepsPerEpoch();
    last = Math.max(1, setup.steps() - 1);
  }

  /** lambda of a step, from 0 at the first to the strength at the last. */
  private double lambda(long number) {
    return strength * (1 - Math.cos(Math.PI * number / last)) / 2;
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    float pull = (float) (2 * lambda(step.number()));
    eachLayer((layer, size) -> dampen(layer, size, pull, w, gradient));
  }

  private static void dampen(
      WeightLayer layer, StepSizes size, float pull, float[] w, float[] gradient) {
    float top = FixedPoint.top(layer.bits());
    for (int b = 0; b < layer.blocks(); b++) {
      float step = size.step(b);
      float inverse = 1 / step;
      for (int i = layer.from(b), end = layer.to(b); i < end; i++) {
        float x = w[i] * inverse;
        float distance = (x - Rounding.mode(x, top)) * step;
        gradient[i] = Math.abs(x) <= top ? gradient[i] + pull * distance : 0;
      }
    }
  }

  @Override
  public Map<String, Double> report(int epoch) {
    return Map.of("lambda", lambda((epoch + 1L) * stepsPerEpoch - 1));
  }

  /** {@code --method dampening}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "dampening";
    }

    @Override
    public String summary() {
      return "straight-through training that pulls weights away from the borders between modes";
    }

    @Override
    public String source() {
      return "M. Nagel et al., arXiv 2203.11086";
    }

    @Override
    public Scale scale() {
      return Scale.FIXED_POINT;
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          MethodOption.number(
              STRENGTH, 0.1, 0, 1e6, "lambda of the last step, from 0 at the first"));
    }

    @Override
    public AuthorsSettings authors() {
      return new AuthorsSettings(null, RateSchedule.Kind.COSINE, 0.01, 1e-6, 2.5e-5, 8, Map.of());
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Dampening(setup);
    }
  }
}
