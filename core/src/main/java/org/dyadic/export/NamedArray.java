package org.dyadic.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An array of a network by its name.
 *
 * @param name unique in its network
 * @param type of an element
 * @param dims extents; their product is the number of elements
 * @param bytes the elements, little-endian; belongs to this record
 */
record NamedArray(String name, ArrayType type, List<Integer> dims, byte[] bytes) {

  /** A list of bytes, such as packed codes. */
  static NamedArray ofBytes(String name, ArrayType type, List<Integer> dims, byte[] bytes) {
    return new NamedArray(name, type, dims, bytes);
  }

  /** A list of 32-bit integers. */
  static NamedArray of(String name, int[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Integer.BYTES)];
    littleEndian(bytes).asIntBuffer().put(values);
    return new NamedArray(name, ArrayType.I32, List.of(values.length), bytes);
  }

  /** A list of 64-bit integers. */
  static NamedArray of(String name, long[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
    littleEndian(bytes).asLongBuffer().put(values);
    return new NamedArray(name, ArrayType.I64, List.of(values.length), bytes);
  }

  /** A list of floats. */
  static NamedArray of(String name, float[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    littleEndian(bytes).asFloatBuffer().put(values);
    return new NamedArray(name, ArrayType.F32, List.of(values.length), bytes);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
