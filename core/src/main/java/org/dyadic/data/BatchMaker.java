package org.dyadic.data;

import org.dyadic.data.BatchStream.Batch;

/** Makes any batch of a pass from its number. Not thread safe. */
final class BatchMaker {
  private final ImageSet images;
  private final int[] order;
  private final int batchSize;
  private final PixelLayout layout;
  private final Augmenter augmenter;
  private final long seed;
  private final byte[] image;

  /**
   * @param order the images of the pass
   * @param seed with the image's index decides its augmentation
   */
  BatchMaker(
      ImageSet images,
      int[] order,
      int batchSize,
      PixelLayout layout,
      Augmenter augmenter,
      long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "batch size (=%d) must be at least 1".formatted(batchSize));
    }
    if (order.length == 0) {
      throw new IllegalArgumentException("a set without images has no batches");
    }
    this.images = images;
    this.order = order;
    this.batchSize = batchSize;
    this.layout = layout;
    this.augmenter = augmenter;
    this.seed = seed;
    this.image = new byte[layout.size()];
  }

  /** Batch {@code number}; the last may be smaller than the others. */
  Batch make(int number) {
    int first = number * batchSize;
    int size = Math.min(batchSize, order.length - first);
    float[] pixels = new float[Math.multiplyExact(size, layout.size())];
    long[] labels = new long[size];
    for (int i = 0; i < size; i++) {
      int index = order[first + i];
      images.read(index, image, 0);
      augmenter.apply(image, SplitMix64.derive(seed, index));
      layout.write(image, pixels, i * layout.size());
      labels[i] = images.label(index);
    }
    return new Batch(size, pixels, labels);
  }
}
