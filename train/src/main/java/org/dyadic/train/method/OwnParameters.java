package org.dyadic.train.method;

import org.dyadic.train.optimizer.Adam;

/**
 * An array of parameters that a method trains itself with Adam; values and moments lie in the
 * method's state.
 */
final class OwnParameters {
  private static final Adam ADAM = new Adam();

  private final float[] values;
  private final float[] gradient;
  private final float[][] moments;

  /** The parameters that the state keeps under a name; 0 the first time. */
  OwnParameters(MethodState state, String name, int size) {
    values = state.floats(name, size);
    gradient = new float[size];
    moments =
        new float[][] {
          state.floats(name + "/moment1", size), state.floats(name + "/moment2", size)
        };
  }

  /** The values, as they are. */
  float[] values() {
    return values;
  }

  /** Where the next step's gradient is to be written; every step reads all of it. */
  float[] gradient() {
    return gradient;
  }

  /** One step of Adam. */
  void step(Step step, double rate) {
    ADAM.step(values, gradient, moments, 0, values.length, step.number(), rate, 0);
  }
}
