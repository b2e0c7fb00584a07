package org.dyadic.quant;

import java.util.function.DoubleUnaryOperator;

/**
 * Sigmoid and tanh of {@link RecurrentLayer} in integers: a table of 513 numbers each and linear
 * interpolation. The tables are part of the definition and stand in no file:
 *
 * <pre>
 * sigmoid[i] = min(32767, round(2^15 / (1 + e^(-i/32))))        i = 0 .. 512
 * tanh[i]    = min(32767, round(2^15 * tanh(i/32)))
 * </pre>
 *
 * rounded to the nearest integer of the exact real value; no value lies within 2^-20 of a tie. For
 * a pre-activation a in -32767 .. 32767, units of 2^-11, with i = |a| &gt;&gt; 6 and r = |a| &amp;
 * 63:
 *
 * <pre>
 * v    = table[i] + (((table[i + 1] - table[i]) * r + 32) &gt;&gt; 6)
 * T(a) = v of tanh, negative where a is
 * S(a) = v of sigmoid where a &gt;= 0, else 32768 - v
 * </pre>
 *
 * in units of 2^-15. Against the real functions, T is off by at most 3.8 units, S by 1.3 units.
 */
public final class GateTables {
  /** The numbers of a table. */
  public static final int ENTRIES = 513;

  /** A pre-activation is in units of 2^-11. */
  public static final int INPUT_EXPONENT = 11;

  private static final double ENTRIES_PER_UNIT = 32;
  private static final double SCALE = 0x1p15;
  private static final int LARGEST = 32767;

  private static final int[] SIGMOID = table(x -> 1 / (1 + StrictMath.exp(-x)));
  private static final int[] TANH = table(StrictMath::tanh);

  private GateTables() {}

  private static int[] table(DoubleUnaryOperator function) {
    int[] table = new int[ENTRIES];
    for (int i = 0; i < ENTRIES; i++) {
      double value = function.applyAsDouble(i / ENTRIES_PER_UNIT);
      table[i] = (int) Math.min(LARGEST, Math.floor(value * SCALE + 0.5));
    }
    return table;
  }

  /** A copy of sigmoid's table. */
  public static int[] sigmoid() {
    return SIGMOID.clone();
  }

  /** A copy of tanh's table. */
  public static int[] tanh() {
    return TANH.clone();
  }
}
