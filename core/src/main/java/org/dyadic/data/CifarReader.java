package org.dyadic.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.model.Shape;

/**
 * Reads the binary form of CIFAR: records of label bytes and 3,072 pixel bytes (red, green and blue
 * plane, each 32 x 32, row after row). CIFAR-10 has one label byte; CIFAR-100 has a coarse and a
 * fine one, of which the fine one counts. The format: A. Krizhevsky, "The CIFAR-10 dataset".
 */
final class CifarReader {
  static final Shape SHAPE = new Shape(3, 32, 32);

  private final int labelBytes;
  private final int classes;
  private final List<byte[]> images = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final List<String> sums = new ArrayList<>();

  private CifarReader(int labelBytes, int classes) {
    this.labelBytes = labelBytes;
    this.classes = classes;
  }

  static CifarReader cifar10() {
    return new CifarReader(1, 10);
  }

  static CifarReader cifar100() {
    return new CifarReader(2, 100);
  }

  /** Bytes of one image with its labels. */
  int recordBytes() {
    return labelBytes + SHAPE.size();
  }

  /** The number of images of a file, by its length. */
  int count(DataFile file) {
    try (DigestInputStream in = file.open()) {
      long length = in.transferTo(OutputStream.nullOutputStream());
      if (length == 0 || length % recordBytes() != 0) {
        throw truncated(file, length);
      }
      return Math.toIntExact(length / recordBytes());
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** Appends the images of a file. */
  void read(DataFile file) {
    try (DigestInputStream in = file.open()) {
      long offset = 0;
      byte[] head = in.readNBytes(labelBytes);
      if (head.length == 0) {
        throw file.failure(0, "the file is empty");
      }
      while (head.length > 0) {
        byte[] pixels = in.readNBytes(SHAPE.size());
        if (pixels.length < SHAPE.size()) {
          throw truncated(file, offset);
        }
        images.add(pixels);
        labels.add(label(file, offset, head));
        offset += recordBytes();
        head = in.readNBytes(labelBytes);
      }
      sums.add(Sha256.hex(in.getMessageDigest()));
    } catch (EOFException e) {
      throw truncated(file, (long) images.size() * recordBytes());
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private int label(DataFile file, long offset, byte[] head) {
    int label = Byte.toUnsignedInt(head[labelBytes - 1]);
    if (label >= classes) {
      throw file.failure(
          offset + labelBytes - 1,
          "label %d of record %d is not in 0 .. %d",
          label,
          offset / recordBytes(),
          classes - 1);
    }
    return label;
  }

  private DatasetException truncated(DataFile file, long offset) {
    return file.failure(
        offset,
        "record %d is cut off; the file must be a whole number of records of %d bytes",
        offset / recordBytes(),
        recordBytes());
  }

  ImageSet images() {
    return new ArrayImages(
        SHAPE,
        images.toArray(byte[][]::new),
        labels.stream().mapToInt(Integer::intValue).toArray());
  }

  /** SHA-256 of the unpacked files, in the order in which they were read. */
  List<String> sums() {
    return List.copyOf(sums);
  }
}
