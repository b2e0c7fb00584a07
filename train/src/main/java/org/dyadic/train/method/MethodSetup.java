package org.dyadic.train.method;

import java.util.List;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * What a method is made of.
 *
 * @param layers the weights that it quantizes
 * @param options its options
 * @param epochs of the method's phase
 * @param stepsPerEpoch steps of an epoch
 * @param examples training examples: the N of a loss over the whole data set
 * @param rate learning rate over the phase
 * @param momentum of the optimizer
 * @param state its memory, restored if a run goes on
 */
public record MethodSetup(
    List<WeightLayer> layers,
    MethodOptions options,
    int epochs,
    int stepsPerEpoch,
    int examples,
    RateSchedule rate,
    double momentum,
    MethodState state) {
  /** Copies the list. */
  public MethodSetup {
    layers = List.copyOf(layers);
  }

  /** The number of steps of the phase. */
  public long steps() {
    return (long) epochs * stepsPerEpoch;
  }

  /** The same for a part of the layers, with its own options and its own part of the state. */
  MethodSetup part(List<WeightLayer> some, MethodOptions theirs, String name) {
    return new MethodSetup(
        some, theirs, epochs, stepsPerEpoch, examples, rate, momentum, state.within(name));
  }
}
