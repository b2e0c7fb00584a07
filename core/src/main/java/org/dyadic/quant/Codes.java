package org.dyadic.quant;

import java.util.Arrays;
import java.util.Objects;

/**
 * The weights of one layer as integers: weight i is {@code at(i) * 2^-exponent}, times its scale if
 * the layer has {@link Scales}. The order is that of the layer's float weights: output, input, row,
 * column.
 *
 * <p>Codes of 2 to 8 bits lie in -(2^(bits-1) - 1) .. 2^(bits-1) - 1. A code of 1 bit is -1 or +1:
 * there is no 0. Codes are kept packed, whole fields of so many bits.
 */
public final class Codes {
  /** The fewest bits of a code. */
  public static final int MIN_BITS = 1;

  /** The most bits of a code. */
  public static final int MAX_BITS = 8;

  private final int bits;
  private final int exponent;
  private final int size;
  private final long[] packed;
  private final Scales scales;

  /**
   * Fixed-point codes, one step for the layer.
   *
   * @param bits 1 .. 8
   * @param exponent the step size is 2^-exponent; it may be negative; in -24 .. 24
   * @param values one code a weight; copied
   */
  public Codes(int bits, int exponent, byte[] values) {
    this(bits, exponent, values, Scales.none());
  }

  /**
   * Codes with scales.
   *
   * @param bits 1 .. 8
   * @param exponent the step size is 2^-exponent, before scales; in -24 .. 24
   * @param values one code a weight; copied
   * @param scales none, one for the layer or one an output channel, and perhaps two planes
   */
  public Codes(int bits, int exponent, byte[] values, Scales scales) {
    int top = top(bits);
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
      if (bits == 1 && values[i] == 0) {
        throw new IllegalArgumentException(
            "codes: value %d (=0) must be -1 or +1 for 1 bit".formatted(i));
      }
    }
    this.bits = bits;
    this.exponent = exponent;
    this.size = values.length;
    this.packed = pack(values, bits);
    this.scales = scales;
  }

  /** Fields of the code plus its top, as many whole ones a long as fit. */
  private static long[] pack(byte[] values, int bits) {
    int perLong = Long.SIZE / bits;
    int top = top(bits);
    long[] packed = new long[Math.ceilDiv(values.length, perLong)];
    for (int i = 0; i < values.length; i++) {
      packed[i / perLong] |= (long) field(values[i], bits, top) << (i % perLong * bits);
    }
    return packed;
  }

  /** 0 .. 2^bits - 1; of 1 bit, 0 is -1 and 1 is +1. */
  private static int field(int value, int bits, int top) {
    return bits == 1 ? (value + 1) / 2 : value + top;
  }

  /**
   * The largest code: 1 for 1 bit, else 2^(bits-1) - 1.
   *
   * @throws IllegalArgumentException unless bits lies in 1 .. 8
   */
  public static int top(int bits) {
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "codes: bits (=%d) must lie in %d .. %d".formatted(bits, MIN_BITS, MAX_BITS));
    }
    return bits == 1 ? 1 : (1 << (bits - 1)) - 1;
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
    return size;
  }

  /** The code of weight {@code index}. */
  public int at(int index) {
    Objects.checkIndex(index, size);
    int perLong = Long.SIZE / bits;
    return code((int) (packed[index / perLong] >>> (index % perLong * bits)) & ((1 << bits) - 1));
  }

  private int code(int field) {
    return bits == 1 ? 2 * field - 1 : field - top(bits);
  }

  /** A copy of all codes, one a byte. */
  public byte[] toBytes() {
    byte[] values = new byte[size];
    int mask = (1 << bits) - 1;
    int perLong = Long.SIZE / bits;
    for (int word = 0; word < packed.length; word++) {
      long fields = packed[word];
      int end = Math.min(size, (word + 1) * perLong);
      for (int i = word * perLong; i < end; i++) {
        values[i] = (byte) code((int) fields & mask);
        fields >>>= bits;
      }
    }
    return values;
  }

  /** The factors of the weights besides the step. */
  public Scales scales() {
    return scales;
  }

  /**
   * Whether every weight is a code times a power of two, one for the layer or one an output
   * channel, with one magnitude for both signs.
   */
  public boolean isFixedPoint() {
    return scales.isFixedPoint();
  }

  /** How many real numbers the layer keeps for its weights: its scales, 0 if it is fixed point. */
  public int floatScales() {
    return isFixedPoint() ? 0 : scales.count();
  }

  /** How many weights have each code: entry i counts the code i - top({@link #bits}). */
  public long[] histogram() {
    int top = top(bits);
    long[] counts = new long[2 * top + 1];
    for (int i = 0; i < size; i++) {
      counts[at(i) + top]++;
    }
    return counts;
  }

  /** How many weights are 0. */
  public long zeros() {
    return histogram()[top(bits)];
  }

  /**
   * The empirical entropy of the codes in bits a weight: -sum of p log2 p over the shares p of the
   * codes (Shannon 1948). No code of single weights that knows their shares only takes fewer bits.
   */
  public double entropy() {
    double sum = 0;
    for (long count : histogram()) {
      double share = (double) count / Math.max(1, size);
      sum -= count == 0 ? 0 : share * Math.log(share) / Math.log(2);
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Codes codes
        && bits == codes.bits
        && exponent == codes.exponent
        && size == codes.size
        && Arrays.equals(packed, codes.packed)
        && scales.equals(codes.scales);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(packed) * 31 + exponent;
  }

  @Override
  public String toString() {
    return "Codes[bits=%d, exponent=%d, size=%d, scales=%d, planes=%d]"
        .formatted(bits, exponent, size, scales.count(), scales.planes());
  }
}
