package org.dyadic.train.method;

import java.util.List;
import java.util.Map;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * Ternary weight networks.
 *
 * <p>Forward, with the weights w of a layer as they are at this step:
 *
 * <pre>
 * Delta = 0.7 mean |w|
 * alpha = mean of |w| over |w| &gt; Delta
 * seen  = alpha sign(w) where |w| &gt; Delta, else 0
 * </pre>
 *
 * <p>alpha is the best scale for given signs; Delta is nearly the best threshold for it if weights
 * are uniform or normal.
 *
 * <p>Gradient: {@code dC/dw = dC/dseen}, straight through; Delta and alpha count as constants.
 *
 * <p>Symbols: Delta threshold, alpha scale, both one a layer or one a channel.
 *
 * <p>Source: F. Li, B. Zhang, B. Liu, Ternary weight networks, arXiv 1605.04711.
 */
public final class Twn implements Method {
  private static final double THRESHOLD = 0.7;

  private final List<WeightLayer> layers;

  /** Ternary weight networks. */
  public Twn(MethodSetup setup) {
    layers = setup.layers();
  }

  @Override
  public boolean transforms() {
    return true;
  }

  private static float threshold(float[] w, int from, int to) {
    return (float) (THRESHOLD * Magnitudes.mean(w, from, to));
  }

  @Override
  public void forward(float[] w, float[] seen, Step step) {
    for (WeightLayer layer : layers) {
      for (int b = 0; b < layer.blocks(); b++) {
        ternary(w, layer.from(b), layer.to(b), seen);
      }
    }
  }

  private static void ternary(float[] w, int from, int to, float[] seen) {
    float threshold = threshold(w, from, to);
    float scale = Magnitudes.meanAbove(w, from, to, threshold);
    for (int i = from; i < to; i++) {
      seen[i] = Math.abs(w[i]) > threshold ? Math.copySign(scale, w[i]) : 0;
    }
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    byte[] codes = new byte[layer.size()];
    float[] scales = new float[layer.blocks()];
    for (int b = 0; b < scales.length; b++) {
      float threshold = threshold(w, layer.from(b), layer.to(b));
      scales[b] = Magnitudes.meanAbove(w, layer.from(b), layer.to(b), threshold);
      for (int i = layer.from(b); i < layer.to(b); i++) {
        codes[i - layer.offset()] = Rounding.ternary(w[i], threshold);
      }
    }
    return QuantizedLayer.Coded.scaled(layer.bits(), codes, scales);
  }

  /** {@code --method twn}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "twn";
    }

    @Override
    public String summary() {
      return "ternary weights with the best scale for the latent weights of each step";
    }

    @Override
    public String source() {
      return "F. Li et al., arXiv 1605.04711";
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
    public AuthorsSettings authors() {
      return new AuthorsSettings(null, RateSchedule.Kind.STEPS, 0.01, null, 1e-4, null, Map.of());
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Twn(setup);
    }
  }
}
