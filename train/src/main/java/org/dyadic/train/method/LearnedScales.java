package org.dyadic.train.method;

import java.util.Arrays;
import org.dyadic.quant.FixedPoint;
import org.dyadic.train.optimizer.NesterovSgd;

/**
 * Scales of one layer that a method learns by gradient descent, at the learning rate and momentum
 * of the weights and without weight decay. They stay positive: a step at most halves one, and they
 * lie in 2^-24 .. 2^24.
 */
final class LearnedScales {
  private static final float LEAST = FixedPoint.step(FixedPoint.MAX_EXPONENT);
  private static final float MOST = FixedPoint.step(-FixedPoint.MAX_EXPONENT);

  private final float[] values;
  private final float[] velocities;
  private final NesterovSgd optimizer;

  /** The scales that a method's state keeps for a layer; all 0 before {@link #set}. */
  LearnedScales(WeightLayer layer, int count, MethodSetup setup) {
    values = setup.state().floats("scale/" + layer.name(), count);
    velocities = setup.state().floats("scale-velocity/" + layer.name(), count);
    optimizer = new NesterovSgd(setup.momentum());
  }

  /** Where a scale starts. */
  void set(int index, double value) {
    values[index] = within(value);
  }

  /** The number in 2^-24 .. 2^24 next to a value. */
  static float within(double value) {
    return (float) Math.clamp(value, LEAST, MOST);
  }

  /** A scale. */
  float at(int index) {
    return values[index];
  }

  /** One step down a gradient that has one entry a scale. */
  void descend(float[] gradient, Step step) {
    float[] before = Arrays.copyOf(values, values.length);
    float[][] moments = {velocities};
    optimizer.step(
        values, gradient, moments, 0, values.length, step.number(), step.learningRate(), 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.clamp(values[i], Math.max(LEAST, before[i] / 2), MOST);
    }
  }
}
