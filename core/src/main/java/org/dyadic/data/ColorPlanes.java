package org.dyadic.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The colours of an image as 8-bit planes, straight from its samples: embedded colour profiles are
 * not applied (Java's own conversion would change the values of grey images), 16 bits are rounded
 * to 8, a transparent image is laid over white.
 */
final class ColorPlanes {
  private static final int WHITE = 255;

  private final BufferedImage image;
  private final ColorModel model;
  private final boolean grey;
  private final boolean alpha;

  ColorPlanes(BufferedImage image) {
    this.image = image;
    this.model = image.getColorModel();
    this.grey = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    this.alpha = model.hasAlpha();
  }

  /**
   * One plane of luma (0.299 red + 0.587 green + 0.114 blue, ITU-R BT.601; of a grey image its own
   * values), or three of red, green and blue.
   */
  byte[][] planes(int channels) {
    int width = image.getWidth();
    byte[][] planes = new byte[channels][Math.multiplyExact(width, image.getHeight())];
    int[] rgb = new int[3 * width];
    for (int y = 0; y < image.getHeight(); y++) {
      readRow(y, rgb);
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        if (channels == 1) {
          int sum = 299 * rgb[3 * x] + 587 * rgb[3 * x + 1] + 114 * rgb[3 * x + 2];
          planes[0][at] = (byte) ((sum + 500) / 1000);
        } else {
          for (int c = 0; c < 3; c++) {
            planes[c][at] = (byte) rgb[3 * x + c];
          }
        }
      }
    }
    return planes;
  }

  private void readRow(int y, int[] rgb) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int[] samples = raster.getPixels(0, y, image.getWidth(), 1, (int[]) null);
    for (int x = 0; x < image.getWidth(); x++) {
      if (model instanceof IndexColorModel palette) {
        int argb = palette.getRGB(samples[x]);
        for (int c = 0; c < 3; c++) {
          rgb[3 * x + c] = overWhite(argb >> (16 - 8 * c) & 0xff, argb >>> 24);
        }
      } else {
        int opacity = alpha ? to8Bits(samples, x * bands, bands - 1) : 255;
        for (int c = 0; c < 3; c++) {
          rgb[3 * x + c] = overWhite(to8Bits(samples, x * bands, grey ? 0 : c), opacity);
        }
      }
    }
  }

  private int to8Bits(int[] samples, int pixel, int band) {
    int largest = (1 << model.getComponentSize(band)) - 1;
    return (samples[pixel + band] * 255 + largest / 2) / largest;
  }

  private static int overWhite(int value, int opacity) {
    return (value * opacity + WHITE * (255 - opacity) + 127) / 255;
  }
}
