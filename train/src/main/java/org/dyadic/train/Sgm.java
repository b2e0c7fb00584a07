package org.dyadic.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.quant.FixedPoint;

/**
 * SGM, soft quantization by a symmetric mixture of Gaussians (our reading of arXiv 1907.07220).
 *
 * <p>Forward: the task sees the float latent weights; there is no straight-through estimator.
 *
 * <p>Loss: {@code C = task + lambda(E) * sum over layers l of (1 / M_l) * sum_i (w_i - Q(w_i;
 * D_l))^2}
 *
 * <p>Gradient: {@code dC/dw = dtask/dw + (2 lambda / M_l) * (w - Q(w; D_l))}; Q is piecewise
 * constant.
 *
 * <p>After every step: {@code w = clip(w, -top * D_l, +top * D_l)}.
 *
 * <p>Symbols: D_l = 2^-f_l the step size, f_l the integer with the least squared quantization error
 * on the float weights, then frozen; M_l the number of weights of layer l; Q the symmetric
 * quantizer {@link FixedPoint}; top = 2^(N-1) - 1 for N bits; lambda(E) see {@link SgmSchedule}.
 */
public final class Sgm implements Method {
  /** Adding and subtracting 1.5 * 2^23 rounds a float below 2^22 half to even. */
  private static final float ROUND = 12_582_912f;

  private static final String LAMBDA_END = "lambda_end";

  private final SgmSettings settings;
  private SgmSchedule schedule;
  private final int top;
  private Map<String, Integer> exponents = Map.of();
  private List<Slot> weights = List.of();
  private double lambda;

  /** SGM with a schedule. */
  public Sgm(SgmSettings settings, SgmSchedule schedule) {
    this.settings = settings;
    this.schedule = schedule;
    this.top = FixedPoint.top(settings.bits());
    this.lambda = schedule.lambda(0);
  }

  @Override
  public void start(List<Slot> slots, float[] w) {
    weights = List.copyOf(slots);
    exponents = StepSizes.search(slots, w, settings.bits());
  }

  @Override
  public void beginEpoch(int epoch) {
    lambda = schedule.lambda(epoch);
  }

  @Override
  public void addGradient(float[] w, float[] gradient, double learningRate) {
    if (settings.update() != SgmSettings.Update.EXPLICIT) {
      return;
    }
    for (Slot slot : weights) {
      double c = schedule.stepContraction(lambda, learningRate, slot.size());
      int exponent = exponents.get(slot.name());
      pull(w, gradient, slot, (float) (c / learningRate), exponent);
    }
  }

  /** gradient += strength * (w - Q(w)). */
  private void pull(float[] w, float[] gradient, Slot slot, float strength, int exponent) {
    float step = FixedPoint.step(exponent);
    float inverse = FixedPoint.step(-exponent);
    float limit = top;
    for (int i = slot.offset(), end = slot.end(); i < end; i++) {
      float scaled = Math.min(Math.max(w[i] * inverse, -limit), limit);
      float mode = (scaled + ROUND) - ROUND;
      gradient[i] += strength * (w[i] - mode * step);
    }
  }

  @Override
  public void afterStep(float[] w, double learningRate) {
    for (Slot slot : weights) {
      int exponent = exponents.get(slot.name());
      if (settings.update() == SgmSettings.Update.PROXIMAL) {
        double c = schedule.stepContraction(lambda, learningRate, slot.size());
        shrink(w, slot, c, exponent);
      }
      if (settings.clip() != SgmSettings.Clip.NONE) {
        float modes = settings.clip() == SgmSettings.Clip.MODE ? top : top + 0.5f;
        clip(w, slot, modes * FixedPoint.step(exponent));
      }
    }
  }

  /**
   * w = (w + c Q(w)) / (1 + c), computed as w - c / (1 + c) * (w - Q(w)), which leaves a mode
   * exactly where it is for every c, also where 1 + c rounds to 1.
   */
  private void shrink(float[] w, Slot slot, double c, int exponent) {
    float step = FixedPoint.step(exponent);
    float inverse = FixedPoint.step(-exponent);
    float limit = top;
    float share = (float) (c / (1 + c));
    for (int i = slot.offset(), end = slot.end(); i < end; i++) {
      float scaled = Math.min(Math.max(w[i] * inverse, -limit), limit);
      float mode = (scaled + ROUND) - ROUND;
      w[i] -= share * (w[i] - mode * step);
    }
  }

  private static void clip(float[] w, Slot slot, float bound) {
    for (int i = slot.offset(), end = slot.end(); i < end; i++) {
      w[i] = Math.min(Math.max(w[i], -bound), bound);
    }
  }

  @Override
  public Map<String, Integer> exponents() {
    return Map.copyOf(exponents);
  }

  @Override
  public Map<String, Double> report() {
    return Map.of("lambda", lambda);
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (Slot slot : weights) {
      double contraction = schedule.contraction(slot.size());
      if (contraction < SgmSchedule.LEAST_CONTRACTION) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "%s (%,d weights) will not reach its modes: distances shrink by e^-%.1f only;"
                    + " e^-%.0f is needed. Give more --epochs, a larger --lambda-end (now %.3g), or"
                    + " leave --lambda-end out to adapt it.",
                slot.parameter().layer(),
                slot.size(),
                contraction,
                SgmSchedule.LEAST_CONTRACTION,
                schedule.lambdaEnd()));
      }
    }
    return warnings;
  }

  @Override
  public Map<String, Double> saveState() {
    Map<String, Double> state = StepSizes.save(exponents);
    state.put(LAMBDA_END, schedule.lambdaEnd());
    return state;
  }

  @Override
  public void restoreState(List<Slot> slots, Map<String, Double> state) {
    weights = List.copyOf(slots);
    exponents = StepSizes.restore(slots, state);
    if (state.containsKey(LAMBDA_END)) {
      schedule = schedule.endingAt(state.get(LAMBDA_END));
    }
  }
}
