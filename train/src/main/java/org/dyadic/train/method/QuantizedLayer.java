package org.dyadic.train.method;

import org.dyadic.quant.FixedPoint;

/** How the weights of a layer end. Arrays are in the memory order of the flat array. */
public sealed interface QuantizedLayer {

  /** Writes the layer's weights into the flat array. */
  void writeTo(WeightLayer layer, float[] w);

  /** The index of each weight's level, in 0 .. levels() - 1. */
  byte[] symbols();

  /** How many levels there are; 0 if the weights are float. */
  int levels();

  /** The distance of two neighbouring levels, or what comes next to it, for people. */
  double step();

  /** Bits of one weight in a plain array of codes. */
  int bits();

  /** Whether every weight is m * 2^-f with one f a block. */
  boolean fixedPoint();

  /** Why the layer cannot be run in integers; empty if it can. */
  String obstacle();

  /**
   * Integer codes and their scales: weight i of block b is {@code codes[i] * positive[b]}, or
   * {@code codes[i] * negative[b]} where the code is negative.
   *
   * @param bits 1 .. 8: codes lie in -top .. top with top = 2^(bits-1) - 1, or for one bit in {-1,
   *     1}
   * @param codes one a weight
   * @param positive one a block
   * @param negative one a block, or empty where it is the same
   */
  record Coded(int bits, byte[] codes, float[] positive, float[] negative)
      implements QuantizedLayer {

    /** Fixed-point codes: weight i of block b is {@code codes[i] * 2^-exponents[b]}. */
    public static Coded fixedPoint(int bits, byte[] codes, int[] exponents) {
      float[] steps = new float[exponents.length];
      for (int b = 0; b < steps.length; b++) {
        steps[b] = FixedPoint.step(exponents[b]);
      }
      return new Coded(bits, codes, steps, new float[0]);
    }

    /** Codes with one scale a block. */
    public static Coded scaled(int bits, byte[] codes, float[] scales) {
      return new Coded(bits, codes, scales, new float[0]);
    }

    /** The largest code. */
    public int top() {
      return bits == 1 ? 1 : FixedPoint.top(bits);
    }

    @Override
    public void writeTo(WeightLayer layer, float[] w) {
      for (int b = 0; b < layer.blocks(); b++) {
        float above = positive[b];
        float below = negative.length == 0 ? above : negative[b];
        for (int i = layer.from(b); i < layer.to(b); i++) {
          int code = codes[i - layer.offset()];
          w[i] = code * (code < 0 ? below : above);
        }
      }
    }

    @Override
    public byte[] symbols() {
      byte[] symbols = new byte[codes.length];
      for (int i = 0; i < codes.length; i++) {
        symbols[i] = (byte) (bits == 1 ? (codes[i] + 1) / 2 : codes[i] + top());
      }
      return symbols;
    }

    @Override
    public int levels() {
      return bits == 1 ? 2 : 2 * top() + 1;
    }

    @Override
    public double step() {
      double sum = 0;
      for (float scale : positive) {
        sum += scale;
      }
      for (float scale : negative) {
        sum += scale;
      }
      return sum / (positive.length + negative.length);
    }

    @Override
    public boolean fixedPoint() {
      boolean powers = negative.length == 0;
      for (float scale : positive) {
        powers &= scale == Math.scalb(1f, Math.getExponent(scale));
      }
      return powers;
    }

    @Override
    public String obstacle() {
      return "";
    }
  }

  /**
   * Indices into a table of float levels, which no executor multiplies with.
   *
   * @param table at most 256 levels
   * @param symbols one a weight
   * @param obstacle why the layer cannot be run in integers
   */
  record Codebook(float[] table, byte[] symbols, String obstacle) implements QuantizedLayer {
    @Override
    public void writeTo(WeightLayer layer, float[] w) {
      for (int i = 0; i < symbols.length; i++) {
        w[layer.offset() + i] = table[symbols[i] & 0xff];
      }
    }

    @Override
    public int levels() {
      return table.length;
    }

    @Override
    public double step() {
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      for (float level : table) {
        least = Math.min(least, level);
        most = Math.max(most, level);
      }
      return table.length < 2 ? 1 : (most - least) / (table.length - 1);
    }

    @Override
    public int bits() {
      return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(table.length - 1));
    }

    @Override
    public boolean fixedPoint() {
      return false;
    }
  }

  /** Weights that stay float. */
  record Unquantized() implements QuantizedLayer {
    @Override
    public void writeTo(WeightLayer layer, float[] w) {
      // the weights are what they were
    }

    @Override
    public byte[] symbols() {
      return new byte[0];
    }

    @Override
    public int levels() {
      return 0;
    }

    @Override
    public double step() {
      return 1;
    }

    @Override
    public int bits() {
      return Float.SIZE;
    }

    @Override
    public boolean fixedPoint() {
      return false;
    }

    @Override
    public String obstacle() {
      return "its weights are float";
    }
  }
}
