package org.dyadic.format;

import java.util.Arrays;

/** Reads little-endian numbers from a part of a file; never beyond it. */
final class ByteSource {
  private final String source;
  private final byte[] bytes;
  private final int end;
  private int position;

  /**
   * Some bytes of a file.
   *
   * @param source the file's name, for messages
   * @param bytes the whole file
   * @param from the first byte of the part
   * @param length the length of the part, which lies inside the file
   */
  ByteSource(String source, byte[] bytes, int from, int length) {
    this.source = source;
    this.bytes = bytes;
    this.position = from;
    this.end = from + length;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  /** The fault of something that was read from {@code offset} on. */
  ModelFormatException fault(long offset, String expected, Object found) {
    return new ModelFormatException(source, offset, expected, String.valueOf(found));
  }

  /** An unsigned byte in a range. */
  int u8(String what, int min, int max) {
    return (int) checked(what, 1, false, min, max);
  }

  /** A signed byte. */
  int i8(String what) {
    return (int) signed(what, 1);
  }

  /** Two unsigned bytes, a number from {@code min} on. */
  int u16(String what, int min) {
    return (int) checked(what, 2, false, min, 0xFFFF);
  }

  /** Four signed bytes, a number from {@code min} on. */
  int i32(String what, int min) {
    return (int) checked(what, 4, true, min, Integer.MAX_VALUE);
  }

  long i64(String what) {
    return signed(what, 8);
  }

  private long checked(String what, int width, boolean signed, long min, long max) {
    int offset = position;
    long value = signed(what, width);
    if (!signed) {
      value &= (1L << (8 * width)) - 1;
    }
    if (value < min || value > max) {
      throw fault(offset, "%s in %d .. %d".formatted(what, min, max), value);
    }
    return value;
  }

  /** A two's complement number of {@code width} bytes. */
  long signed(String what, int width) {
    int offset = skip(what, width);
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= Byte.toUnsignedLong(bytes[offset + i]) << (8 * i);
    }
    int unused = Long.SIZE - 8 * width;
    return value << unused >> unused;
  }

  byte[] raw(String what, long length) {
    int offset = skip(what, length);
    return Arrays.copyOfRange(bytes, offset, position);
  }

  /** Checks that {@code length} bytes are left, before anybody takes memory for them. */
  private int skip(String what, long length) {
    if (length > remaining()) {
      throw fault(
          position,
          "%d bytes of %s".formatted(length, what),
          remaining() + " to the section's end");
    }
    int offset = position;
    position += (int) length;
    return offset;
  }

  /** Checks that all bytes have been read. */
  void finish(String what) {
    if (remaining() > 0) {
      throw fault(position, "the end of " + what, remaining() + " more bytes");
    }
  }
}
