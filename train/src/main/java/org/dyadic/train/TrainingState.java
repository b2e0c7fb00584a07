package org.dyadic.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dyadic.model.ParameterLayout;

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
  final float[] velocity;
  final float[] statistics;

  /** The quantized weights' codes at the end of the epoch before, in the order of the layout. */
  byte[] previousCodes = new byte[0];

  /** What the method chose at its start. */
  Map<String, Double> methodState = new LinkedHashMap<>();

  /** Results so far, in percent. */
  Map<String, Double> metrics = new LinkedHashMap<>();

  /** Seconds spent, for people only: they never decide anything. */
  double seconds;

  TrainingState(ParameterLayout layout) {
    trained = new float[layout.trainedSize()];
    velocity = new float[layout.trainedSize()];
    statistics = new float[layout.statisticsSize()];
  }
}
