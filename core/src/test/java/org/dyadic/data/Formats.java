package org.dyadic.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.dyadic.model.Shape;

/** Writes the file formats that the readers read. */
final class Formats {
  private Formats() {}

  static byte[] idx(int magic, int[] extents, byte[] data) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * extents.length + data.length);
    buffer.putInt(magic);
    for (int extent : extents) {
      buffer.putInt(extent);
    }
    return buffer.put(data).array();
  }

  static byte[] ramp(int length, int first) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static String sha256(byte[] content) {
    MessageDigest digest = Sha256.digest();
    digest.update(content);
    return Sha256.hex(digest);
  }

  /** Records of CIFAR with random pixels; label bytes as given, {@code labelBytes} a record. */
  static byte[] cifar(int labelBytes, int... labels) {
    Random random = new Random(labels.length);
    int records = labels.length / labelBytes;
    ByteBuffer buffer = ByteBuffer.allocate(records * (labelBytes + 3072));
    byte[] pixels = new byte[3072];
    for (int i = 0; i < records; i++) {
      for (int j = 0; j < labelBytes; j++) {
        buffer.put((byte) labels[i * labelBytes + j]);
      }
      random.nextBytes(pixels);
      buffer.put(pixels);
    }
    return buffer.array();
  }

  /** Writes a tiny set with the files of MNIST, images of {@code pixel} everywhere. */
  static void mnist(Path folder, int train, int test, int pixel) throws IOException {
    Files.createDirectories(folder);
    part(
        folder.resolve("train-images-idx3-ubyte"),
        folder.resolve("train-labels-idx1-ubyte"),
        train,
        pixel);
    part(
        folder.resolve("t10k-images-idx3-ubyte"),
        folder.resolve("t10k-labels-idx1-ubyte"),
        test,
        pixel);
  }

  private static void part(Path images, Path labels, int count, int pixel) throws IOException {
    byte[] pixels = new byte[count * 784];
    Arrays.fill(pixels, (byte) pixel);
    Files.write(images, idx(0x803, new int[] {count, 28, 28}, pixels));
    byte[] classes = new byte[count];
    for (int i = 0; i < count; i++) {
      classes[i] = (byte) (i % 10);
    }
    Files.write(labels, idx(0x801, new int[] {count}, classes));
  }

  /** Images of random pixels whose labels take turns. */
  static ImageSet random(Shape shape, int size, int classes, long seed) {
    Random random = new Random(seed);
    byte[][] images = new byte[size][shape.size()];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      random.nextBytes(images[i]);
      labels[i] = i % classes;
    }
    return new ArrayImages(shape, images, labels);
  }
}
