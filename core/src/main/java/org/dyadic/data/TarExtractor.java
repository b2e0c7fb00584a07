package org.dyadic.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes named files out of a tar archive (POSIX ustar and its predecessors). Only the last part of
 * an entry's path counts and only wanted names are written, so no entry can reach another folder.
 */
final class TarExtractor {
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;

  private final InputStream in;
  private final String archive;
  private final Map<String, String> wanted;

  /**
   * @param in the unpacked archive
   * @param archive what messages call it
   * @param wanted names of files and their SHA-256
   */
  TarExtractor(InputStream in, String archive, Map<String, String> wanted) {
    this.in = in;
    this.archive = archive;
    this.wanted = new HashMap<>(wanted);
  }

  /** Writes the wanted files, each at once and whole. */
  void into(Path folder) throws IOException {
    byte[] header = in.readNBytes(BLOCK);
    while (header.length == BLOCK && header[0] != 0) {
      checkHeader(header);
      long size = octal(header, SIZE, SIZE_LENGTH);
      String name = name(header);
      boolean regular = header[TYPE] == '0' || header[TYPE] == 0;
      String sum = regular ? wanted.remove(name) : null;
      if (sum == null) {
        in.skipNBytes(size);
      } else {
        write(folder, name, size, sum);
      }
      in.skipNBytes(Math.floorMod(-size, BLOCK));
      header = in.readNBytes(BLOCK);
    }
    if (!wanted.isEmpty()) {
      throw new IOException("%s: has no %s".formatted(archive, wanted.keySet()));
    }
  }

  private void write(Path folder, String name, long size, String sum) throws IOException {
    Path part = folder.resolve(name + ".part");
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      DigestOutputStream out =
          new DigestOutputStream(Channels.newOutputStream(channel), Sha256.digest());
      copy(out, size);
      channel.force(true);
      String found = Sha256.hex(out.getMessageDigest());
      if (!found.equals(sum)) {
        throw new IOException(
            "%s: %s has SHA-256 %s, expected %s".formatted(archive, name, found, sum));
      }
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void copy(OutputStream out, long size) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = size;
    while (left > 0) {
      int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
      if (read == 0) {
        throw new IOException("%s: is cut off".formatted(archive));
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /** The sum of all bytes of the header, those of the checksum itself counted as blanks. */
  private void checkHeader(byte[] header) throws IOException {
    long sum = (long) CHECKSUM_LENGTH * ' ';
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
      sum += own ? 0 : Byte.toUnsignedInt(header[i]);
    }
    if (sum != octal(header, CHECKSUM, CHECKSUM_LENGTH)) {
      throw new IOException("%s: not a tar archive (checksum of a header)".formatted(archive));
    }
  }

  private long octal(byte[] header, int start, int length) throws IOException {
    String digits = new String(header, start, length, StandardCharsets.ISO_8859_1);
    String number = digits.replace('\0', ' ').strip();
    if (!number.matches("[0-7]{1,11}")) {
      throw new IOException(
          "%s: not a tar archive (\"%s\" in a header is no octal number)"
              .formatted(archive, number));
    }
    return Long.parseLong(number, 8);
  }

  private static String name(byte[] header) {
    String path = new String(header, 0, NAME_LENGTH, StandardCharsets.ISO_8859_1);
    int end = path.indexOf('\0');
    String whole = end < 0 ? path : path.substring(0, end);
    return whole.substring(whole.lastIndexOf('/') + 1);
  }
}
