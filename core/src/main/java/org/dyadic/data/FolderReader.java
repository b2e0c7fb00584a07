package org.dyadic.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.data.Preprocessing.ColorOrder;
import org.dyadic.data.Stratified.Split;
import org.dyadic.model.Shape;

/**
 * Reads a folder of images: one subfolder a class, in the order of their names, with PNG and JPEG
 * files in it or below. If the folder holds {@code train} and {@code test}, each with such
 * subfolders, they are the two sides; else a seeded, stratified share becomes the test set.
 *
 * <p>All images are decoded at once, to the size asked for, and stay in memory: bytes = images *
 * channels * height * width. What does not fit is refused before anything is decoded.
 */
final class FolderReader {
  private static final long BYTES_AN_ARRAY = 32;

  private final DatasetOptions options;
  private final Preprocessing unscaled;

  private FolderReader(DatasetOptions options) {
    this.options = options;
    Shape shape = new Shape(options.channels(), options.height(), options.width());
    this.unscaled =
        new Preprocessing(shape, options.fit(), ColorOrder.RGB, ChannelStatistics.identity(shape));
  }

  static Dataset open(Path folder, DatasetOptions options) {
    return new FolderReader(options).open(folder);
  }

  static Dataset unlabelled(Path folder, DatasetOptions options, List<String> classNames) {
    FolderReader reader = new FolderReader(options);
    ClassFolders files = ClassFolders.ofOne(folder);
    reader.checkMemory(folder, files.size());
    ImageSet images = reader.decode(files);
    Dataset dataset = reader.dataset(folder, classNames, images, images);
    return options.table().map(dataset::withTable).orElse(dataset);
  }

  private Dataset open(Path folder) {
    Path train = folder.resolve("train");
    Path test = folder.resolve("test");
    boolean sides = ClassFolders.hasFolders(train) && ClassFolders.hasFolders(test);
    ClassFolders classes = ClassFolders.of(sides ? train : folder);
    if (!sides) {
      checkMemory(folder, classes.size());
      Split split =
          Stratified.split(
              decode(classes), classes.names().size(), options.testFraction(), options.splitSeed());
      return dataset(folder, classes.names(), split.train(), split.validation());
    }
    ClassFolders testClasses = ClassFolders.of(test, classes.names());
    checkMemory(folder, (long) classes.size() + testClasses.size());
    return dataset(folder, classes.names(), decode(classes), decode(testClasses));
  }

  private void checkMemory(Path folder, long images) {
    long needed = images * (unscaled.shape().size() + BYTES_AN_ARRAY);
    String what = "%d images of shape %s".formatted(images, unscaled.shape());
    HeapShare.require(folder, what, needed, "ask for smaller images or ");
  }

  private ImageSet decode(ClassFolders classes) {
    byte[][] images =
        IntStream.range(0, classes.size())
            .parallel()
            .mapToObj(i -> ImageDecoder.decode(classes.file(i), unscaled))
            .toArray(byte[][]::new);
    return new ArrayImages(unscaled.shape(), images, classes.labels());
  }

  private Dataset dataset(Path folder, List<String> names, ImageSet train, ImageSet test) {
    if (test.size() == 0) {
      throw new DatasetException(
          "%s: no class has a second image, so there are none to test on".formatted(folder));
    }
    Preprocessing preprocessing =
        new Preprocessing(
            unscaled.shape(),
            unscaled.fit(),
            unscaled.colorOrder(),
            ChannelStatistics.of(train).table());
    return new Dataset(
        "folder:" + DataFile.lastName(folder),
        names,
        preprocessing,
        Augmentation.NONE,
        train,
        test,
        Sha256.of(train, test));
  }
}
