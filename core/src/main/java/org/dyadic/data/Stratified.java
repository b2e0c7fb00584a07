package org.dyadic.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/** Splits a set so that both sides have the same share of every class. */
public final class Stratified {
  private Stratified() {}

  /**
   * Two disjoint views that together are the whole, each in the order of the whole.
   *
   * @param train the larger share, as a rule
   * @param validation the images that were drawn
   */
  public record Split(ImageSet train, ImageSet validation) {}

  /**
   * Draws {@code fraction} of every class, rounded to the nearest number of images. A class of two
   * or more images keeps at least one on each side; a single image stays in the training part. The
   * draw depends on the images' order, the labels and the seed alone.
   *
   * @param classes labels lie in 0 .. classes - 1
   * @param fraction the share to draw, between 0 and 1, both excluded
   */
  public static Split split(ImageSet images, int classes, double fraction, long seed) {
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    Indices indices = split(labels, classes, fraction, seed);
    return new Split(images.subset(indices.train()), images.subset(indices.validation()));
  }

  /** The indices of both sides, each in ascending order. */
  record Indices(int[] train, int[] validation) {}

  /** The same for the labels alone. */
  static Indices split(int[] labels, int classes, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "stratified split: fraction (=%s) must lie in (0, 1)".formatted(fraction));
    }
    boolean[] drawn = new boolean[labels.length];
    int[][] members = members(labels, classes);
    for (int label = 0; label < classes; label++) {
      for (int index : draw(members[label], fraction, SplitMix64.derive(seed, label))) {
        drawn[index] = true;
      }
    }
    return new Indices(
        IntStream.range(0, drawn.length).filter(i -> !drawn[i]).toArray(),
        IntStream.range(0, drawn.length).filter(i -> drawn[i]).toArray());
  }

  private static int[][] members(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[Objects.checkIndex(label, classes)]++;
    }
    int[][] members = new int[classes][];
    Arrays.setAll(members, label -> new int[counts[label]]);
    for (int i = labels.length - 1; i >= 0; i--) {
      members[labels[i]][--counts[labels[i]]] = i;
    }
    return members;
  }

  private static int[] draw(int[] members, double fraction, long seed) {
    if (members.length < 2) {
      return new int[0];
    }
    new SplitMix64(seed).shuffle(members);
    int count = Math.clamp(Math.round(fraction * members.length), 1, members.length - 1);
    return Arrays.copyOf(members, count);
  }
}
