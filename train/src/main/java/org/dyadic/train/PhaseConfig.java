package org.dyadic.train;

import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * How gradient descent goes in one phase of a run.
 *
 * @param epochs number of epochs
 * @param optimizer the rule of a step
 * @param schedule the learning rate's curve
 * @param learningRate of the first step
 * @param learningRateEnd of the last step
 * @param weightDecay on weights, not on biases or batch norm
 */
public record PhaseConfig(
    int epochs,
    Optimizer.Kind optimizer,
    RateSchedule.Kind schedule,
    double learningRate,
    double learningRateEnd,
    double weightDecay) {

  /** The learning rate of each of so many steps an epoch. */
  RateSchedule rate(int stepsPerEpoch) {
    return new RateSchedule(schedule, learningRate, learningRateEnd, (long) epochs * stepsPerEpoch);
  }
}
