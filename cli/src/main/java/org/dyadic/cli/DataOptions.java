package org.dyadic.cli;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.data.Preprocessing.Fit;
import org.dyadic.model.Shape;
import picocli.CommandLine.Option;

/** Where a data set is looked for, and how an image folder or rows of values are read. */
final class DataOptions {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})x([1-9][0-9]{0,5})");

  private static final Pattern SHAPE = Pattern.compile("[1-9][0-9]{0,7}(x[1-9][0-9]{0,7}){0,2}");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where to look for data sets first; then DYADIC_DATA, then the cache.")
  private Path directory;

  @Option(
      names = "--image-size",
      paramLabel = "HxW",
      description =
          "Size of a folder's images (default: 32x32, or what a given run or model takes).")
  private String imageSize;

  @Option(
      names = "--grey",
      negatable = true,
      description = "Read a folder's images as grey (default: in colour, or as that run or model).")
  private Boolean grey;

  @Option(
      names = "--fit",
      description =
          "How a folder's images get that size: crop or stretch (default: crop, or as that run or"
              + " model).")
  private Fit fit;

  @Option(
      names = "--shape",
      paramLabel = "CxHxW",
      description =
          "Shape of a row of csv:FILE or npy:DIR: channels, rows, columns; CxL is one row a"
              + " channel, L one channel (default: the array's own, of a csv L, or as that run or"
              + " model).")
  private String rowShape;

  @Option(
      names = "--test-share",
      paramLabel = "SHARE",
      description = "Test share of a folder or file without a test set (default: 0.2).")
  private Double testShare;

  /**
   * Checks that options for images are given for images, and those for values for values.
   *
   * @throws IllegalArgumentException naming the option
   */
  void requireFor(String dataset) {
    boolean values = Datasets.isOfValues(dataset);
    require(imageSize == null || !values, "--image-size", dataset);
    require(grey == null || !values, "--grey", dataset);
    require(fit == null || !values, "--fit", dataset);
    if (rowShape != null && !values) {
      throw new IllegalArgumentException(
          "--shape %s is for rows of values (csv:FILE, npy:DIR); --dataset %s has images"
              .formatted(rowShape, dataset));
    }
  }

  private static void require(boolean holds, String option, String dataset) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s is for images; --dataset %s has rows of values, whose shape --shape says"
              .formatted(option, dataset));
    }
  }

  /**
   * The options that the user gave, and {@code base} for the others.
   *
   * @throws IllegalArgumentException naming an option whose value is wrong
   */
  DatasetOptions over(DatasetOptions base) {
    int channels = grey == null ? base.channels() : grey ? 1 : 3;
    int height = base.height();
    int width = base.width();
    if (imageSize != null) {
      Matcher size = SIZE.matcher(imageSize);
      if (!size.matches()) {
        throw new IllegalArgumentException(
            "--image-size %s is not of the form HEIGHTxWIDTH, such as 32x32".formatted(imageSize));
      }
      height = Integer.parseInt(size.group(1));
      width = Integer.parseInt(size.group(2));
    }
    DatasetOptions options =
        base.withImages(channels, height, width, fit == null ? base.fit() : fit)
            .withSplit(testShare == null ? base.testFraction() : testShare, base.splitSeed());
    if (rowShape != null) {
      options = options.withRowShape(shape());
    }
    return directory == null ? options : options.withDataDirectory(directory.toAbsolutePath());
  }

  private Shape shape() {
    if (!SHAPE.matcher(rowShape).matches()) {
      throw new IllegalArgumentException(
          "--shape %s is not of the form CxHxW, CxL or L, such as 6x1x128, 6x128 or 128"
              .formatted(rowShape));
    }
    String[] extents = rowShape.split("x", -1);
    int channels = extents.length > 1 ? Integer.parseInt(extents[0]) : 1;
    int height = extents.length > 2 ? Integer.parseInt(extents[1]) : 1;
    return new Shape(channels, height, Integer.parseInt(extents[extents.length - 1]));
  }
}
