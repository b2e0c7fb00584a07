package org.dyadic.quant;

/**
 * The digits -1, 0 and 1 of an integer, no two neighbours of which are not 0: the form with the
 * fewest that are not 0 (G. W. Reitwiesner, Binary Arithmetic, Advances in Computers 1, 1960). A
 * product with an integer takes a shift and an addition or subtraction for each of them.
 */
public final class SignedDigits {
  private SignedDigits() {}

  /** How many digits of an integer are not 0. */
  public static int count(long value) {
    return Long.bitCount(value ^ 3 * value);
  }

  /**
   * The exponents and signs of the digits that are not 0, the largest first: {@code sign *
   * (exponent + 1)}. Their first has the integer's sign.
   */
  public static int[] of(int value) {
    int[] digits = new int[count(value)];
    long left = value;
    int at = digits.length;
    for (int exponent = 0; left != 0; exponent++) {
      if ((left & 1) != 0) {
        int sign = (left & 3) == 3 ? -1 : 1;
        digits[--at] = sign * (exponent + 1);
        left -= sign;
      }
      left >>= 1;
    }
    return digits;
  }
}
