package org.dyadic.train.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.train.LayerReport;

/**
 * One line of a run's log.
 *
 * @param event {@code epoch}, or {@code start} for the state in which the method's phase begins
 * @param phase {@code float}, {@code reference} or the method's name
 * @param epoch from 0, of this phase
 * @param monitor what the errors were measured on; empty if the line does not say
 * @param numbers all others, such as {@code train_loss}; errors in percent
 * @param layers one report a layer with levels; empty in the float phase
 */
public record LogLine(
    String event,
    String phase,
    int epoch,
    String monitor,
    Map<String, Double> numbers,
    List<LayerReport> layers) {

  /** Copies what it is given, in its order. */
  public LogLine {
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    layers = List.copyOf(layers);
  }

  /** Whether an epoch is done, in whatever phase. */
  public boolean isEpoch() {
    return event.equals("epoch");
  }

  /** Whether the line belongs to the phase without quantization. */
  public boolean isFloat() {
    return phase.equals("float");
  }
}
