package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.dyadic.data.Preprocessing.ColorOrder;
import org.dyadic.data.Preprocessing.Fit;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDecoderTest {
  @TempDir Path folder;

  private static Preprocessing input(int channels, int height, int width, ColorOrder order) {
    Shape shape = new Shape(channels, height, width);
    return new Preprocessing(shape, Fit.STRETCH, order, ChannelStatistics.identity(shape));
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, bytes), "no writer for " + format);
    return bytes.toByteArray();
  }

  /** Two pixels, through PNG, as an input of the given channels. */
  private static byte[] twoPixels(BufferedImage image, int channels) throws IOException {
    return ImageDecoder.decode(
        new ByteArrayInputStream(encode(image, "png")),
        "two pixels",
        input(channels, 1, 2, ColorOrder.RGB));
  }

  private static BufferedImage rgb(int type, int left, int right) {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, left);
    image.setRGB(1, 0, right);
    return image;
  }

  @Test
  void colourIsPlanarInTheOrderAskedFor() throws IOException {
    BufferedImage image = rgb(BufferedImage.TYPE_INT_RGB, 0x010203, 0xfffefd);
    assertArrayEquals(new byte[] {1, -1, 2, -2, 3, -3}, twoPixels(image, 3));
    assertArrayEquals(
        new byte[] {3, -3, 2, -2, 1, -1},
        ImageDecoder.decode(
            new ByteArrayInputStream(encode(image, "png")), "bgr", input(3, 1, 2, ColorOrder.BGR)));
  }

  @Test
  void everyGreyValueComesThroughUnchanged() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    byte[] expected = Formats.ramp(256, 0);
    image.getRaster().setDataElements(0, 0, 16, 16, expected);
    for (int channels : new int[] {1, 3}) {
      byte[] found =
          ImageDecoder.decode(
              new ByteArrayInputStream(encode(image, "png")),
              "grey",
              input(channels, 16, 16, ColorOrder.RGB));
      for (int c = 0; c < channels; c++) {
        assertArrayEquals(expected, Arrays.copyOfRange(found, 256 * c, 256 * (c + 1)));
      }
    }
  }

  @Test
  void colourBecomesGreyByLuma() throws IOException {
    BufferedImage image = rgb(BufferedImage.TYPE_INT_RGB, 0xff0000, 0x0000ff);
    assertArrayEquals(new byte[] {76, 29}, twoPixels(image, 1));
  }

  @Test
  void transparencyIsLaidOverWhite() throws IOException {
    BufferedImage image = rgb(BufferedImage.TYPE_INT_ARGB, 0x00123456, 0x80000000);
    assertArrayEquals(new byte[] {-1, 127, -1, 127, -1, 127}, twoPixels(image, 3));
  }

  @Test
  void palettesAndSixteenBitsAreUnderstood() throws IOException {
    IndexColorModel palette =
        new IndexColorModel(8, 2, new byte[] {10, 20}, new byte[] {30, 40}, new byte[] {50, 60}, 1);
    BufferedImage indexed = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    indexed.getRaster().setSample(1, 0, 0, 1);
    assertArrayEquals(new byte[] {10, -1, 30, -1, 50, -1}, twoPixels(indexed, 3));

    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 257 * 77 + 128);
    deep.getRaster().setSample(1, 0, 0, 257 * 77 + 129);
    assertArrayEquals(new byte[] {77, 78}, twoPixels(deep, 1));

    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.getRaster().setSample(1, 0, 0, 1);
    assertArrayEquals(new byte[] {0, -1}, twoPixels(bits, 1));
  }

  @Test
  void jpegImagesAreDecodedWhateverTheirName() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0x404040);
    }
    Path file = Files.write(folder.resolve("photo.PNG"), encode(image, "jpeg"));
    for (byte pixel : ImageDecoder.decode(file, input(3, 4, 4, ColorOrder.RGB))) {
      assertEquals(0x40, pixel, 2);
    }
  }

  @Test
  void aTruncationIsAnErrorUnlessAllPixelsAreThere() throws IOException {
    BufferedImage image = new BufferedImage(24, 24, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = new byte[576];
    new Random(2).nextBytes(pixels);
    image.getRaster().setDataElements(0, 0, 24, 24, pixels);
    for (String format : new String[] {"png", "jpeg"}) {
      byte[] whole = encode(image, format);
      byte[] expected = decode(whole);
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        if (length < whole.length - 20) {
          assertFails("cut." + format, cut);
        } else {
          assertSameOrFails(expected, cut);
        }
      }
    }
  }

  private static byte[] decode(byte[] content) {
    return ImageDecoder.decode(
        new ByteArrayInputStream(content), "image", input(1, 24, 24, ColorOrder.RGB));
  }

  private static void assertSameOrFails(byte[] expected, byte[] cut) {
    byte[] found;
    try {
      found = decode(cut);
    } catch (DatasetException e) {
      return;
    }
    assertArrayEquals(expected, found, cut.length + " bytes");
  }

  @Test
  void whatIsNoImageIsRefusedByName() throws IOException {
    assertFails("notes.jpg", "these are no pixels".getBytes(StandardCharsets.UTF_8));
    assertFails("drawing.png", encode(rgb(BufferedImage.TYPE_INT_RGB, 0, 0), "gif"));
    assertFails("empty.png", new byte[0]);
    String message =
        assertThrows(
                DatasetException.class,
                () ->
                    ImageDecoder.decode(
                        folder.resolve("absent.png"), input(1, 4, 4, ColorOrder.RGB)))
            .getMessage();
    assertTrue(message.contains("absent.png: cannot be read"), message);
  }

  /** A header of 100,000 x 100,000 pixels must not take 10 GB of memory. */
  @Test
  void anImageThatClaimsTooManyPixelsIsRefused() throws IOException {
    byte[] bomb = encode(new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY), "png");
    ByteBuffer header = ByteBuffer.wrap(bomb);
    header.putInt(16, 100_000).putInt(20, 100_000);
    CRC32 crc = new CRC32();
    crc.update(bomb, 12, 17);
    header.putInt(29, (int) crc.getValue());
    String message = assertFails("bomb.png", bomb);
    assertTrue(message.contains("100000 x 100000 pixels"), message);
  }

  private static String assertFails(String name, byte[] content) {
    String message =
        assertThrows(
                DatasetException.class,
                () ->
                    ImageDecoder.decode(
                        new ByteArrayInputStream(content), name, input(1, 4, 4, ColorOrder.RGB)),
                () -> name + " of " + content.length + " bytes")
            .getMessage();
    assertTrue(message.startsWith(name + ": "), message);
    return message;
  }
}
