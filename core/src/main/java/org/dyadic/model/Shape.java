package org.dyadic.model;

/**
 * The shape of one activation tensor, without the batch: channels, rows, columns. A vector of n
 * features has the shape (n, 1, 1).
 *
 * @param channels number of channels, at least 1
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record Shape(int channels, int height, int width) {

  /** Checks that every extent is positive and that the element count fits an {@code int}. */
  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "shape %d x %d x %d: every extent must be at least 1".formatted(channels, height, width));
    }
    if ((long) height * width > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "shape %d x %d x %d has more than %d elements"
              .formatted(channels, height, width, Integer.MAX_VALUE));
    }
  }

  /** A vector of {@code features} values. */
  public static Shape vector(int features) {
    return new Shape(features, 1, 1);
  }

  /** The number of elements: channels * height * width. */
  public int size() {
    return channels * height * width;
  }

  /** The number of positions of one channel: height * width. */
  public int area() {
    return height * width;
  }

  @Override
  public String toString() {
    return height == 1 && width == 1
        ? Integer.toString(channels)
        : channels + "x" + height + "x" + width;
  }
}
