package org.dyadic.data;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.dyadic.data.Preprocessing.Fit;
import org.dyadic.model.Shape;

/**
 * Where to look for data sets, and how to read image folders and rows of values.
 *
 * @param dataDirectory the first place to look for the files of a named set
 * @param height rows of a folder's images, 1 .. 4096
 * @param width columns of a folder's images, 1 .. 4096
 * @param channels 1 to read a folder's images as grey, 3 as colour
 * @param fit how a folder's images are brought to that size
 * @param testFraction the share of a folder or file without a test set that becomes its test set,
 *     between 0 and 1
 * @param splitSeed decides which images or rows those are
 * @param rowShape the shape of a row of values; empty to take a file's own
 * @param scale how values become bytes; empty to choose it on the training values
 * @param table the normalisation of images; empty to take the set's own
 */
public record DatasetOptions(
    Optional<Path> dataDirectory,
    int height,
    int width,
    int channels,
    Fit fit,
    double testFraction,
    long splitSeed,
    Optional<Shape> rowShape,
    Optional<ValueScale> scale,
    Optional<PixelTable> table) {
  private static final int MAX_EXTENT = 4096;

  /** Checks the ranges. */
  public DatasetOptions {
    Objects.requireNonNull(dataDirectory, "dataDirectory");
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(rowShape, "rowShape");
    Objects.requireNonNull(scale, "scale");
    Objects.requireNonNull(table, "table");
    check(height >= 1 && height <= MAX_EXTENT, "height", height, "1 .. " + MAX_EXTENT);
    check(width >= 1 && width <= MAX_EXTENT, "width", width, "1 .. " + MAX_EXTENT);
    check(channels == 1 || channels == 3, "channels", channels, "{1, 3}");
    check(testFraction > 0 && testFraction < 1, "test fraction", testFraction, "(0, 1)");
  }

  private static void check(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "data set options: %s (=%s) must lie in %s".formatted(name, value, range));
    }
  }

  /**
   * No data directory; folders as 32 x 32 colour images, the input that the CIFAR networks take,
   * cropped rather than distorted; a fifth of a folder without {@code test/} is its test set.
   */
  public static DatasetOptions defaults() {
    return new DatasetOptions(
        Optional.empty(),
        32,
        32,
        3,
        Fit.CROP,
        0.2,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** These options with a first place to look. */
  public DatasetOptions withDataDirectory(Path directory) {
    return new DatasetOptions(
        Optional.of(directory),
        height,
        width,
        channels,
        fit,
        testFraction,
        splitSeed,
        rowShape,
        scale,
        table);
  }

  /** These options with another form of a folder's images. */
  public DatasetOptions withImages(int newChannels, int newHeight, int newWidth, Fit newFit) {
    return new DatasetOptions(
        dataDirectory,
        newHeight,
        newWidth,
        newChannels,
        newFit,
        testFraction,
        splitSeed,
        rowShape,
        scale,
        table);
  }

  /** These options with another split of folders and files without a test set. */
  public DatasetOptions withSplit(double newTestFraction, long newSplitSeed) {
    return new DatasetOptions(
        dataDirectory,
        height,
        width,
        channels,
        fit,
        newTestFraction,
        newSplitSeed,
        rowShape,
        scale,
        table);
  }

  /** These options with a shape of a row of values. */
  public DatasetOptions withRowShape(Shape newRowShape) {
    return new DatasetOptions(
        dataDirectory,
        height,
        width,
        channels,
        fit,
        testFraction,
        splitSeed,
        Optional.of(newRowShape),
        scale,
        table);
  }

  /** These options with a scale that a model was trained with. */
  public DatasetOptions withScale(ValueScale newScale) {
    return new DatasetOptions(
        dataDirectory,
        height,
        width,
        channels,
        fit,
        testFraction,
        splitSeed,
        rowShape,
        Optional.of(newScale),
        table);
  }

  /** These options with the normalisation that a network was trained with. */
  public DatasetOptions withTable(PixelTable newTable) {
    return new DatasetOptions(
        dataDirectory,
        height,
        width,
        channels,
        fit,
        testFraction,
        splitSeed,
        rowShape,
        scale,
        Optional.of(newTable));
  }
}
