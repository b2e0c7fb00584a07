package org.dyadic.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.dyadic.model.Shape;

/** SHA-256 sums of data. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Ends the sum and returns it as 64 lower-case hexadecimal digits. */
  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The sum of a file as it is. */
  static String of(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return hex(digest);
  }

  /** The sum of a data set, as {@link Dataset} defines it. */
  static String of(ImageSet train, ImageSet test) {
    MessageDigest digest = digest();
    update(digest, train);
    update(digest, test);
    return hex(digest);
  }

  private static void update(MessageDigest digest, ImageSet images) {
    Shape shape = images.shape();
    ByteBuffer header = ByteBuffer.allocate(4 * Integer.BYTES);
    header.putInt(images.size());
    header.putInt(shape.channels()).putInt(shape.height()).putInt(shape.width());
    digest.update(header.array());
    ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + shape.size());
    for (int i = 0; i < images.size(); i++) {
      record.putInt(0, images.label(i));
      images.read(i, record.array(), Integer.BYTES);
      digest.update(record.array());
    }
  }
}
