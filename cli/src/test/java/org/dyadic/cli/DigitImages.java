package org.dyadic.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.data.ImageSet;

/** The embedded digits as PNG files, pixel for pixel. */
final class DigitImages {
  private DigitImages() {}

  /** The embedded data set. */
  static Dataset digits() {
    return Datasets.open("digits", DatasetOptions.defaults());
  }

  /** Writes {@code train} and {@code test} folders with so many images of every class. */
  static void write(Path folder, int perClass) {
    Dataset digits = digits();
    write(folder.resolve("train"), digits.train(), 10 * perClass);
    write(folder.resolve("test"), digits.test(), 10 * perClass);
  }

  /** The classes take turns in the set. */
  private static void write(Path folder, ImageSet images, int count) {
    for (int i = 0; i < count; i++) {
      write(
          folder.resolve(Integer.toString(images.label(i))).resolve("%04d.png".formatted(i)),
          pixels(images, i));
    }
  }

  static byte[] pixels(ImageSet images, int index) {
    byte[] pixels = new byte[images.shape().size()];
    images.read(index, pixels, 0);
    return pixels;
  }

  /** Writes 20 x 20 grey pixels. */
  static Path write(Path file, byte[] pixels) {
    BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, 20, 20, pixels);
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
