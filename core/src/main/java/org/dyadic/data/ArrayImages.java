package org.dyadic.data;

import java.util.Objects;
import org.dyadic.model.Shape;

/** Images in memory, one array each, so that a set may exceed the size of one array. */
final class ArrayImages implements ImageSet {
  private final Shape shape;
  private final byte[][] images;
  private final int[] labels;

  /** Takes the arrays over: the caller must not change them afterwards. */
  ArrayImages(Shape shape, byte[][] images, int[] labels) {
    if (images.length != labels.length) {
      throw new IllegalArgumentException(
          "%d images but %d labels".formatted(images.length, labels.length));
    }
    for (int i = 0; i < images.length; i++) {
      if (images[i].length != shape.size()) {
        throw new IllegalArgumentException(
            "image %d has %d bytes, the shape %s needs %d"
                .formatted(i, images[i].length, shape, shape.size()));
      }
    }
    this.shape = Objects.requireNonNull(shape, "shape");
    this.images = images;
    this.labels = labels;
  }

  @Override
  public int size() {
    return images.length;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void read(int index, byte[] destination, int offset) {
    System.arraycopy(images[index], 0, destination, offset, shape.size());
  }
}
