package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.FixedPoint;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * PARQ, piecewise-affine regularized quantization by aggregate proximal steps: the network sees the
 * latent weights through a staircase that becomes steeper until it is hard rounding.
 *
 * <p>Forward, for w between the neighbouring levels a k and a (k + 1) with middle m = a (k + 1/2):
 *
 * <pre>
 * prox(w) = clip(m + (w - m) / rho, a k, a (k + 1)),   prox(w) = clip(w, -a top, a top) beyond
 * </pre>
 *
 * <p>rho, the inverse slope, falls from 1, where only the ends are clipped, to 0, where prox(w) = a
 * clip(round(w / a), -top, top). With u = t / (e T) at step t of T and s(x) = 1 / (1 + exp(S x)):
 * {@code rho = (s(u - 1/2) - s(1/2)) / (s(-1/2) - s(1/2))} for u &lt; 1, then 0.
 *
 * <p>Gradient: {@code dC/dw = dC/dprox}: the latent weights gather the gradients at what the
 * network saw.
 *
 * <p>Symbols: a the float scale of a layer or channel: the best in least squares for ternary codes
 * (LSBQ), then one round of alternating minimisation on the latent weights every 10 steps; top =
 * 2^(N-1) - 1; S the steepness; e the share of the phase after which rounding is hard.
 *
 * <p>Source: L. Jin, J. Ma, Z. Liu, A. Gromov, A. Defazio, L. Xiao, PARQ, arXiv 2503.15748.
 * Deviations: a uniform grid with zero for every number of bits, where the authors also use sums of
 * binary codes; a round of alternating minimisation instead of a new search.
 */
public final class Parq implements Method {
  private static final String STEEPNESS = "steepness";
  private static final String ANNEAL_END = "anneal-end";
  private static final int PERIOD = 10;

  /** Below it the staircase is rounding but for ties. */
  private static final double LEAST_INVERSE_SLOPE = 1e-6;

  private final Map<WeightLayer, FloatScales> scales = new LinkedHashMap<>();
  private final double steepness;
  private final double annealed;
  private final int stepsPerEpoch;

  /** PARQ. */
  public Parq(MethodSetup setup) {
    for (WeightLayer layer : setup.layers()) {
      scales.put(layer, new FloatScales(layer, setup.state()));
    }
    steepness = setup.options().number(STEEPNESS);
    annealed = setup.options().number(ANNEAL_END) * setup.steps();
    stepsPerEpoch = setup.stepsPerEpoch();
  }

  /** rho at a step of the phase. */
  double inverseSlope(long step) {
    double u = step / annealed;
    if (!(u < 1)) {
      return 0;
    }
    double end = fall(0.5);
    double rho = (fall(u - 0.5) - end) / (fall(-0.5) - end);
    return rho < LEAST_INVERSE_SLOPE ? 0 : rho;
  }

  private double fall(double x) {
    return 1 / (1 + Math.exp(steepness * x));
  }

  @Override
  public void start(float[] w) {
    scales.forEach((layer, scale) -> scale.searchBest(layer, w));
  }

  @Override
  public boolean transforms() {
    return true;
  }

  @Override
  public void forward(float[] w, float[] seen, Step step) {
    double rho = inverseSlope(step.number());
    scales.forEach(
        (layer, scale) -> {
          if (rho == 0) {
            scale.toGrid(layer, w, seen);
          } else {
            for (int b = 0; b < layer.blocks(); b++) {
              climb(layer, b, scale.scale(b), (float) (1 / rho), w, seen);
            }
          }
        });
  }

  private static void climb(
      WeightLayer layer, int block, float scale, float slope, float[] w, float[] seen) {
    float top = FixedPoint.top(layer.bits());
    float inverse = 1 / scale;
    for (int i = layer.from(block), end = layer.to(block); i < end; i++) {
      float x = Math.min(Math.max(w[i] * inverse, -top), top);
      float below = Math.min((float) Math.floor(x), top - 1);
      float share = 0.5f + (x - below - 0.5f) * slope;
      seen[i] = (below + Math.min(Math.max(share, 0), 1)) * scale;
    }
  }

  @Override
  public void afterStep(float[] w, Step step) {
    if ((step.number() + 1) % PERIOD == 0) {
      scales.forEach((layer, scale) -> scale.refine(layer, w));
    }
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return scales.get(layer).quantize(layer, w);
  }

  @Override
  public Map<String, Double> report(int epoch) {
    return Map.of("inverse_slope", inverseSlope((epoch + 1L) * stepsPerEpoch - 1));
  }

  /** {@code --method parq}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "parq";
    }

    @Override
    public String summary() {
      return "sees weights through a staircase that steepens to rounding";
    }

    @Override
    public String source() {
      return "L. Jin et al., arXiv 2503.15748";
    }

    @Override
    public Scale scale() {
      return Scale.FLOAT;
    }

    @Override
    public AuthorsSettings authors() {
      return new AuthorsSettings(
          Optimizer.Kind.NESTEROV, RateSchedule.Kind.STEPS, 0.1, null, 2e-4, null, Map.of());
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          MethodOption.number(STEEPNESS, 10, 0.01, 200, "how sudden the staircase steepens"),
          MethodOption.number(ANNEAL_END, 0.75, 0, 1, "share of the phase until hard rounding"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Parq(setup);
    }
  }
}
