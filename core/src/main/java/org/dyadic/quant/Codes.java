package org.dyadic.quant;

import java.util.Arrays;

/**
 * The weights of one layer as integers: weight i is {@code at(i) * 2^-exponent}. The order is that
 * of the layer's float weights: output, input, row, column.
 */
public final class Codes {
  private final int bits;
  private final int exponent;
  private final byte[] values;

  /**
   * Codes of given values.
   *
   * @param bits 2 .. 8; every value lies in -(2^(bits-1) - 1) .. 2^(bits-1) - 1
   * @param exponent the step size is 2^-exponent; it may be negative; in -24 .. 24
   * @param values one code a weight; copied
   */
  public Codes(int bits, int exponent, byte[] values) {
    int top = FixedPoint.top(bits);
    if (Math.abs(exponent) > FixedPoint.MAX_EXPONENT) {
      throw new IllegalArgumentException(
          "codes: exponent (=%d) must lie in -%d .. %d"
              .formatted(exponent, FixedPoint.MAX_EXPONENT, FixedPoint.MAX_EXPONENT));
    }
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) > top) {
        throw new IllegalArgumentException(
            "codes: value %d (=%d) must lie in -%d .. %d for %d bits"
                .formatted(i, values[i], top, top, bits));
      }
    }
    this.bits = bits;
    this.exponent = exponent;
    this.values = values.clone();
  }

  /** The number of bits of one code. */
  public int bits() {
    return bits;
  }

  /** f of the step size 2^-f. */
  public int exponent() {
    return exponent;
  }

  /** The number of weights. */
  public int size() {
    return values.length;
  }

  /** The code of weight {@code index}. */
  public int at(int index) {
    return values[index];
  }

  /** A copy of all codes, one a byte. */
  public byte[] toBytes() {
    return values.clone();
  }

  /** How many weights have each code: entry i counts the code i - top, top = 2^(bits-1) - 1. */
  public long[] histogram() {
    int top = FixedPoint.top(bits);
    long[] counts = new long[2 * top + 1];
    for (byte value : values) {
      counts[value + top]++;
    }
    return counts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Codes codes
        && bits == codes.bits
        && exponent == codes.exponent
        && Arrays.equals(values, codes.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values) * 31 + exponent;
  }

  @Override
  public String toString() {
    return "Codes[bits=%d, exponent=%d, size=%d]".formatted(bits, exponent, values.length);
  }
}
