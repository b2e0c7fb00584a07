package org.dyadic.train;

import java.util.List;
import java.util.Map;

/** Hears what a run does. Calls come on the training thread; nothing is returned to the run. */
public interface TrainingListener {

  /** One line about what comes next. */
  default void message(String text) {}

  /** Something the user should know before the run's end. */
  default void warning(String text) {}

  /**
   * A step is done.
   *
   * @param phase {@code float} or the method's name
   * @param epoch from 0
   * @param epochs of this phase
   * @param step from 1, of this epoch
   * @param steps of one epoch
   * @param loss mean over the epoch so far
   */
  default void step(String phase, int epoch, int epochs, int step, int steps, double loss) {}

  /**
   * An epoch is done.
   *
   * @param numbers of the log line, such as {@code train_loss}, {@code latent_error}
   * @param layers one report a layer; empty in the float phase
   */
  default void epoch(
      String phase, int epoch, int epochs, Map<String, Double> numbers, List<LayerReport> layers) {}
}
