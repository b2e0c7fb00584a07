package org.dyadic.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.model.Shape;

/**
 * Reads the IDX format of MNIST: a big-endian header of magic number and extents, then unsigned
 * bytes. Images have the magic number 0x00000803 and the extents count, rows, columns; labels have
 * 0x00000801 and a count. The format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database".
 *
 * <p>Every failure names the file, the byte of its unpacked content, what was expected and what was
 * found. No memory is taken on the word of a header.
 */
final class IdxReader {
  private static final int IMAGES_MAGIC = 0x00000803;
  private static final int LABELS_MAGIC = 0x00000801;
  private static final int MAX_EXTENT = 1 << 14;

  private final DataFile file;
  private final DataInputStream in;
  private long offset;

  private IdxReader(DataFile file, DigestInputStream stream) {
    this.file = file;
    this.in = new DataInputStream(stream);
  }

  /**
   * The content of a file.
   *
   * @param sha256 of the unpacked file
   */
  record Content<T>(T value, String sha256) {}

  /** Labels in 0 .. classes - 1. */
  static Content<int[]> labels(DataFile file, int classes) {
    return parse(file, reader -> reader.labels(classes));
  }

  /** As many grey images as there are labels. */
  static Content<ImageSet> images(DataFile file, int[] labels) {
    return parse(file, reader -> reader.images(labels));
  }

  /** The number of images that the header of a file of images claims. */
  static int count(DataFile file) {
    return parse(file, reader -> reader.header(IMAGES_MAGIC)).value();
  }

  private interface Body<T> {
    T read(IdxReader reader) throws IOException;
  }

  private static <T> Content<T> parse(DataFile file, Body<T> body) {
    try (DigestInputStream stream = file.open()) {
      T value = body.read(new IdxReader(file, stream));
      return new Content<>(value, Sha256.hex(stream.getMessageDigest()));
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private int[] labels(int classes) throws IOException {
    int count = header(LABELS_MAGIC);
    byte[] codes = bytes(count, "labels");
    checkEnd(count);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = Byte.toUnsignedInt(codes[i]);
      if (labels[i] >= classes) {
        throw file.failure(
            offset - count + i,
            "label %d of image %d is not in 0 .. %d",
            labels[i],
            i,
            classes - 1);
      }
    }
    return labels;
  }

  private ImageSet images(int[] labels) throws IOException {
    int count = header(IMAGES_MAGIC);
    if (count != labels.length) {
      throw file.failure(4, "%d images, but there are %d labels", count, labels.length);
    }
    int rows = extent("rows");
    int columns = extent("columns");
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(bytes(rows * columns, "image " + i));
    }
    checkEnd(count);
    return new ArrayImages(new Shape(1, rows, columns), images.toArray(byte[][]::new), labels);
  }

  /** Reads the magic number and the count. */
  private int header(int magic) throws IOException {
    int found = integer("magic number");
    if (found != magic) {
      throw file.failure(0, "magic number 0x%08x, expected 0x%08x", found, magic);
    }
    int count = integer("count");
    if (count < 1) {
      throw file.failure(4, "count %d must lie in 1 .. 2^31 - 1", count);
    }
    return count;
  }

  private int extent(String what) throws IOException {
    int extent = integer(what);
    if (extent < 1 || extent > MAX_EXTENT) {
      throw file.failure(
          offset - Integer.BYTES, "%s (=%d) must lie in 1 .. %d", what, extent, MAX_EXTENT);
    }
    return extent;
  }

  private int integer(String what) throws IOException {
    try {
      int value = in.readInt();
      offset += Integer.BYTES;
      return value;
    } catch (EOFException e) {
      throw truncated(what);
    }
  }

  private byte[] bytes(int length, String what) throws IOException {
    try {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw truncated(what);
      }
      offset += length;
      return bytes;
    } catch (EOFException e) {
      throw truncated(what);
    }
  }

  private DatasetException truncated(String what) {
    return file.failure(offset, "the file is cut off within the %s", what);
  }

  private void checkEnd(int count) throws IOException {
    if (in.read() >= 0) {
      throw file.failure(offset, "more bytes follow the %d announced", count);
    }
  }
}
