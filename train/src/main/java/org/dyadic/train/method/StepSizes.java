package org.dyadic.train.method;

import java.util.Arrays;
import org.dyadic.quant.FixedPoint;

/**
 * The power-of-two step sizes of a layer, one a block: 2^-f with the integer f that quantizes the
 * float weights with the least squared error ({@link FixedPoint#bestExponent}), then frozen. The
 * modes of one bit are 2^-f times the sign, + where a weight is 0; their best step is the power of
 * two next to the mean of |w|.
 */
final class StepSizes {
  private final double[] exponents;

  /** The step sizes that a method's state keeps for a layer; all 1 before {@link #search}. */
  StepSizes(WeightLayer layer, MethodState state) {
    this.exponents = state.numbers("exponent/" + layer.name(), layer.blocks());
  }

  /** Chooses all of them on given weights. */
  void search(WeightLayer layer, float[] w) {
    for (int b = 0; b < exponents.length; b++) {
      exponents[b] =
          layer.bits() == 1
              ? bestOfSigns(Magnitudes.meanOrOne(w, layer.from(b), layer.to(b)))
              : FixedPoint.bestExponent(w, layer.from(b), layer.blockSize(), layer.bits());
    }
  }

  /** || w - D sign(w) ||^2 = M (D - mean |w|)^2 + a constant; the larger step wins a tie. */
  private static int bestOfSigns(double mean) {
    int floor = Math.getExponent(mean);
    int nearest = Math.scalb(mean, -floor) >= 1.5 ? floor + 1 : floor;
    return Math.clamp(-nearest, -FixedPoint.MAX_EXPONENT, FixedPoint.MAX_EXPONENT);
  }

  /** Sets all of them to the power of two next to a scale, on a logarithmic axis. */
  void set(double scale) {
    Arrays.fill(exponents, Rounding.exponent((float) scale));
  }

  /** f of a block. */
  int exponent(int block) {
    return (int) exponents[block];
  }

  /** 2^-f of a block. */
  float step(int block) {
    return FixedPoint.step(exponent(block));
  }

  /** Writes what a forward pass with the layer's weights at their modes sees. */
  void round(WeightLayer layer, float[] w, float[] seen) {
    for (int b = 0; b < layer.blocks(); b++) {
      if (layer.bits() == 1) {
        Rounding.toSigns(w, layer.from(b), layer.to(b), step(b), seen);
      } else {
        float top = FixedPoint.top(layer.bits());
        Rounding.toGrid(w, layer.from(b), layer.to(b), exponent(b), top, seen);
      }
    }
  }

  /** The layer's weights at their modes. */
  QuantizedLayer.Coded quantize(WeightLayer layer, float[] w) {
    byte[] codes = new byte[layer.size()];
    int[] all = new int[exponents.length];
    for (int b = 0; b < all.length; b++) {
      all[b] = exponent(b);
      for (int i = layer.from(b); i < layer.to(b); i++) {
        codes[i - layer.offset()] = (byte) code(w[i], all[b], layer.bits());
      }
    }
    return QuantizedLayer.Coded.fixedPoint(layer.bits(), codes, all);
  }

  private static int code(float weight, int exponent, int bits) {
    if (bits == 1) {
      return weight >= 0 ? 1 : -1;
    }
    return FixedPoint.code(weight, exponent, FixedPoint.top(bits));
  }
}
