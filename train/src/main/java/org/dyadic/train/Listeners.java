package org.dyadic.train;

import java.util.List;
import java.util.Map;

/** Tells several listeners, in their order. */
record Listeners(List<TrainingListener> all) implements TrainingListener {

  @Override
  public void message(String text) {
    all.forEach(one -> one.message(text));
  }

  @Override
  public void warning(String text) {
    all.forEach(one -> one.warning(text));
  }

  @Override
  public void step(String phase, int epoch, int epochs, int step, int steps, double loss) {
    for (TrainingListener one : all) {
      one.step(phase, epoch, epochs, step, steps, loss);
    }
  }

  @Override
  public void epoch(
      String phase, int epoch, int epochs, Map<String, Double> numbers, List<LayerReport> layers) {
    all.forEach(one -> one.epoch(phase, epoch, epochs, numbers, layers));
  }
}
