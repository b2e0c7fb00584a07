package org.dyadic.bench;

import java.util.SplittableRandom;
import org.dyadic.model.Shape;

/** Images of noise over slow changes of brightness; the seed decides everything. */
public final class RandomImages {
  private static final double MIDDLE = 128;
  private static final double NOISE = 50;
  private static final double SLOPE = 10;

  private RandomImages() {}

  /**
   * Some images.
   *
   * @param count how many
   * @return images one after another, unsigned bytes, planar
   */
  public static byte[] of(Shape shape, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[Math.multiplyExact(count, shape.size())];
    for (int at = 0; at < pixels.length; at += shape.area()) {
      plane(shape, pixels, at, random);
    }
    return pixels;
  }

  private static void plane(Shape shape, byte[] pixels, int at, SplittableRandom random) {
    double level = MIDDLE + SLOPE * random.nextGaussian();
    double down = SLOPE * random.nextGaussian();
    double right = SLOPE * random.nextGaussian();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        double slope = down * y / shape.height() + right * x / shape.width();
        long value = Math.round(level + slope + NOISE * random.nextGaussian());
        pixels[at + y * shape.width() + x] = (byte) Math.clamp(value, 0, 255);
      }
    }
  }
}
