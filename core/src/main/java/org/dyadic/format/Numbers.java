package org.dyadic.format;

import org.dyadic.quant.Grid;

/** Arrays of signed numbers, each array at the smallest of the widths 1, 2, 4 and 8 bytes. */
final class Numbers {
  private Numbers() {}

  /** The smallest width that holds all values. */
  static int width(long[] values) {
    int width = 1;
    for (long value : values) {
      while (value >> (8 * width - 1) != value >> (Long.SIZE - 1)) {
        width *= 2;
      }
    }
    return width;
  }

  static long[] widen(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  static void write(ByteSink sink, long[] values) {
    int width = width(values);
    for (long value : values) {
      sink.number(value, width);
    }
  }

  /** Reads a width. */
  static int readWidth(ByteSource source, String what, int largest) {
    int offset = source.position();
    int width = source.u8("width of " + what, 1, largest);
    if (Integer.bitCount(width) != 1) {
      throw source.fault(offset, "width of " + what + " 1, 2, 4 or 8", width);
    }
    return width;
  }

  /**
   * Reads {@code count} numbers and checks that no smaller width would do. Memory is taken only for
   * numbers that are there.
   */
  static long[] read(ByteSource source, String what, int count, int width) {
    int offset = source.position();
    requirePresent(source, what, count, width);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = source.signed(what, width);
    }
    if (width(values) != width) {
      throw source.fault(offset, "%s of %d bytes".formatted(what, width(values)), width + " bytes");
    }
    return values;
  }

  /** Numbers that are not there take no memory. */
  private static void requirePresent(ByteSource source, String what, int count, int width) {
    if ((long) count * width > source.remaining()) {
      throw source.fault(
          source.position(),
          "%d %s of %d bytes".formatted(count, what, width),
          source.remaining() + " bytes to the section's end");
    }
  }

  /** Reads {@code count} IEEE 754 numbers of 32 bits. */
  static float[] readFloats(ByteSource source, String what, int count) {
    requirePresent(source, what, count, Float.BYTES);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.intBitsToFloat((int) source.signed(what, Float.BYTES));
    }
    return values;
  }

  /** The same as read for a width of at most 4. */
  static int[] readInts(ByteSource source, String what, int count, int width) {
    long[] wide = read(source, what, count, width);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = (int) wide[i];
    }
    return values;
  }

  /** A grid: its range, exponent and divisor. */
  static Grid readGrid(ByteSource source) {
    long min = source.i64("smallest value");
    long max = source.i64("largest value");
    int exponent = source.i8("exponent");
    return new Grid(min, max, exponent, source.i32("divisor", 1));
  }
}
