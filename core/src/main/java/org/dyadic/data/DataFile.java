package org.dyadic.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.zip.GZIPInputStream;

/**
 * A named stream of bytes, packed with gzip or not; which of the two is told from its first bytes.
 *
 * @param name what messages call it: a path, or the name of a resource
 * @param opener opens it from its start
 */
record DataFile(String name, Opener opener) {
  private static final int GZIP_MAGIC = 0x1f8b;

  /** Opens a stream. */
  interface Opener {
    InputStream open() throws IOException;
  }

  static DataFile of(Path path) {
    return new DataFile(path.toString(), () -> Files.newInputStream(path));
  }

  /** A resource beside this class. */
  static DataFile resource(String resource) {
    return new DataFile(
        resource,
        () -> {
          InputStream stream = DataFile.class.getResourceAsStream(resource);
          if (stream == null) {
            throw new IOException("the resource is missing from this build");
          }
          return stream;
        });
  }

  /** The content, unpacked, whose SHA-256 is that of everything read. */
  DigestInputStream open() throws IOException {
    InputStream in = new BufferedInputStream(opener.open(), 1 << 16);
    try {
      in.mark(2);
      boolean packed = (in.read() << 8 | in.read()) == GZIP_MAGIC;
      in.reset();
      InputStream content = packed ? new GZIPInputStream(in, 1 << 16) : in;
      return new DigestInputStream(content, Sha256.digest());
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** A file's or folder's name without the path to it, as it may go into model files. */
  static String lastName(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  /** A failure at a byte of the unpacked content. */
  DatasetException failure(long offset, String message, Object... values) {
    return new DatasetException(
        "%s, byte %d: %s".formatted(name, offset, message.formatted(values)));
  }

  DatasetException unreadable(IOException cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new DatasetException("%s: cannot be read: %s".formatted(name, reason), cause);
  }
}
