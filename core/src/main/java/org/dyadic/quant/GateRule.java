package org.dyadic.quant;

import java.util.Arrays;

/**
 * How the two sums of a recurrent layer's row become a pre-activation, with one rounding:
 *
 * <pre>
 * a = sat16((m * x + k * y + b + 2^(s-1)) &gt;&gt; s)            in units of 2^-11
 * </pre>
 *
 * where x is the input's sum, y the hidden state's, and sat16 clips to -32767 .. 32767. A row whose
 * sums do not meet has two pre-activations, of {@code m * x} and of {@code k * y}, each with its
 * own b. s = 0 adds nothing before the shift.
 *
 * @param inputMultiplier m, at least 0
 * @param hiddenMultiplier k, at least 0
 * @param bias b, in units of the product
 * @param shift s, in 0 .. 30
 */
public record GateRule(int inputMultiplier, int hiddenMultiplier, int[] bias, int shift) {
  /** The largest s. */
  public static final int MAX_SHIFT = 30;

  /** Copies the array and checks the numbers. */
  public GateRule {
    bias = bias.clone();
    Rules.check(
        inputMultiplier >= 0 && hiddenMultiplier >= 0,
        "gates",
        "multipliers (=%d and %d) must be at least 0",
        inputMultiplier,
        hiddenMultiplier);
    Rules.check(
        shift >= 0 && shift <= MAX_SHIFT,
        "gates",
        "shift (=%d) must lie in 0 .. %d",
        shift,
        MAX_SHIFT);
  }

  @Override
  public int[] bias() {
    return bias.clone();
  }

  /** 2^(s-1), or 0 without a shift. */
  public int half() {
    return shift == 0 ? 0 : 1 << (shift - 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GateRule that
        && inputMultiplier == that.inputMultiplier
        && hiddenMultiplier == that.hiddenMultiplier
        && Arrays.equals(bias, that.bias)
        && shift == that.shift;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bias) * 31 + shift;
  }
}
