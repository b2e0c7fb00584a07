package org.dyadic.kernel;

/**
 * The definition of recurrent cells in plain Java. Pre-activations are signed 16-bit numbers in
 * units of 2^-11, gates in units of 2^-15; no product of two of them leaves 32 bits.
 */
final class ScalarCells {
  private static final int STATE_MAX = 32767;
  private static final int HIDDEN_MAX = 127;
  private static final int UNIT_BITS = 15;
  private static final int ONE = 1 << UNIT_BITS;
  private static final int UNIT_HALF = 1 << (UNIT_BITS - 1);
  private static final int PRE_BITS = 11;
  private static final int KNOT_BITS = 6;

  /** From a product of two numbers in units of 2^-15 to a hidden state in units of 2^-7. */
  private static final int PRODUCT_SHIFT = 23;

  /** From a state in units of 2^-15 to a hidden state in units of 2^-7. */
  private static final int STATE_SHIFT = 8;

  private ScalarCells() {}

  static void lstm(Gates gates, int[] inputSums, int[] hiddenSums, int[] cell, int[] hidden) {
    int units = gates.units();
    for (int u = 0; u < units; u++) {
      int input = sigmoid(gates, joined(gates, u, inputSums, hiddenSums));
      int forget = sigmoid(gates, joined(gates, units + u, inputSums, hiddenSums));
      int candidate = tanh(gates, joined(gates, 2 * units + u, inputSums, hiddenSums));
      int output = sigmoid(gates, joined(gates, 3 * units + u, inputSums, hiddenSums));
      int news = (input * candidate + UNIT_HALF) >> UNIT_BITS;
      int sum = forget * cell[u] + (news << gates.cellExponent()) + UNIT_HALF;
      cell[u] = clip(sum >> UNIT_BITS, STATE_MAX);
      int seen = tanh(gates, preActivation(cell[u], gates.cellExponent()));
      hidden[u] = rounded(output * seen, PRODUCT_SHIFT);
    }
  }

  static void gru(Gates gates, int[] inputSums, int[] hiddenSums, int[] state, int[] hidden) {
    int units = gates.units();
    for (int u = 0; u < units; u++) {
      int reset = sigmoid(gates, joined(gates, u, inputSums, hiddenSums));
      int keep = sigmoid(gates, joined(gates, units + u, inputSums, hiddenSums));
      int row = 2 * units + u;
      int ofInput = gates.inputMultiplier() * inputSums[row] + gates.offset()[row];
      int ofHidden = gates.hiddenMultiplier() * hiddenSums[row] + gates.offset()[row + units];
      int past = reset * shifted(gates, ofHidden);
      int sum = shifted(gates, ofInput) + ((past + UNIT_HALF) >> UNIT_BITS);
      int candidate = tanh(gates, clip(sum, STATE_MAX));
      state[u] = (keep * state[u] + (ONE - keep) * candidate + UNIT_HALF) >> UNIT_BITS;
      hidden[u] = rounded(state[u], STATE_SHIFT);
    }
  }

  /** The pre-activation of a row in which both sums meet. */
  private static int joined(Gates gates, int row, int[] inputSums, int[] hiddenSums) {
    int product =
        gates.inputMultiplier() * inputSums[row]
            + gates.offset()[row]
            + gates.hiddenMultiplier() * hiddenSums[row];
    return shifted(gates, product);
  }

  private static int shifted(Gates gates, int product) {
    return clip(product >> gates.shift(), STATE_MAX);
  }

  /** A cell state as a pre-activation. */
  private static int preActivation(int cell, int exponent) {
    if (exponent <= PRE_BITS) {
      return clip(cell << (PRE_BITS - exponent), STATE_MAX);
    }
    int shift = exponent - PRE_BITS;
    return (cell + (1 << (shift - 1))) >> shift;
  }

  private static int rounded(int value, int shift) {
    return clip((value + (1 << (shift - 1))) >> shift, HIDDEN_MAX);
  }

  private static int clip(int value, int max) {
    return Math.min(Math.max(value, -max), max);
  }

  private static int sigmoid(Gates gates, int a) {
    int value = interpolated(gates.sigmoid(), Math.abs(a));
    return a >= 0 ? value : ONE - value;
  }

  private static int tanh(Gates gates, int a) {
    int value = interpolated(gates.tanh(), Math.abs(a));
    return a >= 0 ? value : -value;
  }

  private static int interpolated(int[] table, int magnitude) {
    int index = magnitude >> KNOT_BITS;
    int rest = magnitude & ((1 << KNOT_BITS) - 1);
    int rise = table[index + 1] - table[index];
    return table[index] + ((rise * rest + (1 << (KNOT_BITS - 1))) >> KNOT_BITS);
  }
}
