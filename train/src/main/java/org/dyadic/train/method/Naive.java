package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Post-training rounding: the float weights are quantized as they are, {@code Q(w; 2^-f)} with the
 * best integer f. The lower bound that every method must beat.
 */
public final class Naive implements Method {
  private final Map<WeightLayer, StepSizes> steps = new LinkedHashMap<>();

  /** Rounding. */
  public Naive(MethodSetup setup) {
    for (WeightLayer layer : setup.layers()) {
      steps.put(layer, new StepSizes(layer, setup.state()));
    }
  }

  @Override
  public void start(float[] w) {
    steps.forEach((layer, size) -> size.search(layer, w));
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return steps.get(layer).quantize(layer, w);
  }

  /** {@code --method naive}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "naive";
    }

    @Override
    public String summary() {
      return "rounds the float weights to the nearest mode, without training";
    }

    @Override
    public String source() {
      return "post-training quantization: the lower bound";
    }

    @Override
    public Scale scale() {
      return Scale.FIXED_POINT;
    }

    @Override
    public boolean trains() {
      return false;
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Naive(setup);
    }
  }
}
