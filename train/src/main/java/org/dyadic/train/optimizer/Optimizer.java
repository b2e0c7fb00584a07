package org.dyadic.train.optimizer;

/**
 * One step of gradient descent on a range of flat arrays. An optimizer has no state of its own: its
 * moments are arrays that the caller keeps, so that a checkpoint holds everything.
 */
public interface Optimizer {

  /** The optimizers that a user can choose. */
  enum Kind {
    /** {@link NesterovSgd}. */
    NESTEROV,
    /** {@link Adam}. */
    ADAM;

    /** How many arrays of moments the optimizer needs. */
    public int moments() {
      return this == ADAM ? 2 : 1;
    }

    /** The optimizer; {@code momentum} is Nesterov's, or Adam's beta_1. */
    public Optimizer create(double momentum) {
      return this == ADAM ? new Adam(momentum) : new NesterovSgd(momentum);
    }
  }

  /**
   * One step on the range {@code from .. to - 1}.
   *
   * @param w parameters, changed
   * @param gradient of the loss
   * @param moments {@link Kind#moments} arrays, changed; zero before the first step
   * @param from the first index
   * @param to one past the last index
   * @param number the step's number in its phase, from 0
   * @param rate learning rate
   * @param decay weight decay, added to the gradient as {@code decay * w}
   */
  void step(
      float[] w,
      float[] gradient,
      float[][] moments,
      int from,
      int to,
      long number,
      double rate,
      double decay);
}
