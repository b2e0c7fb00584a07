package org.dyadic.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.QuantizedNetwork;

/**
 * How a run ended. Errors are in percent of the test set, except for the validation error.
 *
 * @param metrics {@code float_error}, {@code naive_error}, {@code naive_reestimated_error}, {@code
 *     latent_error} (where the forward pass saw the latent weights), {@code quantized_stale_error}
 *     (before batch-norm re-estimation), {@code quantized_error} (weights at their levels;
 *     activations as in training: float, or rounded), {@code validation_error} (the same on
 *     held-out training images, where there are some), {@code integer_error} (integer arithmetic;
 *     where packed)
 * @param weights what the weights cost and are
 * @param modelBytes all bytes of the file; 0 if there is none
 * @param model the packed model's file; null if the result cannot be packed
 * @param run the run folder
 * @param seconds spent training, all resumed parts together
 * @param before layers at the start of the method's phase
 * @param after layers at its end
 * @param network the packed model; null if the result cannot be packed
 */
public record TrainingResult(
    Map<String, Double> metrics,
    WeightSummary weights,
    long modelBytes,
    Path model,
    Path run,
    double seconds,
    List<LayerReport> before,
    List<LayerReport> after,
    QuantizedNetwork network) {

  /** Whether there is a model file. */
  public boolean packed() {
    return network != null;
  }

  /**
   * Bits a weight: 8 times all bytes of the file divided by the number of weights, or without a
   * file the bits of plain codes with their scales.
   */
  public double bitsPerWeight() {
    return packed() ? 8.0 * modelBytes / weights.weights() : weights.codeBits();
  }

  /** The result in numbers, strings and lists, for machines. */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>(metrics);
    summary.put("bits_per_weight", bitsPerWeight());
    summary.put("compression", Float.SIZE / bitsPerWeight());
    summary.put("entropy_bits_per_weight", weights.entropyBits());
    summary.put("sparsity", weights.sparsity());
    summary.put("fixed_point", weights.fixedPoint());
    summary.put("float_scales", weights.floatScales());
    summary.put("packed", packed());
    summary.put("obstacles", weights.obstacles());
    summary.put("model_bytes", modelBytes);
    summary.put("seconds", seconds);
    return summary;
  }
}
