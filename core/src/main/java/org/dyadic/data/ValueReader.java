package org.dyadic.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dyadic.model.Shape;

/**
 * Reads data sets of rows of real values.
 *
 * <p>{@code csv:} names a file of labels and values, or a folder with {@code train.csv} and {@code
 * test.csv}. {@code npy:} names a folder with {@code train-x.npy} and {@code train-y.npy}, and with
 * {@code test-x.npy} and {@code test-y.npy} if there is a test set. Where there is none, a seeded,
 * stratified share becomes the test set. The classes are the different labels.
 *
 * <p>The scale and the normalisation are those of the training rows, unless the options give a
 * scale. All rows stay in memory.
 */
final class ValueReader {
  private static final int LEAST_CLASSES = 2;

  private final String name;
  private final Path source;
  private final DatasetOptions options;

  private ValueReader(String kind, Path source, DatasetOptions options) {
    this.name = kind + DataFile.lastName(source);
    this.source = source;
    this.options = options;
  }

  /** Comma-separated values. */
  static Dataset csv(Path source, DatasetOptions options) {
    ValueReader reader = new ValueReader("csv:", source, options);
    if (!Files.isDirectory(source)) {
      return reader.dataset(CsvReader.labelled(source), Optional.empty());
    }
    LabelledRows train = CsvReader.labelled(reader.required("train.csv"));
    return reader.dataset(train, Optional.of(CsvReader.labelled(reader.required("test.csv"))));
  }

  /** NumPy arrays. */
  static Dataset npy(Path source, DatasetOptions options) {
    ValueReader reader = new ValueReader("npy:", source, options);
    boolean tests =
        Files.exists(source.resolve("test-x.npy")) || Files.exists(source.resolve("test-y.npy"));
    LabelledRows train = reader.arrays("train");
    return reader.dataset(train, tests ? Optional.of(reader.arrays("test")) : Optional.empty());
  }

  private LabelledRows arrays(String side) {
    Path valuesFile = required(side + "-x.npy");
    Path labelsFile = required(side + "-y.npy");
    int[] labels = NpyReader.labels(labelsFile);
    ValueRows rows = NpyReader.values(valuesFile);
    if (labels.length != rows.values().length) {
      throw new DatasetException(
          "%s has %d rows, but %s has %d labels"
              .formatted(valuesFile, rows.values().length, labelsFile, labels.length));
    }
    return new LabelledRows(
        rows.shape(),
        rows.values(),
        Arrays.stream(labels).mapToObj(Integer::toString).toArray(String[]::new),
        row -> "%s, row %d".formatted(labelsFile, row + 1));
  }

  private Path required(String file) {
    Path path = source.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new DatasetException("%s: there is no %s in it".formatted(source, file));
    }
    return path;
  }

  private Dataset dataset(LabelledRows rows, Optional<LabelledRows> test) {
    List<String> classNames = rows.classNames();
    if (classNames.size() < LEAST_CLASSES) {
      throw new DatasetException(
          "%s: all labels are \"%s\"; at least two classes are needed"
              .formatted(source, classNames.getFirst()));
    }
    if (test.isPresent()) {
      return dataset(classNames, rows, test.get());
    }
    Stratified.Indices sides =
        Stratified.split(
            rows.indices(classNames),
            classNames.size(),
            options.testFraction(),
            options.splitSeed());
    if (sides.validation().length == 0) {
      throw new DatasetException(
          "%s: no class has a second row, so there are none to test on".formatted(source));
    }
    return dataset(classNames, rows.subset(sides.train()), rows.subset(sides.validation()));
  }

  private Dataset dataset(List<String> classNames, LabelledRows train, LabelledRows test) {
    Shape shape = shape(train);
    if (!shape(test).equals(shape)) {
      throw new DatasetException(
          "%s: training rows of shape %s, but test rows of %s"
              .formatted(source, shape, shape(test)));
    }
    ValueScale scale =
        options.scale().orElseGet(() -> ValueScale.of(train.values(), shape.channels()));
    ImageSet trainSet = scaled(train, shape, scale, classNames);
    ImageSet testSet = scaled(test, shape, scale, classNames);
    PixelTable table = ChannelStatistics.of(trainSet).table();
    return new Dataset(
        name,
        classNames,
        Preprocessing.ofValues(shape, scale, table),
        Augmentation.NONE,
        trainSet,
        testSet,
        Sha256.of(trainSet, testSet));
  }

  /** The shape that the options give, or the file's own. */
  private Shape shape(LabelledRows rows) {
    return LabelledRows.shaped(source, rows.shape(), options.rowShape().orElse(rows.shape()));
  }

  private static ImageSet scaled(
      LabelledRows rows, Shape shape, ValueScale scale, List<String> classNames) {
    byte[][] bytes = Arrays.stream(rows.values()).map(scale::apply).toArray(byte[][]::new);
    return new ArrayImages(shape, bytes, rows.indices(classNames));
  }
}
