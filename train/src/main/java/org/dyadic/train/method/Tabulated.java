package org.dyadic.train.method;

import java.util.function.DoubleUnaryOperator;

/**
 * A smooth function of a positive number as a table with 128 cells an octave, between whose nodes
 * it is interpolated linearly: a few instructions where the function itself takes logarithms and
 * exponentials. The relative error is about 2^-17 x^2 f''(x) / f(x). Beyond its octaves it is
 * constant.
 */
final class Tabulated {
  private static final int MANTISSA_BITS = 23;
  private static final int CELL_BITS = 7;
  private static final int REST_BITS = MANTISSA_BITS - CELL_BITS;
  private static final float REST = 1f / (1 << REST_BITS);

  private final float[] nodes;
  private final int first;
  private final float least;
  private final float most;

  /**
   * Tabulates a function.
   *
   * @param f the function
   * @param low its domain begins at 2^low
   * @param high its domain ends at 2^high
   */
  Tabulated(DoubleUnaryOperator f, int low, int high) {
    least = Math.scalb(1f, low);
    most = Math.scalb(1f, high);
    first = Float.floatToRawIntBits(least) >> REST_BITS;
    nodes = new float[((high - low) << CELL_BITS) + 2];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = (float) f.applyAsDouble(Float.intBitsToFloat((first + i) << REST_BITS));
    }
  }

  /** The function at {@code x}, which is not negative. */
  float at(float x) {
    int bits = Float.floatToRawIntBits(Math.min(Math.max(x, least), most));
    int cell = (bits >> REST_BITS) - first;
    float share = (bits & (1 << REST_BITS) - 1) * REST;
    return nodes[cell] + share * (nodes[cell + 1] - nodes[cell]);
  }
}
