package org.dyadic.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/**
 * Makes the embedded digits from OpenCV's sample sheet {@code samples/data/digits.png}: 50 rows of
 * 100 cells of 20 x 20 pixels, five rows a digit, 0 first.
 *
 * <p>To make the resources again: {@code java DigitsSheet.java digits.png
 * ../../../../resources/org/dyadic/data}.
 */
final class DigitsSheet {
  static final int CLASSES = 10;
  static final int CELL = 20;
  private static final int CELLS_A_ROW = 100;
  private static final int CELLS_A_CLASS = 500;
  private static final int CELLS_A_PART = CELLS_A_CLASS / 2;

  private final Raster sheet;

  DigitsSheet(BufferedImage sheet) {
    if (sheet.getWidth() != CELLS_A_ROW * CELL
        || sheet.getHeight() != CLASSES * CELLS_A_CLASS / CELLS_A_ROW * CELL
        || sheet.getRaster().getNumBands() != 1) {
      throw new IllegalArgumentException("the sheet must be 2000 x 1000 and grey: " + sheet);
    }
    this.sheet = sheet.getRaster();
  }

  /** The IDX file of the images of "train" or "test": cell by cell, the classes taking turns. */
  byte[] images(String part) throws IOException {
    ByteArrayOutputStream bytes = header(0x803, CELL, CELL);
    int first = part.equals("train") ? 0 : CELLS_A_PART;
    for (int cell = first; cell < first + CELLS_A_PART; cell++) {
      for (int digit = 0; digit < CLASSES; digit++) {
        int index = digit * CELLS_A_CLASS + cell;
        int x = index % CELLS_A_ROW * CELL;
        int y = index / CELLS_A_ROW * CELL;
        for (int pixel : sheet.getSamples(x, y, CELL, CELL, 0, (int[]) null)) {
          bytes.write(pixel);
        }
      }
    }
    return bytes.toByteArray();
  }

  /** The IDX file of the labels of either part. */
  static byte[] labels() throws IOException {
    ByteArrayOutputStream bytes = header(0x801);
    for (int i = 0; i < CLASSES * CELLS_A_PART; i++) {
      bytes.write(i % CLASSES);
    }
    return bytes.toByteArray();
  }

  private static ByteArrayOutputStream header(int magic, int... extents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(magic);
    out.writeInt(CLASSES * CELLS_A_PART);
    for (int extent : extents) {
      out.writeInt(extent);
    }
    return bytes;
  }

  public static void main(String[] args) throws IOException {
    DigitsSheet sheet = new DigitsSheet(ImageIO.read(Path.of(args[0]).toFile()));
    Path folder = Path.of(args[1]);
    for (String part : new String[] {"train", "test"}) {
      write(folder.resolve("digits-" + part + "-images.idx.gz"), sheet.images(part));
      write(folder.resolve("digits-" + part + "-labels.idx.gz"), labels());
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (OutputStream out = new SmallGzip(Files.newOutputStream(file))) {
      out.write(content);
    }
  }

  /** Gzip with the settings that pack these images best. */
  private static final class SmallGzip extends GZIPOutputStream {
    SmallGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
      def.setStrategy(Deflater.FILTERED);
    }
  }
}
