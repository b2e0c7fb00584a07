package org.dyadic.train.live;

/**
 * What the training thread hands over after a step.
 *
 * @param phase {@code float} or the method's name
 * @param epoch from 0, of this phase
 * @param epochs of this phase
 * @param step from 1, of this epoch
 * @param steps of one epoch
 * @param loss mean over the epoch so far
 * @param count steps since the process began
 */
record Moment(String phase, int epoch, int epochs, int step, int steps, double loss, long count) {

  /**
   * Epochs done of both phases together.
   *
   * @param floatEpochs of the float phase
   */
  double done(int floatEpochs) {
    double inPhase = epoch + (double) step / steps;
    return phase.equals("float") ? inPhase : floatEpochs + inPhase;
  }
}
