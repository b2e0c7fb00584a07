package org.dyadic.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dyadic.quant.QuantizedNetwork;

/**
 * A finished run, packed once more.
 *
 * @param metrics errors in percent of the test set, as in {@link TrainingResult#metrics}; {@code
 *     quantized_error} and {@code integer_error} are those of this packing
 * @param network what was packed
 */
public record PackedRun(Map<String, Double> metrics, QuantizedNetwork network) {
  /** Copies the map, whose order stays. */
  public PackedRun {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
