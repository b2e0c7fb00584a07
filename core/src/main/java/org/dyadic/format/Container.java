package org.dyadic.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Header, section table and sections. Every byte is covered: by the header's checksum, the table's,
 * a section's, or by being padding, which is zero. Nothing about the places is free: sections
 * follow in their one order, each at the next aligned offset.
 */
final class Container {
  static final byte[] MAGIC = {(byte) 0x89, 'D', 'Y', 'A', 'D', '\r', '\n', 0x1A};
  static final int ALIGNMENT = 16;
  static final int HEADER_BYTES = 32;
  static final int TABLE_BYTES = Section.values().length * 24;

  private static final int CHECKED_HEADER_BYTES = HEADER_BYTES - 4;

  /**
   * A whole file.
   *
   * @param bytes the file
   * @param layout where every byte goes
   */
  record Packed(byte[] bytes, Layout layout) {}

  private Container() {}

  static Packed pack(Map<Section, ByteSink> sections) {
    ByteSink table = new ByteSink();
    ByteSink body = new ByteSink();
    List<Layout.Span> spans = new ArrayList<>();
    spans.add(new Layout.Span(Layout.Part.HEADER, "", 0, HEADER_BYTES));
    spans.add(new Layout.Span(Layout.Part.TABLE, "", HEADER_BYTES, TABLE_BYTES));
    int start = HEADER_BYTES + TABLE_BYTES;
    for (Section section : Section.values()) {
      ByteSink contents = sections.get(section);
      byte[] bytes = contents.toBytes();
      int end = start + body.size();
      int offset = aligned(end);
      if (offset > end) {
        spans.add(new Layout.Span(Layout.Part.PADDING, "", end, offset - end));
      }
      body.raw(new byte[offset - end]);
      body.raw(bytes);
      contents.describe(section.part(), offset, spans);
      table.raw(section.idBytes());
      table.number(checksum(bytes, 0, bytes.length), 4);
      table.number(offset, 8);
      table.number(bytes.length, 8);
    }
    return new Packed(join(table.toBytes(), body.toBytes()), new Layout(spans));
  }

  private static byte[] join(byte[] table, byte[] body) {
    ByteSink file = new ByteSink();
    file.raw(MAGIC);
    file.number(Version.NEWEST.number(), 4);
    file.number(Section.values().length, 4);
    file.number((long) HEADER_BYTES + table.length + body.length, 8);
    file.number(checksum(table, 0, table.length), 4);
    file.number(checksum(file.toBytes(), 0, CHECKED_HEADER_BYTES), 4);
    file.raw(table);
    file.raw(body);
    return file.toBytes();
  }

  /**
   * Checks a header before the rest of the file is taken into memory, and returns its version.
   *
   * @param head the first bytes of the file, HEADER_BYTES if it has as many
   * @param length the length of the file
   */
  static Version checkHeader(String source, byte[] head, long length) {
    ByteSource header = new ByteSource(source, head, 0, Math.min(head.length, HEADER_BYTES));
    if (!Arrays.equals(header.raw("magic", MAGIC.length), MAGIC)) {
      throw header.fault(0, "the magic number of a .dyadic file", "other bytes");
    }
    Version version = Version.read(header);
    header.i32("number of sections", 0);
    int lengthAt = header.position();
    long declared = header.i64("length of the file");
    header.signed("checksum of the table", 4);
    int checksumAt = header.position();
    require(header, checksumAt, "checksum of the header", checksum(head, 0, CHECKED_HEADER_BYTES));
    if (declared != length) {
      throw header.fault(lengthAt, "a file of %d bytes".formatted(declared), length + " bytes");
    }
    if (length > ModelFile.MAX_BYTES) {
      throw header.fault(
          lengthAt, "a file of at most %d bytes".formatted(ModelFile.MAX_BYTES), length);
    }
    return version;
  }

  /** The contents of the sections of a file whose header has been checked. */
  static Map<Section, ByteSource> unpack(String source, byte[] file) {
    ByteSource header = new ByteSource(source, file, MAGIC.length + 4, 20);
    int count = header.i32("number of sections", 0);
    if (count != Section.values().length) {
      throw header.fault(MAGIC.length + 4, "%d sections".formatted(Section.values().length), count);
    }
    header.i64("length of the file");
    ByteSource rest = new ByteSource(source, file, HEADER_BYTES, file.length - HEADER_BYTES);
    int table = checksum(rest.raw("section table", TABLE_BYTES), 0, TABLE_BYTES);
    require(header, header.position(), "checksum of the section table", table);
    ByteSource entries = new ByteSource(source, file, HEADER_BYTES, TABLE_BYTES);
    return readSections(source, file, entries);
  }

  private static Map<Section, ByteSource> readSections(
      String source, byte[] file, ByteSource entries) {
    Map<Section, ByteSource> sections = new EnumMap<>(Section.class);
    int end = HEADER_BYTES + TABLE_BYTES;
    for (Section section : Section.values()) {
      int at = entries.position();
      if (!Arrays.equals(entries.raw("section", Section.ID_BYTES), section.idBytes())) {
        throw entries.fault(at, "section " + section.id(), "another section");
      }
      int checksumAt = entries.position();
      entries.signed("checksum", 4);
      int offset = readOffset(entries, end, file);
      int length = readLength(entries, file.length - offset);
      requireZeros(entries, file, end, offset);
      ByteSource checksum = new ByteSource(source, file, checksumAt, 4);
      require(
          checksum,
          checksumAt,
          "checksum of section " + section.id(),
          checksum(file, offset, length));
      sections.put(section, new ByteSource(source, file, offset, length));
      end = offset + length;
    }
    if (end != file.length) {
      throw entries.fault(end, "the end of the file", (file.length - end) + " more bytes");
    }
    return sections;
  }

  private static int readOffset(ByteSource entries, int end, byte[] file) {
    int at = entries.position();
    long offset = entries.i64("offset");
    if (offset != aligned(end) || offset > file.length) {
      throw entries.fault(
          at, "offset %d in a file of %d bytes".formatted(aligned(end), file.length), offset);
    }
    return (int) offset;
  }

  private static int readLength(ByteSource entries, int available) {
    int at = entries.position();
    long length = entries.i64("length");
    if (length < 0 || length > available) {
      throw entries.fault(at, "length in 0 .. %d".formatted(available), length);
    }
    return (int) length;
  }

  private static void requireZeros(ByteSource entries, byte[] file, int from, int to) {
    for (int i = from; i < to; i++) {
      if (file[i] != 0) {
        throw entries.fault(i, "zero padding", "byte 0x%02x".formatted(file[i]));
      }
    }
  }

  /** Reads a checksum at {@code offset} and compares it with the right one. */
  private static void require(ByteSource source, int offset, String what, int right) {
    int stored = (int) source.signed(what, 4);
    if (stored != right) {
      throw source.fault(offset, "%s 0x%08x".formatted(what, right), "0x%08x".formatted(stored));
    }
  }

  /** The next aligned offset; a file has at most MAX_BYTES, so it fits an int. */
  private static int aligned(int offset) {
    return Math.ceilDiv(offset, ALIGNMENT) * ALIGNMENT;
  }

  /** CRC-32C, the Castagnoli polynomial: finds every fault within 32 neighbouring bits. */
  static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
