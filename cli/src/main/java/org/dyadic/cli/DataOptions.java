package org.dyadic.cli;

import java.nio.file.Path;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Preprocessing.Fit;
import picocli.CommandLine.Option;

/** Where a data set is looked for, and how an image folder is read. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where to look for data sets first; then DYADIC_DATA, then the cache.")
  Path directory;

  @Option(
      names = "--image-size",
      paramLabel = "HxW",
      defaultValue = "32x32",
      description = "Size of a folder's images (default: ${DEFAULT-VALUE}).")
  String imageSize;

  @Option(names = "--grey", description = "Read a folder's images as grey.")
  boolean grey;

  @Option(
      names = "--fit",
      defaultValue = "crop",
      description =
          "How a folder's images get that size: crop or stretch (default:" + " ${DEFAULT-VALUE}).")
  Fit fit;

  @Option(
      names = "--test-share",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description = "Test share of a folder without train/ and test/ (default: ${DEFAULT-VALUE}).")
  double testShare;

  /** The options as the library takes them. */
  DatasetOptions toOptions() {
    String[] extents = imageSize.split("x", -1);
    try {
      int height = Integer.parseInt(extents[0]);
      int width = Integer.parseInt(extents[extents.length - 1]);
      DatasetOptions options =
          DatasetOptions.defaults()
              .withImages(grey ? 1 : 3, height, width, fit)
              .withSplit(testShare, 0);
      return directory == null ? options : options.withDataDirectory(directory);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--image-size %s is not of the form HEIGHTxWIDTH, such as 32x32".formatted(imageSize), e);
    }
  }
}
