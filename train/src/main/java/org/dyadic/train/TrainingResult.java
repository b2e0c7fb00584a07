package org.dyadic.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.QuantizedNetwork;

/**
 * How a run ended. Errors are in percent of the test set.
 *
 * @param metrics {@code float_error}, {@code naive_error}, {@code naive_reestimated_error}, {@code
 *     latent_error}, {@code quantized_stale_error} (before batch-norm re-estimation), {@code
 *     quantized_error} (fixed-point weights, float activations), {@code integer_error} (8-bit
 *     activations, integer arithmetic)
 * @param modelBytes all bytes of the file
 * @param model the packed model's file
 * @param run the run folder
 * @param seconds spent training, all resumed parts together
 * @param before layers at the start of the method's phase
 * @param after layers at its end
 * @param network the packed model
 */
public record TrainingResult(
    Map<String, Double> metrics,
    long modelBytes,
    Path model,
    Path run,
    double seconds,
    List<LayerReport> before,
    List<LayerReport> after,
    QuantizedNetwork network) {

  /** 8 times all bytes of the file, divided by the number of weights. */
  public double bitsPerWeight() {
    return 8.0 * modelBytes / network.weightCount();
  }
}
