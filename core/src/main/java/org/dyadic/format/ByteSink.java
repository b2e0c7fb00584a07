package org.dyadic.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes little-endian numbers into memory and keeps account of what the bytes are for. */
final class ByteSink {
  private record Mark(int offset, String layer) {}

  private final List<Mark> marks = new ArrayList<>();
  private byte[] bytes = new byte[256];
  private int size;

  /** What follows belongs to the layer of this path. */
  void mark(String layer) {
    marks.add(new Mark(size, layer));
  }

  void u8(String what, int value) {
    unsigned(what, value, 1);
  }

  void u16(String what, int value) {
    unsigned(what, value, 2);
  }

  private void unsigned(String what, int value, int width) {
    if (value < 0 || value >= 1 << (8 * width)) {
      throw new IllegalArgumentException(
          "%s (=%d) does not fit %d unsigned bytes".formatted(what, value, width));
    }
    number(value, width);
  }

  /** The low {@code width} bytes of a number. */
  void number(long value, int width) {
    reserve(width);
    for (int i = 0; i < width; i++) {
      bytes[size++] = (byte) (value >> (8 * i));
    }
  }

  void raw(byte[] values) {
    reserve(values.length);
    System.arraycopy(values, 0, bytes, size, values.length);
    size += values.length;
  }

  private void reserve(int more) {
    if (more > ModelFile.MAX_BYTES - size) {
      throw new IllegalArgumentException(
          "a model file may not have more than %d bytes".formatted(ModelFile.MAX_BYTES));
    }
    if (size + more > bytes.length) {
      long doubled = Math.min(2L * bytes.length, ModelFile.MAX_BYTES);
      bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, size + more));
    }
  }

  int size() {
    return size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Appends the spans of these bytes, which begin at {@code offset} of the file. */
  void describe(Layout.Part part, long offset, List<Layout.Span> spans) {
    if (marks.isEmpty() || marks.getFirst().offset > 0) {
      marks.addFirst(new Mark(0, ""));
    }
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      int end = i + 1 < marks.size() ? marks.get(i + 1).offset : size;
      if (end > mark.offset) {
        spans.add(new Layout.Span(part, mark.layer, offset + mark.offset, end - mark.offset));
      }
    }
  }
}
