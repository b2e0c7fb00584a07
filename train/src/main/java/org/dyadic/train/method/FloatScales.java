package org.dyadic.train.method;

import java.util.Arrays;
import org.dyadic.quant.FixedPoint;

/**
 * The float scales a of a layer, one a block, of the symmetric grid {@code a * {-top .. top}}, top
 * = 2^(N-1) - 1 for N bits: chosen so that {@code sum (w - a c)^2} is small over a and the integer
 * codes c.
 *
 * <p>For fixed a the best codes are {@code c = clip(round(w / a), -top, top)}; for fixed codes the
 * best scale is {@code a = sum w c / sum c^2}. Alternating between the two never raises the error
 * and ends where both hold.
 */
final class FloatScales {
  /** Alternating minimisation stops by itself earlier. */
  private static final int ROUNDS = 100;

  private final double[] scales;

  /** The scales that a method's state keeps for a layer; to be chosen before they are read. */
  FloatScales(WeightLayer layer, MethodState state) {
    this.scales = state.numbers("scale/" + layer.name(), layer.blocks());
  }

  /** Chooses all of them by alternating minimisation, from the best power of two. */
  void search(WeightLayer layer, float[] w) {
    for (int b = 0; b < scales.length; b++) {
      int exponent = FixedPoint.bestExponent(w, layer.from(b), layer.blockSize(), layer.bits());
      scales[b] = FixedPoint.step(exponent);
    }
    alternate(layer, w);
  }

  /** Goes on from the scales as they are until nothing changes. */
  void alternate(WeightLayer layer, float[] w) {
    for (int b = 0; b < scales.length; b++) {
      double before = 0;
      for (int round = 0; round < ROUNDS && before != scales[b]; round++) {
        before = scales[b];
        refine(layer, w, b);
      }
    }
  }

  /** One round of alternating minimisation. */
  void refine(WeightLayer layer, float[] w) {
    for (int b = 0; b < scales.length; b++) {
      refine(layer, w, b);
    }
  }

  private void refine(WeightLayer layer, float[] w, int block) {
    float top = FixedPoint.top(layer.bits());
    float inverse = 1 / scale(block);
    double products = 0;
    double squares = 0;
    float largest = 0;
    for (int i = layer.from(block), end = layer.to(block); i < end; i++) {
      float code = Rounding.mode(w[i] * inverse, top);
      products += (double) w[i] * code;
      squares += code * code;
      largest = Math.max(largest, Math.abs(w[i]));
    }
    if (squares > 0) {
      set(block, products / squares);
    } else if (largest > 0) {
      set(block, largest / top); // every weight rounds to 0: the scale is far too large
    }
  }

  /** Keeps scale and its inverse normal numbers. */
  private void set(int block, double scale) {
    scales[block] = (float) Math.clamp(scale, Float.MIN_NORMAL, 0x1p126);
  }

  /**
   * Chooses all of them with the least squared error of all; beyond 2 bits by {@link #search}.
   *
   * <p>Ternary codes of the k weights with the largest magnitudes leave the error {@code sum w^2 -
   * (sum of those |w|)^2 / k}, so that one pass over the sorted magnitudes finds the best k, with
   * the mean of the k magnitudes as the scale.
   */
  void searchBest(WeightLayer layer, float[] w) {
    if (layer.bits() != 2) {
      search(layer, w);
      return;
    }
    for (int b = 0; b < scales.length; b++) {
      set(b, bestTernary(Arrays.copyOfRange(w, layer.from(b), layer.to(b))));
    }
  }

  /** The best scale of ternary codes; 1 for weights that are all zero. Changes the array. */
  private static double bestTernary(float[] magnitudes) {
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(magnitudes[i]);
    }
    Arrays.sort(magnitudes);
    double best = 1;
    double most = 0;
    double sum = 0;
    for (int k = 1; k <= magnitudes.length; k++) {
      sum += magnitudes[magnitudes.length - k];
      if (sum * sum / k > most) {
        most = sum * sum / k;
        best = sum / k;
      }
    }
    return best;
  }

  /** a of a block. */
  float scale(int block) {
    return (float) scales[block];
  }

  /** The nearest level of one weight. */
  float level(WeightLayer layer, int block, float w) {
    float scale = scale(block);
    return Rounding.mode(w * (1 / scale), FixedPoint.top(layer.bits())) * scale;
  }

  /** {@code into[i] = a * code of w[i]} for a whole layer. */
  void toGrid(WeightLayer layer, float[] w, float[] into) {
    float top = FixedPoint.top(layer.bits());
    for (int b = 0; b < scales.length; b++) {
      float scale = scale(b);
      float inverse = 1 / scale;
      for (int i = layer.from(b), end = layer.to(b); i < end; i++) {
        into[i] = Rounding.mode(w[i] * inverse, top) * scale;
      }
    }
  }

  /** The layer's weights at their nearest levels. */
  QuantizedLayer.Coded quantize(WeightLayer layer, float[] w) {
    byte[] codes = new byte[layer.size()];
    float[] all = new float[scales.length];
    float top = FixedPoint.top(layer.bits());
    for (int b = 0; b < all.length; b++) {
      all[b] = scale(b);
      float inverse = 1 / all[b];
      for (int i = layer.from(b); i < layer.to(b); i++) {
        codes[i - layer.offset()] = (byte) Rounding.mode(w[i] * inverse, top);
      }
    }
    return QuantizedLayer.Coded.scaled(layer.bits(), codes, all);
  }
}
