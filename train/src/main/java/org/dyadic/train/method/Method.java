package org.dyadic.train.method;

import java.util.List;
import java.util.Map;

/**
 * What a weight-quantization method adds to plain gradient descent, as hooks that the training loop
 * calls in the order in which they stand here. Arrays are flat and hold all trained parameters; a
 * method reads and writes them at its {@link WeightLayer}s. A hook that a method does not need does
 * nothing.
 *
 * <p>Whatever a method must remember between steps lives in the arrays of its {@link MethodState},
 * so that a run goes on from a checkpoint exactly as if it had never stopped: the constructor takes
 * them, {@link #start} fills them the first time.
 */
public interface Method {

  /** Chooses what depends on the float weights; called once in a run, never after a resume. */
  default void start(float[] w) {}

  /**
   * Called before the first step of each epoch, in 0 .. epochs - 1; not again when a run goes on in
   * the middle of one.
   */
  default void beginEpoch(float[] w, int epoch) {}

  /** Whether the forward pass sees other weights than the latent ones. Constant. */
  default boolean transforms() {
    return false;
  }

  /**
   * Writes what the forward pass sees; called only if the method {@link #transforms}.
   *
   * @param w latent weights
   * @param seen a copy of {@code w}; the method overwrites its layers
   */
  default void forward(float[] w, float[] seen, Step step) {}

  /**
   * Turns the task's gradient with respect to what the forward pass saw into the gradient of the
   * latent weights, and adds that of the method's own loss. Methods with parameters of their own
   * update them here.
   *
   * @param w latent weights
   * @param gradient the task's gradient; receives the result
   */
  default void backward(float[] w, float[] gradient, Step step) {}

  /** A factor on the learning rate of a layer's weights. Constant. */
  default double rateFactor(WeightLayer layer) {
    return 1;
  }

  /** Changes the latent weights after the optimizer's step. */
  default void afterStep(float[] w, Step step) {}

  /**
   * How a layer's weights would end if training ended now, and how they end after the last step.
   */
  QuantizedLayer quantize(WeightLayer layer, float[] w);

  /**
   * The numbers of this epoch that belong in the log, such as {@code lambda}; called after its last
   * step.
   */
  default Map<String, Double> report(int epoch) {
    return Map.of();
  }

  /** Warnings for the user about settings that cannot work, with the numbers. */
  default List<String> warnings() {
    return List.of();
  }
}
