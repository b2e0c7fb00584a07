package org.dyadic.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dyadic.model.Shape;

/**
 * Reads NumPy arrays, {@code .npy} of versions 1.0 to 3.0: the magic {@code \x93NUMPY}, two bytes
 * of version, the length of the header (2 bytes in version 1, else 4), the header, and the elements
 * in C order. The format: NumPy enhancement proposal 1 and {@code numpy.lib.format}.
 *
 * <p>A header is believed only as far as the file's length bears it out; no memory is taken before.
 */
final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  private NpyType type;
  private List<Long> extents;

  private NpyReader(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** An array of N x L, N x C x L or N x C x H x W values. */
  static ValueRows values(Path file) {
    return read(file, NpyReader::values);
  }

  /** An array of N whole numbers. */
  static int[] labels(Path file) {
    return read(file, NpyReader::labels);
  }

  private interface Body<T> {
    T read(NpyReader reader) throws IOException;
  }

  private static <T> T read(Path file, Body<T> body) {
    try (FileChannel channel = FileChannel.open(file)) {
      NpyReader reader = new NpyReader(file, channel);
      reader.header();
      return body.read(reader);
    } catch (EOFException e) {
      throw new DatasetException("%s: the file is cut off".formatted(file), e);
    } catch (IOException e) {
      throw DataFile.of(file).unreadable(e);
    }
  }

  private void header() throws IOException {
    byte[] start = bytes(MAGIC.length + 2);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw failure(0, "not a NumPy array: its first bytes are not \\x93NUMPY");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
      throw failure(
          MAGIC.length,
          "format version %d.%d is none of 1.0, 2.0 and 3.0",
          Byte.toUnsignedInt(start[MAGIC.length]),
          Byte.toUnsignedInt(start[MAGIC.length + 1]));
    }
    int width = version == 1 ? Short.BYTES : Integer.BYTES;
    int lengthAt = start.length;
    long length = littleEndian(bytes(width));
    if (length > MAX_HEADER || length > channel.size() - lengthAt - width) {
      throw failure(
          lengthAt,
          "a header of %d bytes in a file of %d; at most %d are read",
          length,
          channel.size(),
          MAX_HEADER);
    }
    String text = new String(bytes((int) length), StandardCharsets.UTF_8);
    NpyHeader.Description description =
        new NpyHeader(file.toString(), text, lengthAt + width).read();
    type = description.type();
    extents = description.extents();
    requireLength(lengthAt + width + length);
  }

  private static long littleEndian(byte[] bytes) {
    long number = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      number = number << Byte.SIZE | Byte.toUnsignedInt(bytes[i]);
    }
    return number;
  }

  /** The elements that the header announces must be exactly what follows it. */
  private void requireLength(long start) throws IOException {
    long announced = Math.max(0, product(extents, type.bytes()));
    long found = channel.size() - start;
    if (announced != found) {
      throw failure(
          start,
          "%s elements of %d bytes are announced, but %d bytes follow",
          extentsText(),
          type.bytes(),
          found);
    }
  }

  /** The product, or Long.MAX_VALUE where it is too large. */
  private static long product(List<Long> factors, long start) {
    long product = start;
    for (long factor : factors) {
      product =
          factor != 0 && product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
    }
    return product;
  }

  private String extentsText() {
    return extents.isEmpty()
        ? "no extent:"
        : extents.stream().map(Object::toString).collect(Collectors.joining(" x "));
  }

  private ValueRows values() throws IOException {
    if (extents.size() < 2 || extents.size() > 4 || extents.contains(0L)) {
      throw new DatasetException(
          "%s: an array of %s; N x L, N x C x L or N x C x H x W values are needed"
              .formatted(file, extentsText()));
    }
    List<Long> inner = extents.subList(1, extents.size());
    LabelledRows.requireMemory(file, extents.getFirst(), product(inner, 1));
    Shape shape = shape(inner);
    float[][] rows = new float[Math.toIntExact(extents.getFirst())][shape.size()];
    buffer.flip();
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < rows[row].length; i++) {
        rows[row][i] = (float) next();
        if (!Float.isFinite(rows[row][i])) {
          throw new DatasetException(
              "%s, row %d, value %d: %s is not a finite number"
                  .formatted(file, row + 1, i + 1, rows[row][i]));
        }
      }
    }
    return new ValueRows(shape, rows);
  }

  private static Shape shape(List<Long> inner) {
    int channels = inner.size() > 1 ? Math.toIntExact(inner.getFirst()) : 1;
    int height = inner.size() > 2 ? Math.toIntExact(inner.get(1)) : 1;
    return new Shape(channels, height, Math.toIntExact(inner.getLast()));
  }

  private int[] labels() throws IOException {
    if (extents.size() != 1 || !type.isInteger()) {
      throw new DatasetException(
          "%s: %s elements of type %s; labels are N whole numbers"
              .formatted(file, extentsText(), type));
    }
    LabelledRows.requireMemory(file, extents.getFirst(), 1);
    int[] labels = new int[Math.toIntExact(extents.getFirst())];
    buffer.flip();
    for (int row = 0; row < labels.length; row++) {
      double label = next();
      labels[row] = (int) label;
      if (labels[row] != label) {
        throw new DatasetException(
            "%s, row %d: the label must lie in %d .. %d"
                .formatted(file, row + 1, Integer.MIN_VALUE, Integer.MAX_VALUE));
      }
    }
    return labels;
  }

  private double next() throws IOException {
    if (buffer.remaining() < type.bytes()) {
      buffer.compact();
      while (buffer.position() < type.bytes()) {
        if (channel.read(buffer) < 0) {
          throw new EOFException();
        }
      }
      buffer.flip();
    }
    return type.read(buffer);
  }

  private byte[] bytes(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException();
      }
    }
    return bytes.array();
  }

  private DatasetException failure(long at, String message, Object... values) {
    return new DatasetException("%s, byte %d: %s".formatted(file, at, message.formatted(values)));
  }
}
