package org.dyadic.train;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.dyadic.quant.Grid;
import org.dyadic.quant.Quantizer;
import org.dyadic.quant.RecurrentLayer;

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

  private final Map<String, Boolean> signed;
  private final Set<String> cellStates;
  private final Map<String, double[]> errors = new LinkedHashMap<>();

  /** A calibration of activations only. */
  Calibration(Map<String, Boolean> signed) {
    this(signed, Set.of());
  }

  /**
   * A calibration of all tensors that need a step.
   *
   * @param signed what {@link Quantizer#activations} names
   * @param cellStates what {@link Quantizer#cellStates} names
   */
  Calibration(Map<String, Boolean> signed, Set<String> cellStates) {
    this.signed = signed;
    this.cellStates = cellStates;
    tensors().forEach(n -> errors.put(n, new double[LARGEST_EXPONENT - LEAST_EXPONENT + 1]));
  }

  /** The names of all tensors that need a step. */
  Set<String> tensors() {
    Set<String> names = new LinkedHashSet<>(signed.keySet());
    names.addAll(cellStates);
    return names;
  }

  /** Takes the values of one tensor for some images. */
  void observe(String layer, float[] values) {
    double[] sums = errors.get(layer);
    int stride = Math.max(1, values.length / SAMPLES) | 1;
    for (int i = 0; i < sums.length; i++) {
      Grid grid = grid(layer, i + LEAST_EXPONENT);
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

  private Grid grid(String layer, int exponent) {
    if (cellStates.contains(layer)) {
      return Grid.signed(RecurrentLayer.STATE_BITS, exponent);
    }
    return signed.get(layer)
        ? Grid.signed(Quantizer.ACTIVATION_BITS, exponent)
        : Grid.unsigned(Quantizer.ACTIVATION_BITS, exponent);
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
