package org.dyadic.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.dyadic.model.Shape;

/**
 * Turns rows of real values into a network's inputs, for predictions. A {@code .csv} file holds one
 * row a line, without labels; a {@code .npy} file an array of N x L, N x C x L or N x C x H x W
 * values.
 */
public final class ValueDecoder {
  private static final String CSV = ".csv";
  private static final String NPY = ".npy";

  private ValueDecoder() {}

  /** Whether a file is one of rows of values, by its name. */
  public static boolean isNamedAsValues(Path file) {
    return isNamed(file, CSV) || isNamed(file, NPY);
  }

  private static boolean isNamed(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /**
   * Reads a file of rows.
   *
   * @param preprocessing of a network whose input is rows of values
   * @return for each row unsigned bytes of the shape of {@code preprocessing}, planar
   * @throws DatasetException if the file cannot be read, is malformed, or does not fit the network
   */
  public static List<byte[]> decode(Path file, Preprocessing preprocessing) {
    ValueScale scale =
        preprocessing
            .scale()
            .orElseThrow(
                () ->
                    new DatasetException(
                        "%s: rows of values, but the model takes images (.png, .jpg)"
                            .formatted(file)));
    if (!isNamedAsValues(file)) {
      throw needed(file.toString(), preprocessing);
    }
    ValueRows rows = isNamed(file, CSV) ? CsvReader.unlabelled(file) : NpyReader.values(file);
    Shape shape = preprocessing.shape();
    if (rows.shape().size() == shape.size() + 1 && isNamed(file, CSV)) {
      throw new DatasetException(
          "%s: rows of %d values, but the model takes %d: rows to predict have no label"
              .formatted(file, rows.shape().size(), shape.size()));
    }
    LabelledRows.shaped(file, rows.shape(), shape);
    return Arrays.stream(rows.values()).map(scale::apply).toList();
  }

  /** The failure of a file that is not named as rows of values where a network needs them. */
  static DatasetException needed(String file, Preprocessing preprocessing) {
    return new DatasetException(
        "%s: the model takes rows of %d values, in a .csv or .npy file"
            .formatted(file, preprocessing.shape().size()));
  }
}
