package org.dyadic.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.quant.FixedPoint;

/**
 * How far the weights of one layer are on their way to the modes.
 *
 * @param layer the layer's name
 * @param exponent f of the step size 2^-f
 * @param relativeDistance || w - Q(w) || / || w ||
 * @param modeShares the share of weights of each code, from -top to top
 * @param modeChangeRate the share of weights whose code differs from the epoch before; null where
 *     there is none
 * @param histogram numbers of weights in {@link #BINS_PER_STEP} bins a step, from -(top + 1/2) to
 *     top + 1/2 steps; weights beyond lie in the outermost bins
 */
public record LayerReport(
    String layer,
    int exponent,
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
   * Reports on every layer.
   *
   * @param codes the codes of all weights, in order of the slots
   * @param previous the codes of the epoch before, or empty
   */
  static List<LayerReport> of(
      List<Slot> weights,
      float[] w,
      Map<String, Integer> exponents,
      int bits,
      byte[] codes,
      byte[] previous) {
    List<LayerReport> reports = new ArrayList<>();
    int at = 0;
    for (Slot slot : weights) {
      int exponent = exponents.get(slot.name());
      Double changed = previous.length == 0 ? null : changeRate(codes, previous, at, slot.size());
      reports.add(
          new LayerReport(
              slot.parameter().layer(),
              exponent,
              relativeDistance(slot, w, exponent, bits),
              shares(codes, at, slot.size(), bits),
              changed,
              histogram(slot, w, exponent, bits)));
      at += slot.size();
    }
    return reports;
  }

  /** The codes of all weights, in order of the slots. */
  static byte[] codes(List<Slot> weights, float[] w, Map<String, Integer> exponents, int bits) {
    byte[] all = new byte[weights.stream().mapToInt(Slot::size).sum()];
    int at = 0;
    for (Slot slot : weights) {
      byte[] codes =
          FixedPoint.codes(w, slot.offset(), slot.size(), exponents.get(slot.name()), bits);
      System.arraycopy(codes, 0, all, at, codes.length);
      at += codes.length;
    }
    return all;
  }

  private static double changeRate(byte[] codes, byte[] previous, int from, int count) {
    int changed = 0;
    for (int i = from; i < from + count; i++) {
      changed += codes[i] == previous[i] ? 0 : 1;
    }
    return (double) changed / count;
  }

  private static double relativeDistance(Slot slot, float[] w, int exponent, int bits) {
    double norm = 0;
    for (int i = slot.offset(); i < slot.end(); i++) {
      norm += (double) w[i] * w[i];
    }
    double error = FixedPoint.squaredError(w, slot.offset(), slot.size(), exponent, bits);
    return norm == 0 ? 0 : Math.sqrt(error / norm);
  }

  private static List<Double> shares(byte[] codes, int from, int count, int bits) {
    int top = FixedPoint.top(bits);
    int[] counts = new int[2 * top + 1];
    for (int i = from; i < from + count; i++) {
      counts[codes[i] + top]++;
    }
    List<Double> shares = new ArrayList<>();
    for (int n : counts) {
      shares.add((double) n / count);
    }
    return shares;
  }

  private static List<Integer> histogram(Slot slot, float[] w, int exponent, int bits) {
    int top = FixedPoint.top(bits);
    int[] bins = new int[(2 * top + 1) * BINS_PER_STEP];
    for (int i = slot.offset(); i < slot.end(); i++) {
      double steps = Math.scalb((double) w[i], exponent) + top + 0.5;
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
