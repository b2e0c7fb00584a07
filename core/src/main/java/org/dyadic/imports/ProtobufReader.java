package org.dyadic.imports;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Reads one message in the <a href="https://protobuf.dev/programming-guides/encoding/">Protocol
 * Buffers wire format</a>, field by field. Nothing is believed: every length is checked against the
 * bytes that are left before anything is taken, and memory is taken for what is in the file only.
 *
 * <pre>{@code
 * while (message.next()) {
 *   switch (message.field()) {
 *     case 1 -> name = message.text();
 *     default -> message.skip();
 *   }
 * }
 * }</pre>
 *
 * Each field must be read or skipped before the next.
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int LARGEST_FIELD = (1 << 29) - 1;
  private static final int VARINT_BYTES = 10;

  private final String source;
  private final ByteBuffer bytes;
  private final int end;
  private int field;
  private int wireType;

  /**
   * A whole message.
   *
   * @param source the file, for messages
   */
  ProtobufReader(String source, byte[] message) {
    this(source, ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN), message.length);
  }

  /** The message that ends at {@code end}; its bytes are at the buffer's position. */
  private ProtobufReader(String source, ByteBuffer bytes, int end) {
    this.source = source;
    this.bytes = bytes;
    this.end = end;
  }

  /** Goes to the next field; false at the end of the message. */
  boolean next() {
    if (bytes.position() >= end) {
      return false;
    }
    long key = varint();
    wireType = (int) (key & 7);
    long number = key >>> 3;
    if (number < 1 || number > LARGEST_FIELD) {
      throw damaged("field number %d".formatted(number));
    }
    field = (int) number;
    return true;
  }

  /** The current field's number. */
  int field() {
    return field;
  }

  /** An int32, int64, bool or enum. */
  long integer() {
    require(VARINT);
    return varint();
  }

  /** A float. */
  float real() {
    require(FIXED_32);
    return take(Float.BYTES).getFloat();
  }

  /** A string. */
  String text() {
    ByteBuffer slice = bytes();
    return StandardCharsets.UTF_8.decode(slice).toString();
  }

  /** The bytes of a field, little-endian, as a view. */
  ByteBuffer bytes() {
    require(LENGTH_DELIMITED);
    return take(length());
  }

  /** A message in this message. It shares no position with this one. */
  ProtobufReader message() {
    require(LENGTH_DELIMITED);
    int length = length();
    ByteBuffer inner = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    take(length);
    return new ProtobufReader(source, inner, inner.position() + length);
  }

  /** One element of a repeated integer field, or all of a packed one. */
  void integers(LongConsumer to) {
    if (wireType != LENGTH_DELIMITED) {
      to.accept(integer());
      return;
    }
    ProtobufReader packed = message();
    while (packed.bytes.position() < packed.end) {
      to.accept(packed.varint());
    }
  }

  /** The bytes of one element of a repeated float or double field, or of all of a packed one. */
  ByteBuffer reals(int size) {
    if (wireType != LENGTH_DELIMITED) {
      require(size == Float.BYTES ? FIXED_32 : FIXED_64);
      return take(size);
    }
    ByteBuffer packed = bytes();
    if (packed.remaining() % size != 0) {
      throw damaged(
          "%d bytes are no whole number of values of %d bytes".formatted(packed.remaining(), size));
    }
    return packed;
  }

  /** Passes over a field. */
  void skip() {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED_64 -> take(Long.BYTES);
      case LENGTH_DELIMITED -> take(length());
      case FIXED_32 -> take(Integer.BYTES);
      default -> throw damaged("wire type %d".formatted(wireType));
    }
  }

  private void require(int expected) {
    if (wireType != expected) {
      throw damaged("field %d has wire type %d, expected %d".formatted(field, wireType, expected));
    }
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > end - bytes.position()) {
      throw damaged(
          "field %d is %s bytes long, %d are left"
              .formatted(field, Long.toUnsignedString(length), end - bytes.position()));
    }
    return (int) length;
  }

  private ByteBuffer take(int length) {
    int start = bytes.position();
    if (length > end - start) {
      throw damaged("%d bytes are needed, %d are left".formatted(length, end - start));
    }
    bytes.position(start + length);
    return bytes.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long varint() {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES; i++) {
      if (bytes.position() >= end) {
        throw damaged("it ends within a number");
      }
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("a number of more than %d bytes".formatted(VARINT_BYTES));
  }

  /** What is thrown for bytes that are no message. */
  ImportException damaged(String found) {
    return new ImportException(
        source, "not a valid ONNX file: at byte %d: %s".formatted(bytes.position(), found));
  }
}
