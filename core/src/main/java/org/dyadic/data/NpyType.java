package org.dyadic.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types of NumPy arrays that are read; all little-endian. */
enum NpyType {
  FLOAT32("f4", 4, false),
  FLOAT64("f8", 8, false),
  INT8("i1", 1, true),
  UINT8("u1", 1, true),
  INT16("i2", 2, true),
  UINT16("u2", 2, true),
  INT32("i4", 4, true),
  INT64("i8", 8, true);

  private final String code;
  private final int bytes;
  private final boolean integer;

  NpyType(String code, int bytes, boolean integer) {
    this.code = code;
    this.bytes = bytes;
    this.integer = integer;
  }

  /** The type that a header calls {@code <f4}, {@code |u1} and so on. */
  static Optional<NpyType> of(String description) {
    return Arrays.stream(values())
        .filter(type -> description.equals(type.description()))
        .findFirst();
  }

  /** All types, as headers call them. */
  static String names() {
    return Arrays.stream(values()).map(NpyType::description).collect(Collectors.joining(", "));
  }

  private String description() {
    return (bytes == 1 ? "|" : "<") + code;
  }

  /** The bytes of an element. */
  int bytes() {
    return bytes;
  }

  boolean isInteger() {
    return integer;
  }

  /** The next element of a little-endian buffer. */
  double read(ByteBuffer buffer) {
    return switch (this) {
      case FLOAT32 -> buffer.getFloat();
      case FLOAT64 -> buffer.getDouble();
      case INT8 -> buffer.get();
      case UINT8 -> Byte.toUnsignedInt(buffer.get());
      case INT16 -> buffer.getShort();
      case UINT16 -> Short.toUnsignedInt(buffer.getShort());
      case INT32 -> buffer.getInt();
      case INT64 -> buffer.getLong();
    };
  }
}
