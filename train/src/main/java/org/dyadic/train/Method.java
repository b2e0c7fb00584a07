package org.dyadic.train;

import java.util.List;
import java.util.Map;
import org.dyadic.model.ParameterLayout.Slot;

/**
 * What a weight-quantization method adds to plain gradient descent, as hooks that the training loop
 * calls in the order in which they stand here. Arrays are the flat arrays of the layout; a method
 * reads and writes them at the slots of the quantized weights. A hook that a method does not need
 * does nothing.
 */
public interface Method {

  /**
   * Chooses step sizes on the float weights; called once, before the first epoch.
   *
   * @param weights where the quantized weights lie
   * @param w the flat array of trained parameters
   */
  default void start(List<Slot> weights, float[] w) {}

  /** Sets what depends on the epoch, in 0 .. epochs - 1. */
  default void beginEpoch(int epoch) {}

  /**
   * Adds the gradient of the method's own loss.
   *
   * @param w trained parameters
   * @param gradient the task's gradient; receives the sum
   * @param learningRate of this step
   */
  default void addGradient(float[] w, float[] gradient, double learningRate) {}

  /** Changes the parameters after the optimizer's step. */
  default void afterStep(float[] w, double learningRate) {}

  /** The step sizes, by slot name: f of 2^-f. Empty before {@link #start}. */
  default Map<String, Integer> exponents() {
    return Map.of();
  }

  /** The numbers of this epoch that belong in the log, such as {@code lambda}. */
  default Map<String, Double> report() {
    return Map.of();
  }

  /** Warnings for the user about settings that cannot work, with the numbers. */
  default List<String> warnings() {
    return List.of();
  }

  /** Everything that {@link #start} chose, for a checkpoint. */
  default Map<String, Double> saveState() {
    return Map.of();
  }

  /** Takes the place of {@link #start} when a run is resumed. */
  default void restoreState(List<Slot> weights, Map<String, Double> state) {}
}
