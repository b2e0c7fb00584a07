package org.dyadic.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.dyadic.model.Shape;

/**
 * Rows of real values with a label each, as a file holds them.
 *
 * @param shape of a row
 * @param values planar and finite, one array a row; at least one row
 * @param labels one a row, as written
 * @param place says where the label of a row stands, for messages
 */
record LabelledRows(Shape shape, float[][] values, String[] labels, IntFunction<String> place) {
  /** What a row needs besides its values: an array of floats and one of bytes. */
  private static final long BYTES_A_ROW = 80;

  /** A value as it was read, its copy while percentiles are sought, and what becomes of it. */
  private static final long BYTES_A_VALUE = 2 * Float.BYTES + 1;

  /** Refuses rows that do not fit into memory, or into arrays. */
  static void requireMemory(Object source, long rows, long width) {
    if (Math.max(rows, width) > Integer.MAX_VALUE) {
      throw new DatasetException(
          "%s: %d rows of %d values are more than %d of one"
              .formatted(source, rows, width, Integer.MAX_VALUE));
    }
    long needed = rows * (width * BYTES_A_VALUE + BYTES_A_ROW);
    HeapShare.require(source, "%d rows of %d values".formatted(rows, width), needed, "");
  }

  /**
   * The shape that rows are read in.
   *
   * @param own the shape that a file gives its rows; one row of one channel can become any other
   * @param wanted the shape that is asked for
   * @throws DatasetException if rows cannot have that shape
   */
  static Shape shaped(Object source, Shape own, Shape wanted) {
    boolean line = own.channels() == 1 && own.height() == 1;
    if (line ? own.size() != wanted.size() : !own.equals(wanted)) {
      throw new DatasetException(
          "%s: rows of %s, but %s are needed".formatted(source, text(own), text(wanted)));
    }
    return wanted;
  }

  private static String text(Shape shape) {
    return "%d x %d x %d = %d values"
        .formatted(shape.channels(), shape.height(), shape.width(), shape.size());
  }

  /** The different labels: by number if all are whole numbers, else by their letters. */
  List<String> classNames() {
    List<String> names = Arrays.stream(labels).distinct().toList();
    Comparator<String> order = Comparator.naturalOrder();
    if (names.stream().allMatch(name -> name.matches("-?[0-9]{1,9}"))) {
      order = Comparator.comparingInt((String name) -> Integer.parseInt(name)).thenComparing(order);
    }
    return names.stream().sorted(order).toList();
  }

  /**
   * The index of each row's label.
   *
   * @throws DatasetException if a label is none of the names
   */
  int[] indices(List<String> classNames) {
    Map<String, Integer> indices = new HashMap<>();
    for (String name : classNames) {
      indices.put(name, indices.size());
    }
    int[] found = new int[labels.length];
    for (int row = 0; row < found.length; row++) {
      Integer index = indices.get(labels[row]);
      if (index == null) {
        throw new DatasetException(
            "%s: there are no training rows with the label \"%s\""
                .formatted(place.apply(row), labels[row]));
      }
      found[row] = index;
    }
    return found;
  }

  /** Some of the rows. */
  LabelledRows subset(int[] rows) {
    return new LabelledRows(
        shape,
        Arrays.stream(rows).mapToObj(row -> values[row]).toArray(float[][]::new),
        Arrays.stream(rows).mapToObj(row -> labels[row]).toArray(String[]::new),
        row -> place.apply(rows[row]));
  }
}
