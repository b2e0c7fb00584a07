package org.dyadic.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.dyadic.quant.QuantizedNetwork;

/**
 * The packed model file, {@code NAME.dyadic}; docs/model-format.md specifies it byte by byte. One
 * network has exactly one file: a file that reads at all gives the same bytes when written again,
 * but for the version in its header.
 */
public final class ModelFile {
  /** The extension of model files, with its dot. */
  public static final String EXTENSION = ".dyadic";

  /** The version of the format that this class writes; it reads this one and all before it. */
  public static final int VERSION = Version.NEWEST.number();

  /** The most bytes of a model file: what a Java array holds. */
  public static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  /** The most elements of one activation tensor. */
  public static final int MAX_ELEMENTS = 1 << 26;

  /** How deep residual and dense blocks may be nested. */
  public static final int MAX_DEPTH = 8;

  private ModelFile() {}

  /**
   * The bytes of a network's file; the same network gives the same bytes everywhere.
   *
   * @throws IllegalArgumentException if the format cannot hold it: a name longer than 65,535 bytes
   *     or with control characters, a kernel or stride beyond 65,535, a tensor beyond MAX_ELEMENTS,
   *     blocks nested deeper than MAX_DEPTH, more than MAX_BYTES
   */
  public static byte[] toBytes(QuantizedNetwork network) {
    return Container.pack(NetworkCodec.encode(network)).bytes();
  }

  /** Where every byte of a network's file goes. */
  public static Layout layout(QuantizedNetwork network) {
    return Container.pack(NetworkCodec.encode(network)).layout();
  }

  /**
   * Writes a file that appears whole or not at all; see {@link AtomicFile}.
   *
   * @throws IllegalArgumentException as toBytes
   * @throws IOException if the file cannot be written
   */
  public static void write(QuantizedNetwork network, Path file) throws IOException {
    AtomicFile.write(file, ByteBuffer.wrap(toBytes(network)));
  }

  /**
   * Reads a network from the bytes of a file.
   *
   * @throws ModelFormatException if they are not one whole, valid file
   */
  public static QuantizedNetwork fromBytes(byte[] bytes) {
    return decode("model", bytes);
  }

  private static QuantizedNetwork decode(String source, byte[] bytes) {
    Version version = Container.checkHeader(source, bytes, bytes.length);
    return NetworkCodec.decode(version, Container.unpack(source, bytes));
  }

  /**
   * Reads a file.
   *
   * @throws ModelFormatException if its contents are not one whole, valid model
   * @throws IOException if it cannot be read
   */
  public static QuantizedNetwork read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = channel.size();
      byte[] head = readAt(channel, (int) Math.min(length, Container.HEADER_BYTES), file);
      Container.checkHeader(file.toString(), head, length);
      return decode(file.toString(), readAt(channel, (int) length, file));
    }
  }

  /** The first {@code length} bytes of a file. */
  private static byte[] readAt(FileChannel channel, int length, Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, buffer.position()) < 0) {
        throw new EOFException(file + " became shorter while it was read");
      }
    }
    return buffer.array();
  }
}
