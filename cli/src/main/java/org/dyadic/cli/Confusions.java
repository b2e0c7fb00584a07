package org.dyadic.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.dyadic.report.TextTable;

/**
 * Shows which classes are taken for which.
 *
 * @param matrix {@code matrix[label][prediction]} counts images
 * @param names one a class
 */
record Confusions(long[][] matrix, List<String> names) {
  private static final int MOST_COLUMNS = 20;
  private static final int ROWS_OF_MANY = 10;
  private static final int HEAD_WIDTH = 7;

  /** Images of one class that are taken for another. */
  private record Pair(int label, int prediction, long images) {}

  /** The whole matrix if it fits a screen, else the most frequent confusions. */
  String toText() {
    return names.size() <= MOST_COLUMNS ? whole() : mostFrequent();
  }

  private String whole() {
    boolean numbered =
        new HashSet<>(names.stream().map(Confusions::shorten).toList()).size() < names.size();
    List<String> head = new ArrayList<>(List.of("class, taken for"));
    for (int i = 0; i < names.size(); i++) {
      head.add(numbered ? Integer.toString(i) : shorten(names.get(i)));
    }
    head.add("error %");
    TextTable table = new TextTable(1, head.toArray(String[]::new));
    for (int label = 0; label < names.size(); label++) {
      List<String> row = new ArrayList<>();
      row.add(numbered ? label + " " + names.get(label) : names.get(label));
      for (long images : matrix[label]) {
        row.add(images == 0 ? "." : Long.toString(images));
      }
      row.add(share(images(label) - matrix[label][label], label));
      table.add(row.toArray(String[]::new));
    }
    return table.toString();
  }

  private static String shorten(String name) {
    return name.length() <= HEAD_WIDTH ? name : name.substring(0, HEAD_WIDTH - 1) + "\u2026";
  }

  private String mostFrequent() {
    TextTable table = new TextTable(2, "most often: class", "taken for", "images", "% of class");
    pairs().stream()
        .sorted(Comparator.comparingLong(Pair::images).reversed())
        .limit(ROWS_OF_MANY)
        .forEach(
            pair ->
                table.add(
                    names.get(pair.label()),
                    names.get(pair.prediction()),
                    Long.toString(pair.images()),
                    share(pair.images(), pair.label())));
    return table.toString();
  }

  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      for (int prediction = 0; prediction < names.size(); prediction++) {
        if (label != prediction && matrix[label][prediction] > 0) {
          pairs.add(new Pair(label, prediction, matrix[label][prediction]));
        }
      }
    }
    return pairs;
  }

  private long images(int label) {
    return LongStream.of(matrix[label]).sum();
  }

  /** In percent of the images of a class; a dash if there are none. */
  private String share(long images, int label) {
    return images(label) == 0
        ? "-"
        : String.format(Locale.ROOT, "%.2f", 100.0 * images / images(label));
  }
}
