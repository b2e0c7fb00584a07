package org.dyadic.train.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dyadic.model.Parameter;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.train.optimizer.RateSchedule;

/** Layers and setups for the tests of methods. */
final class Setups {
  static final double RATE = 0.01;
  static final double MOMENTUM = 0.9;

  private Setups() {}

  /** One-block layers of given sizes, each with a gap of one value before it. */
  static List<WeightLayer> layers(int bits, int... sizes) {
    List<WeightLayer> layers = new ArrayList<>();
    int offset = 1;
    for (int i = 0; i < sizes.length; i++) {
      layers.add(layer("fc" + (i + 1), offset, List.of(sizes[i]), bits, 1));
      offset += sizes[i] + 1;
    }
    return layers;
  }

  /** A layer at a place; {@code dims} has the output channels first. */
  static WeightLayer layer(String name, int offset, List<Integer> dims, int bits, int blocks) {
    Parameter parameter = new Parameter(name + ".weight", dims, Parameter.Role.WEIGHT);
    return new WeightLayer(new Slot(parameter, offset, offset + parameter.size()), bits, blocks);
  }

  /** A setup of one epoch of 100 steps at a constant rate. */
  static MethodSetup setup(
      MethodProvider provider, List<WeightLayer> layers, Map<String, String> options) {
    return setup(provider, layers, options, 1, 100, new MethodState());
  }

  static MethodSetup setup(
      MethodProvider provider,
      List<WeightLayer> layers,
      Map<String, String> options,
      int epochs,
      int stepsPerEpoch,
      MethodState state) {
    return new MethodSetup(
        layers,
        MethodOptions.of(provider, options),
        epochs,
        stepsPerEpoch,
        1000,
        RateSchedule.linear(RATE, RATE, (long) epochs * stepsPerEpoch),
        MOMENTUM,
        state);
  }

  /** The first step, at a rate. */
  static Step step(double rate) {
    return new Step(0, 0, rate, 7);
  }
}
