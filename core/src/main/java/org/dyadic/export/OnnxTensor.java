package org.dyadic.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A constant of an ONNX graph.
 *
 * @param type of an element
 * @param dims extents; empty for a scalar
 * @param bytes the elements, little-endian; elements of less than 8 bits are packed, the first in
 *     the lowest bits; belongs to this record
 */
record OnnxTensor(OnnxType type, List<Integer> dims, byte[] bytes) {

  /** Floats of a shape. */
  static OnnxTensor floats(List<Integer> dims, float... values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    littleEndian(bytes).asFloatBuffer().put(values);
    return new OnnxTensor(OnnxType.FLOAT, dims, bytes);
  }

  /** Doubles of a shape. */
  static OnnxTensor doubles(List<Integer> dims, double... values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Double.BYTES)];
    littleEndian(bytes).asDoubleBuffer().put(values);
    return new OnnxTensor(OnnxType.DOUBLE, dims, bytes);
  }

  /** 32-bit integers of a shape. */
  static OnnxTensor ints(List<Integer> dims, int... values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Integer.BYTES)];
    littleEndian(bytes).asIntBuffer().put(values);
    return new OnnxTensor(OnnxType.INT32, dims, bytes);
  }

  /** A list of 64-bit integers. */
  static OnnxTensor longs(long... values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
    littleEndian(bytes).asLongBuffer().put(values);
    return new OnnxTensor(OnnxType.INT64, List.of(values.length), bytes);
  }

  /** One float. */
  static OnnxTensor scalar(double value) {
    return floats(List.of(), (float) value);
  }

  /** One unsigned byte. */
  static OnnxTensor unsigned(int value) {
    return new OnnxTensor(OnnxType.UINT8, List.of(), new byte[] {(byte) value});
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
