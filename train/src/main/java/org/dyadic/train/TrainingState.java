package org.dyadic.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dyadic.model.ParameterLayout;
import org.dyadic.train.method.MethodState;

/**
 * What changes during a run, and all of it: with the configuration and the data it decides
 * everything that follows. Random numbers are functions of seed, epoch and index, so there are no
 * generators to remember.
 */
final class TrainingState {
  /** The two halves of a run. */
  enum Phase {
    FLOAT,
    METHOD
  }

  Phase phase = Phase.FLOAT;
  int epoch;
  int step;
  double lossSum;
  final float[] trained;

  /** The optimizer's moments: for Nesterov one array, the velocity. */
  final float[][] moments;

  final float[] statistics;

  /** The weights' levels at the end of the epoch before, in the order of the layout. */
  byte[] previousSymbols = new byte[0];

  /** What the method remembers. */
  MethodState method = new MethodState();

  /**
   * By name of layer, f of the step 2^-f that activations are rounded to; empty if they are not.
   */
  Map<String, Integer> activationExponents = new LinkedHashMap<>();

  /** Results so far, in percent. */
  Map<String, Double> metrics = new LinkedHashMap<>();

  /** Seconds spent, for people only: they never decide anything. */
  double seconds;

  TrainingState(ParameterLayout layout, int moments) {
    trained = new float[layout.trainedSize()];
    this.moments = new float[moments][layout.trainedSize()];
    statistics = new float[layout.statisticsSize()];
  }
}
