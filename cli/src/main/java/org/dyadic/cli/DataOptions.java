package org.dyadic.cli;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Preprocessing.Fit;
import picocli.CommandLine.Option;

/** Where a data set is looked for, and how an image folder is read. */
final class DataOptions {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})x([1-9][0-9]{0,5})");

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
      names = "--test-share",
      paramLabel = "SHARE",
      description = "Test share of a folder without train/ and test/ (default: 0.2).")
  private Double testShare;

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
    return directory == null ? options : options.withDataDirectory(directory.toAbsolutePath());
  }
}
