package org.dyadic.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one message in the <a href="https://protobuf.dev/programming-guides/encoding/">Protocol
 * Buffers wire format</a>: a sequence of fields, each a key (number and wire type) and a value.
 * Repeated fields are written by calling a method once an element.
 */
public final class ProtobufWriter {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int LOW_BITS = 0x7F;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A message without fields. */
  public ProtobufWriter() {}

  /** An int32, int64 or enum; negative numbers take ten bytes. */
  public ProtobufWriter integer(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  /** A float. */
  public ProtobufWriter real(int field, float value) {
    key(field, FIXED_32);
    int word = Float.floatToIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      bytes.write(word >> shift);
    }
    return this;
  }

  /** A double. */
  public ProtobufWriter real64(int field, double value) {
    key(field, FIXED_64);
    bytes.writeBytes(doubles(value));
    return this;
  }

  /** A repeated double, packed. */
  public ProtobufWriter reals64(int field, double... values) {
    return bytes(field, doubles(values));
  }

  private static byte[] doubles(double... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asDoubleBuffer().put(values);
    return buffer.array();
  }

  /** Bytes. */
  public ProtobufWriter bytes(int field, byte[] value) {
    key(field, LENGTH_DELIMITED);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** A string. */
  public ProtobufWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A message in this message. */
  public ProtobufWriter message(int field, ProtobufWriter value) {
    return bytes(field, value.toBytes());
  }

  /** The fields so far. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void key(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~LOW_BITS) != 0) {
      bytes.write(((int) rest & LOW_BITS) | ~LOW_BITS);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
