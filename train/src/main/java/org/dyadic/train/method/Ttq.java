package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * Trained ternary quantization: two learned levels.
 *
 * <p>Forward:
 *
 * <pre>
 * Delta = 0.05 max |w|
 * seen  = u Wp where w &gt; Delta, -u Wn where w &lt; -Delta, else 0
 * </pre>
 *
 * <p>Gradients, with g = dC/dseen:
 *
 * <pre>
 * dC/dWp = u sum of g over w &gt; Delta
 * dC/dWn = -u sum of g over w &lt; -Delta
 * dC/dw  = g Wp where w &gt; Delta, g Wn where w &lt; -Delta, else g
 * </pre>
 *
 * <p>Symbols: Delta threshold; Wp, Wn learned scales, from 1, one a layer or one a channel; u a
 * constant unit.
 *
 * <p>Source: C. Zhu, S. Han, H. Mao, W. J. Dally, Trained ternary quantization, arXiv 1612.01064.
 * Its authors have u = 1 ({@code unit=one}). Our default is the mean of |w| over |w| &gt; Delta on
 * the float weights: the network then starts near the float one also in a layer without batch norm.
 * The authors scale the levels to weights in -1 .. 1; u does the same without touching the weights.
 * We keep the scales positive, and give them no weight decay.
 */
public final class Ttq implements Method {
  private static final float THRESHOLD = 0.05f;
  private static final String UNIT = "unit";

  private final Map<WeightLayer, LearnedScales> scales = new LinkedHashMap<>();
  private final Map<WeightLayer, double[]> units = new LinkedHashMap<>();
  private final boolean unitOne;

  /** Trained ternary quantization. */
  public Ttq(MethodSetup setup) {
    unitOne = setup.options().choice(UNIT).equals("one");
    for (WeightLayer layer : setup.layers()) {
      scales.put(layer, new LearnedScales(layer, 2 * layer.blocks(), setup));
      units.put(layer, setup.state().numbers("unit/" + layer.name(), layer.blocks()));
    }
  }

  private static float threshold(float[] w, int from, int to) {
    return THRESHOLD * Magnitudes.largest(w, from, to);
  }

  /** u Wp. */
  private float positive(WeightLayer layer, int block) {
    return (float) (units.get(layer)[block] * scales.get(layer).at(2 * block));
  }

  /** u Wn. */
  private float negative(WeightLayer layer, int block) {
    return (float) (units.get(layer)[block] * scales.get(layer).at(2 * block + 1));
  }

  @Override
  public void start(float[] w) {
    units.forEach(
        (layer, unit) -> {
          for (int b = 0; b < unit.length; b++) {
            float threshold = threshold(w, layer.from(b), layer.to(b));
            float mean = Magnitudes.meanAbove(w, layer.from(b), layer.to(b), threshold);
            unit[b] = unitOne ? 1 : LearnedScales.within(mean);
            scales.get(layer).set(2 * b, 1);
            scales.get(layer).set(2 * b + 1, 1);
          }
        });
  }

  @Override
  public boolean transforms() {
    return true;
  }

  @Override
  public void forward(float[] w, float[] seen, Step step) {
    for (WeightLayer layer : scales.keySet()) {
      for (int b = 0; b < layer.blocks(); b++) {
        float threshold = threshold(w, layer.from(b), layer.to(b));
        float positive = positive(layer, b);
        float negative = negative(layer, b);
        for (int i = layer.from(b), end = layer.to(b); i < end; i++) {
          seen[i] = w[i] > threshold ? positive : w[i] < -threshold ? -negative : 0;
        }
      }
    }
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    scales.forEach(
        (layer, scale) -> {
          float[] ofScales = new float[2 * layer.blocks()];
          for (int b = 0; b < layer.blocks(); b++) {
            backward(layer, b, w, gradient, ofScales);
          }
          scale.descend(ofScales, step);
        });
  }

  private void backward(
      WeightLayer layer, int block, float[] w, float[] gradient, float[] ofScales) {
    float threshold = threshold(w, layer.from(block), layer.to(block));
    float wp = scales.get(layer).at(2 * block);
    float wn = scales.get(layer).at(2 * block + 1);
    double above = 0;
    double below = 0;
    for (int i = layer.from(block), end = layer.to(block); i < end; i++) {
      if (w[i] > threshold) {
        above += gradient[i];
        gradient[i] *= wp;
      } else if (w[i] < -threshold) {
        below += gradient[i];
        gradient[i] *= wn;
      }
    }
    double unit = units.get(layer)[block];
    ofScales[2 * block] = (float) (unit * above);
    ofScales[2 * block + 1] = (float) (-unit * below);
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    byte[] codes = new byte[layer.size()];
    float[] positive = new float[layer.blocks()];
    float[] negative = new float[layer.blocks()];
    for (int b = 0; b < layer.blocks(); b++) {
      positive[b] = positive(layer, b);
      negative[b] = negative(layer, b);
      float threshold = threshold(w, layer.from(b), layer.to(b));
      for (int i = layer.from(b); i < layer.to(b); i++) {
        codes[i - layer.offset()] = Rounding.ternary(w[i], threshold);
      }
    }
    return new QuantizedLayer.Coded(layer.bits(), codes, positive, negative);
  }

  /** {@code --method ttq}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "ttq";
    }

    @Override
    public String summary() {
      return "ternary weights with two learned levels";
    }

    @Override
    public String source() {
      return "C. Zhu et al., arXiv 1612.01064";
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
    public List<MethodOption> options() {
      return List.of(
          MethodOption.choice(
              UNIT,
              "what the learned scales start at: the mean of the float weights above the threshold,"
                  + " or 1",
              "mean",
              "one"));
    }

    @Override
    public AuthorsSettings authors() {
      return new AuthorsSettings(
          null, RateSchedule.Kind.STEPS, 0.1, null, 2e-4, 8, Map.of(UNIT, "one"));
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Ttq(setup);
    }
  }
}
