package org.dyadic.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.dyadic.data.Preprocessing.ColorOrder;

/**
 * Turns PNG and JPEG images into the pixels of a network's input. Folders of images and the images
 * of a prediction take this one way.
 *
 * <p>Colour profiles and the EXIF orientation are ignored, transparency is laid over white, grey is
 * 0.299 red + 0.587 green + 0.114 blue. Needs the module {@code java.desktop}.
 */
public final class ImageDecoder {
  /** An image that claims more pixels is refused before memory is taken for it. */
  private static final long MAX_PIXELS = 1L << 27;

  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  private ImageDecoder() {}

  /**
   * Decodes a file.
   *
   * @return unsigned bytes of the shape of {@code preprocessing}, planar: channel, row, column
   * @throws DatasetException if the file cannot be read, or is not a sound PNG or JPEG image
   */
  public static byte[] decode(Path file, Preprocessing preprocessing) {
    try (InputStream in = Files.newInputStream(file)) {
      return decode(in, file.toString(), preprocessing);
    } catch (IOException e) {
      throw new DatasetException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Decodes a stream, which stays open.
   *
   * @param name what messages call it
   * @return unsigned bytes of the shape of {@code preprocessing}, planar: channel, row, column
   * @throws DatasetException if the stream cannot be read, or is not a sound PNG or JPEG image, or
   *     if the input is no image but rows of values
   */
  public static byte[] decode(InputStream in, String name, Preprocessing preprocessing) {
    if (preprocessing.scale().isPresent()) {
      throw ValueDecoder.needed(name, preprocessing);
    }
    if (ModuleLayer.boot().findModule("java.desktop").isEmpty()) {
      throw new DatasetException(
          "%s: decoding images needs Java's module java.desktop: start java with --add-modules java.desktop"
              .formatted(name));
    }
    return scale(read(in, name), preprocessing);
  }

  /**
   * A decoded image.
   *
   * @param image of any size
   * @return unsigned bytes of the shape of {@code preprocessing}, planar: channel, row, column
   * @throws DatasetException if the input is no image but rows of values
   */
  public static byte[] pixels(BufferedImage image, Preprocessing preprocessing) {
    if (preprocessing.scale().isPresent()) {
      throw new DatasetException(
          "the model takes rows of %d values, not images".formatted(preprocessing.shape().size()));
    }
    return scale(image, preprocessing);
  }

  static byte[] scale(BufferedImage image, Preprocessing preprocessing) {
    int channels = preprocessing.shape().channels();
    int height = preprocessing.shape().height();
    int width = preprocessing.shape().width();
    Resampler resampler =
        new Resampler(image.getHeight(), image.getWidth(), height, width, preprocessing.fit());
    byte[][] planes = new ColorPlanes(image).planes(channels);
    boolean reversed = preprocessing.colorOrder() == ColorOrder.BGR;
    byte[] pixels = new byte[preprocessing.shape().size()];
    for (int c = 0; c < channels; c++) {
      resampler.scale(planes[reversed ? channels - 1 - c : c], pixels, c * height * width);
    }
    return pixels;
  }

  private static BufferedImage read(InputStream in, String name) {
    try (ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      ImageReader reader = reader(stream, name);
      try {
        return read(reader, stream, name);
      } finally {
        reader.dispose();
      }
    } catch (DatasetException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Java's decoders answer broken files with all kinds of runtime exceptions, too.
      throw new DatasetException("%s: not a sound image: %s".formatted(name, reason(e)), e);
    }
  }

  private static ImageReader reader(ImageInputStream stream, String name) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
    }
    throw new DatasetException("%s: neither a PNG nor a JPEG image".formatted(name));
  }

  private static BufferedImage read(ImageReader reader, ImageInputStream stream, String name)
      throws IOException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    reader.setInput(stream, true, true);
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    if (width * height > MAX_PIXELS) {
      throw new DatasetException(
          "%s: %d x %d pixels are more than %d".formatted(name, width, height, MAX_PIXELS));
    }
    BufferedImage image = reader.read(0);
    // A JPEG image that is cut off is no failure to Java: it fills the rest with grey.
    for (String warning : warnings) {
      if (warning.startsWith("Truncated File") || warning.contains("premature end")) {
        throw new DatasetException("%s: the image is cut off: %s".formatted(name, warning));
      }
    }
    return image;
  }

  private static String reason(Exception e) {
    if ("Unsupported Image Type".equals(e.getMessage())) {
      return "its colours are not grey or RGB (a CMYK image must be converted first)";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
