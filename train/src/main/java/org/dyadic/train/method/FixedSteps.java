package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What methods share whose modes are the power-of-two steps that suit the float weights best: the
 * steps are searched at the start, and weights end at their nearest mode.
 */
abstract class FixedSteps implements Method {
  private final Map<WeightLayer, StepSizes> steps = new LinkedHashMap<>();

  FixedSteps(MethodSetup setup) {
    for (WeightLayer layer : setup.layers()) {
      steps.put(layer, new StepSizes(layer, setup.state()));
    }
  }

  @Override
  public void start(float[] w) {
    eachLayer((layer, size) -> size.search(layer, w));
  }

  /** Visits the layers in their order, each with its step sizes. */
  final void eachLayer(BiConsumer<WeightLayer, StepSizes> visitor) {
    steps.forEach(visitor);
  }

  @Override
  public final QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return steps.get(layer).quantize(layer, w);
  }
}
