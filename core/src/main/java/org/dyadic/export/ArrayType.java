package org.dyadic.export;

/** Element types of a {@link NamedArray}, little-endian. */
enum ArrayType {
  U8(1),
  I8(1),
  I32(4),
  I64(8),
  F32(4);

  private final int bytes;

  ArrayType(int bytes) {
    this.bytes = bytes;
  }

  /** The bytes of one element. */
  int bytes() {
    return bytes;
  }
}
