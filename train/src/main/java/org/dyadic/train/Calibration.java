package org.dyadic.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dyadic.quant.Activation;
import org.dyadic.quant.Grid;
import org.dyadic.quant.Quantizer;

/**
 * Chooses the power-of-two step of each activation tensor: the exponent with the least squared
 * rounding and saturation error on training images.
 */
final class Calibration {
  /** Training images that steps are chosen on. */
  static final int IMAGES = 1000;

  private static final int LEAST_EXPONENT = -12;
  private static final int LARGEST_EXPONENT = 20;

  /** At most so many values of a tensor are looked at in each batch, evenly spaced. */
  private static final int SAMPLES = 1 << 17;

  private final Map<String, Activation> activations;
  private final Map<String, double[]> errors = new LinkedHashMap<>();

  /** A calibration of the tensors that {@link Quantizer#activations} names. */
  Calibration(Map<String, Activation> activations) {
    this.activations = activations;
    int exponents = LARGEST_EXPONENT - LEAST_EXPONENT + 1;
    activations.keySet().forEach(name -> errors.put(name, new double[exponents]));
  }

  /** Takes the values of one tensor for some images. */
  void observe(String layer, float[] values) {
    double[] sums = errors.get(layer);
    int stride = Math.max(1, values.length / SAMPLES) | 1;
    for (int i = 0; i < sums.length; i++) {
      Grid grid = activations.get(layer).grid(i + LEAST_EXPONENT);
      double step = grid.step();
      double scale = 1 / step;
      for (int v = 0; v < values.length; v += stride) {
        double code =
            Math.clamp(
                Math.floor(values[v] * scale + 0.5), (double) grid.min(), (double) grid.max());
        double error = values[v] - code * step;
        sums[i] += error * error;
      }
    }
  }

  /** By layer name, the best exponent; the coarser step wins a tie. */
  Map<String, Integer> exponents() {
    Map<String, Integer> best = new LinkedHashMap<>();
    errors.forEach(
        (layer, sums) -> {
          int least = 0;
          for (int i = 1; i < sums.length; i++) {
            least = sums[i] < sums[least] ? i : least;
          }
          best.put(layer, least + LEAST_EXPONENT);
        });
    return best;
  }
}
