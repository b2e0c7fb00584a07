package org.dyadic.train.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.dyadic.data.ImageSet;
import org.dyadic.data.Preprocessing;
import org.dyadic.data.Preprocessing.ColorOrder;
import org.dyadic.model.Shape;

/**
 * Small pictures in rows of {@link #COLUMNS}, as one PNG image.
 *
 * @param width of one picture
 * @param height of one picture
 * @param image all of them
 */
record Sprite(int width, int height, BufferedImage image) {
  static final int COLUMNS = 16;

  /** Larger pictures are made smaller. */
  private static final int LONGEST_SIDE = 64;

  /** Whether inputs can be shown as pictures: images of one or three channels. */
  static boolean canShow(Preprocessing preprocessing) {
    int channels = preprocessing.shape().channels();
    return preprocessing.scale().isEmpty() && (channels == 1 || channels == 3);
  }

  /** The pictures of some images of a set, in that order. */
  static Sprite of(ImageSet images, Preprocessing preprocessing, List<Integer> indices) {
    Shape shape = preprocessing.shape();
    double factor = Math.min(1, (double) LONGEST_SIDE / Math.max(shape.height(), shape.width()));
    int width = Math.max(1, (int) Math.round(shape.width() * factor));
    int height = Math.max(1, (int) Math.round(shape.height() * factor));
    int rows = Math.max(1, Math.ceilDiv(indices.size(), COLUMNS));
    int type = shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage sheet = new BufferedImage(COLUMNS * width, rows * height, type);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    for (int i = 0; i < indices.size(); i++) {
      BufferedImage picture = picture(images, preprocessing, indices.get(i));
      int x = i % COLUMNS * width;
      int y = i / COLUMNS * height;
      graphics.drawImage(picture, x, y, width, height, null);
    }
    graphics.dispose();
    return new Sprite(width, height, sheet);
  }

  private static BufferedImage picture(ImageSet images, Preprocessing preprocessing, int index) {
    Shape shape = preprocessing.shape();
    byte[] pixels = new byte[shape.size()];
    images.read(index, pixels, 0);
    boolean grey = shape.channels() == 1;
    boolean swapped = preprocessing.colorOrder() == ColorOrder.BGR;
    int red = grey || !swapped ? 0 : 2;
    int green = grey ? 0 : 1;
    int blue = grey || swapped ? 0 : 2;
    BufferedImage picture =
        new BufferedImage(
            shape.width(),
            shape.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < shape.area(); i++) {
      int[] value = {
        pixels[red * shape.area() + i] & 0xff,
        pixels[green * shape.area() + i] & 0xff,
        pixels[blue * shape.area() + i] & 0xff
      };
      picture.getRaster().setPixel(i % shape.width(), i / shape.width(), value);
    }
    return picture;
  }

  ObjectNode toJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("width", width);
    json.put("height", height);
    json.put("columns", COLUMNS);
    json.put(
        "src", "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray()));
    return json;
  }
}
