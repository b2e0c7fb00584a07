package org.dyadic.kernel.vector;

/**
 * Codes as sums of ternary planes: {@code code = sum over k of 3^k * digit_k}, digits -1, 0 or 1.
 * Two bits are one plane, three bits two, four bits three, eight bits six.
 */
final class Trits {
  private Trits() {}

  /** How many planes hold every code: (3^n - 1) / 2 is at least the largest. */
  static int planes(byte[] codes) {
    int largest = 1;
    for (byte code : codes) {
      largest = Math.max(largest, Math.abs(code));
    }
    int planes = 1;
    while ((weight(planes) - 1) / 2 < largest) {
      planes++;
    }
    return planes;
  }

  /** 3^plane. */
  static int weight(int plane) {
    int weight = 1;
    for (int i = 0; i < plane; i++) {
      weight *= 3;
    }
    return weight;
  }

  /** The digit of a code in a plane. */
  static int digit(int code, int plane) {
    int rest = code;
    for (int i = 0; i < plane; i++) {
      rest = Math.floorDiv(rest + 1, 3);
    }
    return Math.floorMod(rest + 1, 3) - 1;
  }
}
