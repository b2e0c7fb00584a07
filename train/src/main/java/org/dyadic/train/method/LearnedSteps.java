package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dyadic.quant.FixedPoint;

/** What {@link Lsq} and {@link LsqPow2} have in common: one learned step size a block. */
abstract class LearnedSteps implements Method {
  private final Map<WeightLayer, LearnedScales> scales = new LinkedHashMap<>();

  LearnedSteps(MethodSetup setup) {
    for (WeightLayer layer : setup.layers()) {
      scales.put(layer, new LearnedScales(layer, layer.blocks(), setup));
    }
  }

  /** The step size that a learned s stands for; its derivative counts as grid(s) / s. */
  abstract float grid(float s);

  private float step(WeightLayer layer, int block) {
    return grid(scales.get(layer).at(block));
  }

  /** s = 2 mean |w| / sqrt(top); the mean counts as 1 where all weights are 0. */
  @Override
  public void start(float[] w) {
    scales.forEach(
        (layer, scale) -> {
          double root = Math.sqrt(FixedPoint.top(layer.bits()));
          for (int b = 0; b < layer.blocks(); b++) {
            scale.set(b, 2 * Magnitudes.meanOrOne(w, layer.from(b), layer.to(b)) / root);
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
      float top = FixedPoint.top(layer.bits());
      for (int b = 0; b < layer.blocks(); b++) {
        float size = step(layer, b);
        float inverse = 1 / size;
        for (int i = layer.from(b), end = layer.to(b); i < end; i++) {
          seen[i] = Rounding.mode(w[i] * inverse, top) * size;
        }
      }
    }
  }

  @Override
  public void backward(float[] w, float[] gradient, Step step) {
    scales.forEach(
        (layer, scale) -> {
          double share = 1 / Math.sqrt((double) layer.blockSize() * FixedPoint.top(layer.bits()));
          float[] ofScales = new float[layer.blocks()];
          for (int b = 0; b < layer.blocks(); b++) {
            double slope = step(layer, b) / scale.at(b);
            ofScales[b] = (float) (share * slope * backward(layer, b, w, gradient));
          }
          scale.descend(ofScales, step);
        });
  }

  /** Leaves the gradient of the weights of a block, and returns that of its step size. */
  private double backward(WeightLayer layer, int block, float[] w, float[] gradient) {
    float top = FixedPoint.top(layer.bits());
    float inverse = 1 / step(layer, block);
    double sum = 0;
    for (int i = layer.from(block), end = layer.to(block); i < end; i++) {
      float x = w[i] * inverse;
      boolean inside = Math.abs(x) < top;
      float code = Rounding.mode(x, top);
      sum += gradient[i] * (inside ? code - x : code);
      gradient[i] = inside ? gradient[i] : 0;
    }
    return sum;
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    byte[] codes = new byte[layer.size()];
    float[] steps = new float[layer.blocks()];
    float top = FixedPoint.top(layer.bits());
    for (int b = 0; b < steps.length; b++) {
      steps[b] = step(layer, b);
      float inverse = 1 / steps[b];
      for (int i = layer.from(b); i < layer.to(b); i++) {
        codes[i - layer.offset()] = (byte) Rounding.mode(w[i] * inverse, top);
      }
    }
    return QuantizedLayer.Coded.scaled(layer.bits(), codes, steps);
  }
}
