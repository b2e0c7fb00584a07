package org.dyadic.data;

import org.dyadic.model.Shape;

/**
 * Does to one image what an {@link Augmentation} says. What is drawn depends on the given seed
 * alone. Not thread safe.
 */
final class Augmenter {
  private static final int PADDING = 4;

  private final Augmentation augmentation;
  private final Shape shape;
  private final byte[] source;

  Augmenter(Augmentation augmentation, Shape shape) {
    this.augmentation = augmentation;
    this.shape = shape;
    this.source = new byte[shape.size()];
  }

  /** Changes a planar image of unsigned bytes in place. */
  void apply(byte[] image, long seed) {
    switch (augmentation) {
      case NONE -> {}
      case PAD4_CROP_FLIP -> {
        SplitMix64 random = new SplitMix64(seed);
        int down = random.nextInt(2 * PADDING + 1) - PADDING;
        int right = random.nextInt(2 * PADDING + 1) - PADDING;
        boolean flip = random.nextInt(2) == 1;
        System.arraycopy(image, 0, source, 0, source.length);
        shift(image, down, right, flip);
      }
    }
  }

  /** Row y of the result is row y + down of the source, column x is column x + right. */
  private void shift(byte[] image, int down, int right, boolean flip) {
    int height = shape.height();
    int width = shape.width();
    int at = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 0; y < height; y++) {
        int row = y + down;
        int start = (channel * height + row) * width;
        for (int x = 0; x < width; x++) {
          int column = (flip ? width - 1 - x : x) + right;
          boolean inside = row >= 0 && row < height && column >= 0 && column < width;
          image[at++] = inside ? source[start + column] : 0;
        }
      }
    }
  }
}
