package org.dyadic.export.c;

import org.dyadic.quant.Grid;

/** The C type of a tensor's elements: the smallest that holds its grid. */
enum ElementType {
  U8("uint8_t", 1, 0, 255),
  S8("int8_t", 1, -128, 127),
  S16("int16_t", 2, -32768, 32767),
  U16("uint16_t", 2, 0, 65535),
  S32("int32_t", 4, Integer.MIN_VALUE, Integer.MAX_VALUE);

  private final String name;
  private final int bytes;
  private final long min;
  private final long max;

  ElementType(String name, int bytes, long min, long max) {
    this.name = name;
    this.bytes = bytes;
    this.min = min;
    this.max = max;
  }

  static ElementType of(Grid grid) {
    for (ElementType type : values()) {
      if (type.min <= grid.min() && grid.max() <= type.max) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "values of %d .. %d do not fit 32 bits".formatted(grid.min(), grid.max()));
  }

  /** Such as {@code uint8_t}. */
  String c() {
    return name;
  }

  int bytes() {
    return bytes;
  }

  /** The C expression of a pointer into the arena at a multiple of the element's size. */
  String pointer(int offset) {
    String index = Integer.toString(offset / bytes);
    return switch (this) {
      case U8 -> "arena->bytes + " + index;
      case S8 -> "(int8_t *)(arena->bytes + " + index + ")";
      case S16 -> "arena->halves + " + index;
      case U16 -> "(uint16_t *)(arena->halves + " + index + ")";
      case S32 -> "(int32_t *)(arena->words + " + index + ")";
    };
  }
}
