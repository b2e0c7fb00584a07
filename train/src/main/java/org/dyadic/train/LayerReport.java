package org.dyadic.train;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.train.method.QuantizedLayer;
import org.dyadic.train.method.WeightLayer;

/**
 * How far the weights of one layer are on their way to their levels.
 *
 * @param layer the layer's name
 * @param step the distance of two levels; the mean over blocks and signs where there are several
 * @param exponent f where the layer has one step size 2^-f; null otherwise
 * @param relativeDistance || w - Q(w) || / || w ||
 * @param modeShares the share of weights of each level, from the least to the largest
 * @param modeChangeRate the share of weights whose level differs from the epoch before; null where
 *     there is none
 * @param histogram numbers of weights in {@link #BINS_PER_STEP} bins a step, from -(top + 1/2) to
 *     top + 1/2 steps, with 2 top + 1 levels, or one more for an even number; weights beyond lie in
 *     the outermost bins
 */
public record LayerReport(
    String layer,
    double step,
    Integer exponent,
    double relativeDistance,
    List<Double> modeShares,
    Double modeChangeRate,
    List<Integer> histogram) {

  /** The number of histogram bins a step. */
  public static final int BINS_PER_STEP = 20;

  /** Copies the lists. */
  public LayerReport {
    modeShares = List.copyOf(modeShares);
    histogram = List.copyOf(histogram);
  }

  /**
   * Reports on a layer that has levels.
   *
   * @param w the latent weights
   * @param quantized the same weights at their levels
   * @param before the symbols of the epoch before, or empty
   */
  static LayerReport of(
      WeightLayer layer, float[] w, QuantizedLayer quantized, byte[] symbols, byte[] before) {
    int levels = quantized.levels();
    double step = quantized.step();
    boolean power = quantized.fixedPoint() && layer.blocks() == 1;
    return new LayerReport(
        layer.name().endsWith(".weight") ? layer.slot().parameter().layer() : layer.name(),
        step,
        power ? -Math.getExponent(step) : null,
        relativeDistance(layer, w, quantized),
        shares(symbols, levels),
        before.length == 0 ? null : changeRate(symbols, before),
        histogram(layer, w, step, levels / 2));
  }

  private static double changeRate(byte[] symbols, byte[] before) {
    int changed = 0;
    for (int i = 0; i < symbols.length; i++) {
      changed += symbols[i] == before[i] ? 0 : 1;
    }
    return (double) changed / symbols.length;
  }

  private static double relativeDistance(WeightLayer layer, float[] w, QuantizedLayer quantized) {
    float[] levels = w.clone();
    quantized.writeTo(layer, levels);
    double norm = 0;
    double error = 0;
    for (int i = layer.offset(); i < layer.end(); i++) {
      double difference = (double) w[i] - levels[i];
      norm += (double) w[i] * w[i];
      error += difference * difference;
    }
    return norm == 0 ? 0 : Math.sqrt(error / norm);
  }

  private static List<Double> shares(byte[] symbols, int levels) {
    int[] counts = new int[levels];
    for (byte symbol : symbols) {
      counts[symbol & 0xff]++;
    }
    List<Double> shares = new ArrayList<>();
    for (int n : counts) {
      shares.add((double) n / symbols.length);
    }
    return shares;
  }

  private static List<Integer> histogram(WeightLayer layer, float[] w, double step, int top) {
    int[] bins = new int[(2 * top + 1) * BINS_PER_STEP];
    for (int i = layer.offset(); i < layer.end(); i++) {
      double steps = w[i] / step + top + 0.5;
      int bin = (int) Math.floor(steps * BINS_PER_STEP);
      bins[Math.clamp(bin, 0, bins.length - 1)]++;
    }
    List<Integer> histogram = new ArrayList<>();
    for (int n : bins) {
      histogram.add(n);
    }
    return histogram;
  }
}
