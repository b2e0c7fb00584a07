package org.dyadic.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes NumPy arrays as their specification says, and as it forbids. */
public final class NpyBytes {
  private NpyBytes() {}

  /** A version and a header of any text before some bytes. */
  static byte[] of(int major, int minor, String header, byte[] elements) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(12 + text.length + elements.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) major).put((byte) minor);
    if (major == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text).put(elements);
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    return bytes;
  }

  /** The header that NumPy writes. */
  static String header(String type, boolean fortran, String shape) {
    String dictionary =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(type, fortran ? "True" : "False", shape);
    int padded = (10 + dictionary.length() + 1 + 63) / 64 * 64 - 11;
    return dictionary + " ".repeat(padded - dictionary.length()) + "\n";
  }

  /** An array of 32-bit floats. */
  public static byte[] floats(String shape, float... values) {
    ByteBuffer elements = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    elements.asFloatBuffer().put(values);
    return of(1, 0, header("<f4", false, shape), elements.array());
  }

  /** An array of 64-bit whole numbers. */
  public static byte[] longs(long... values) {
    ByteBuffer elements = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    elements.asLongBuffer().put(values);
    return of(1, 0, header("<i8", false, "(" + values.length + ",)"), elements.array());
  }
}
