package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.FixedPoint;

/**
 * ELQ, explicit loss-error-aware quantization: incremental freezing as in {@link Inq} on ternary
 * levels, while the weights that still train also feel what their rounding would do to the loss and
 * how far they are from it.
 *
 * <p>Loss, over the weights that still train, with V = a {-1, 0, 1} the nearest levels of W and g =
 * dL/dV at V taken as constant:
 *
 * <pre>
 * C = ( L(W) + a1 * sum g (W - V) ) / (1 + a1) + (a2 / 2) * sum (W - V)^2
 * </pre>
 *
 * <p>The middle term is the loss perturbation L(W) - L(V) to first order. The division keeps the
 * meaning of the learning rate.
 *
 * <p>Gradient: {@code dC/dW = ( dL/dW at W + a1 * dL/dV at V ) / (1 + a1) + a2 (W - V)}.
 *
 * <p>Forward: a step has one pass, so that it sees V with probability a1 / (1 + a1) and W
 * otherwise, which gives the first part of the gradient in the mean. Frozen weights are at their
 * levels in both, and do not move.
 *
 * <p>Symbols: a the float scale of a layer or channel, the best in least squares on the float
 * weights, then fixed, because frozen weights keep their value; a1, a2 options. Partitions as in
 * {@link Inq}.
 *
 * <p>Source: A. Zhou, A. Yao, K. Wang, Y. Chen, Explicit Loss-Error-Aware Quantization for Low-Bit
 * Deep Neural Networks, CVPR 2018; our reading. Deviations: both gradients are sampled instead of
 * computed in every step; the scale and the default a1, a2 are ours.
 */
public final class Elq implements Method {
  private static final String PERTURBATION = "a1";
  private static final String ERROR = "a2";
  private static final int STREAM = 1;

  private record Parts(FloatScales scales, FrozenWeights frozen) {}

  private final Map<WeightLayer, Parts> parts = new LinkedHashMap<>();
  private final double[] shares;
  private final int epochs;
  private final double perturbation;
  private final float error;

  /** ELQ. */
  public Elq(MethodSetup setup) {
    for (WeightLayer layer : setup.layers()) {
      FloatScales scales = new FloatScales(layer, setup.state());
      parts.put(layer, new Parts(scales, new FrozenWeights(layer, setup.state())));
    }
    shares = FrozenWeights.shares(setup.options());
    epochs = setup.epochs();
    perturbation = setup.options().number(PERTURBATION);
    error = (float) setup.options().number(ERROR);
  }

  @Override
  public void start(float[] w) {
    parts.forEach(
        (layer, part) -> {
          part.scales().searchBest(layer, w);
          part.frozen().release();
        });
  }

  @Override
  public void beginEpoch(float[] w, int epoch) {
    double share = FrozenWeights.share(shares, epoch, epochs);
    parts.forEach(
        (layer, part) ->
            part.frozen()
                .grow(layer, share, (block, value) -> part.scales().level(layer, block, value), w));
  }

  @Override
  public boolean transforms() {
    return true;
  }

  @Override
  public void forward(float[] w, float[] seen, Step step) {
    if (seesLevels(step)) {
      parts.forEach((layer, part) -> part.scales().toGrid(layer, w, seen));
    }
  }

  private boolean seesLevels(Step step) {
    return step.random(STREAM).nextDouble() * (1 + perturbation) < perturbation;
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    parts.forEach((layer, part) -> pull(layer, part.scales(), w, gradient));
  }

  /** gradient += a2 (w - V). */
  private void pull(WeightLayer layer, FloatScales scales, float[] w, float[] gradient) {
    float top = FixedPoint.top(layer.bits());
    for (int b = 0; b < layer.blocks(); b++) {
      float scale = scales.scale(b);
      float inverse = 1 / scale;
      for (int i = layer.from(b), end = layer.to(b); i < end; i++) {
        gradient[i] += error * (w[i] - Rounding.mode(w[i] * inverse, top) * scale);
      }
    }
  }

  @Override
  public void afterStep(float[] w, Step step) {
    parts.forEach((layer, part) -> part.frozen().restore(layer, w));
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return parts.get(layer).scales().quantize(layer, w);
  }

  @Override
  public Map<String, Double> report(int epoch) {
    return Map.of("frozen_share", FrozenWeights.share(shares, epoch, epochs));
  }

  /** {@code --method elq}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "elq";
    }

    @Override
    public String summary() {
      return "freezes weights in parts, minding the loss and the error of rounding the rest";
    }

    @Override
    public String source() {
      return "A. Zhou et al., CVPR 2018 (our reading)";
    }

    @Override
    public Scale scale() {
      return Scale.FLOAT;
    }

    @Override
    public List<Integer> bits() {
      return List.of(2);
    }

    @Override
    public List<MethodOption> options() {
      return List.of(
          FrozenWeights.SHARES,
          MethodOption.number(PERTURBATION, 1, 0, 1000, "weight of the loss perturbation"),
          MethodOption.number(ERROR, 0.01, 0, 1000, "weight of the squared rounding error"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Elq(setup);
    }
  }
}
