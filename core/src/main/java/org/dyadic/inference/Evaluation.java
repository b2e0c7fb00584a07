package org.dyadic.inference;

import java.util.Arrays;

/**
 * How a network does on labelled images. The confusion matrix is the same for any number of
 * threads; the duration is not.
 *
 * @param confusion {@code confusion[label][prediction]} counts images
 * @param nanoseconds wall-clock duration of the inferences
 */
public record Evaluation(long[][] confusion, long nanoseconds) {

  /** Copies the matrix. */
  public Evaluation {
    confusion = copy(confusion);
  }

  @Override
  public long[][] confusion() {
    return copy(confusion);
  }

  private static long[][] copy(long[][] matrix) {
    return Arrays.stream(matrix).map(long[]::clone).toArray(long[][]::new);
  }

  /** The number of images. */
  public long images() {
    return Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
  }

  /** The number of images whose class is right. */
  public long correct() {
    long correct = 0;
    for (int label = 0; label < confusion.length; label++) {
      correct += confusion[label][label];
    }
    return correct;
  }

  /** The share of wrong images in percent, 0 .. 100. */
  public double errorPercent() {
    return 100.0 * (images() - correct()) / images();
  }

  /** Images a second, all threads together. */
  public double imagesPerSecond() {
    return images() * 1e9 / Math.max(1, nanoseconds);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Evaluation that
        && Arrays.deepEquals(confusion, that.confusion)
        && nanoseconds == that.nanoseconds;
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(confusion);
  }

  @Override
  public String toString() {
    return "Evaluation[%d images, error %.2f %%]".formatted(images(), errorPercent());
  }
}
