package org.dyadic.train.method;

import org.dyadic.quant.FixedPoint;

/**
 * The power-of-two step sizes of a layer, one a block: 2^-f with the integer f that quantizes the
 * float weights with the least squared error ({@link FixedPoint#bestExponent}), then frozen.
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
      exponents[b] = FixedPoint.bestExponent(w, layer.from(b), layer.blockSize(), layer.bits());
    }
  }

  /** f of a block. */
  int exponent(int block) {
    return (int) exponents[block];
  }

  /** 2^-f of a block. */
  float step(int block) {
    return FixedPoint.step(exponent(block));
  }

  /** The layer's weights at their modes. */
  QuantizedLayer.Coded quantize(WeightLayer layer, float[] w) {
    byte[] codes = new byte[layer.size()];
    int[] all = new int[exponents.length];
    int top = FixedPoint.top(layer.bits());
    for (int b = 0; b < all.length; b++) {
      all[b] = exponent(b);
      for (int i = layer.from(b); i < layer.to(b); i++) {
        codes[i - layer.offset()] = (byte) FixedPoint.code(w[i], all[b], top);
      }
    }
    return QuantizedLayer.Coded.fixedPoint(layer.bits(), codes, all);
  }
}
