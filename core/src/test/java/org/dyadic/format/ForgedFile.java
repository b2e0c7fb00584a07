package org.dyadic.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Takes a model file apart, lets a test change it, and puts it together with right checksums. It
 * follows docs/model-format.md and shares no code with the writer.
 */
final class ForgedFile {
  private static final int HEADER = 32;
  private static final int ENTRY = 24;

  /** A section and its bytes. */
  static final class Part {
    String id;
    byte[] bytes;

    Part(String id, byte[] bytes) {
      this.id = id;
      this.bytes = bytes;
    }
  }

  final List<Part> parts = new ArrayList<>();
  private final byte[] magicAndVersion;

  ForgedFile(byte[] file) {
    ByteBuffer buffer = little(file);
    magicAndVersion = Arrays.copyOf(file, 12);
    for (int i = 0; i < buffer.getInt(12); i++) {
      int at = HEADER + i * ENTRY;
      String id = new String(file, at, 4, StandardCharsets.US_ASCII);
      int offset = (int) buffer.getLong(at + 8);
      int length = (int) buffer.getLong(at + 16);
      parts.add(new Part(id, Arrays.copyOfRange(file, offset, offset + length)));
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  Part part(String id) {
    return parts.stream().filter(part -> part.id.equals(id)).findFirst().orElseThrow();
  }

  /** Puts the file together. */
  byte[] build() {
    return build(buffer -> {});
  }

  /**
   * Puts the file together.
   *
   * @param edit changes the finished file; checksums of table and header are computed afterwards
   */
  byte[] build(Consumer<ByteBuffer> edit) {
    int end = HEADER + ENTRY * parts.size();
    int[] offsets = new int[parts.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = (end + 15) / 16 * 16;
      end = offsets[i] + parts.get(i).bytes.length;
    }
    byte[] bytes = new byte[end];
    ByteBuffer file = little(bytes);
    file.put(magicAndVersion).putInt(parts.size()).putLong(end);
    for (int i = 0; i < offsets.length; i++) {
      Part part = parts.get(i);
      file.position(HEADER + i * ENTRY).put(part.id.getBytes(StandardCharsets.US_ASCII));
      file.putInt(crc(part.bytes, 0, part.bytes.length));
      file.putLong(offsets[i]).putLong(part.bytes.length);
      file.position(offsets[i]).put(part.bytes);
    }
    edit.accept(file);
    file.putInt(24, crc(bytes, HEADER, ENTRY * parts.size()));
    file.putInt(28, crc(bytes, 0, 28));
    return bytes;
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
