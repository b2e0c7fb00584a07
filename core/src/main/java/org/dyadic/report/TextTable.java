package org.dyadic.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns: the first ones to the left, numbers to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int leftColumns;

  /**
   * A table.
   *
   * @param leftColumns how many columns are aligned to the left
   * @param head the columns' titles
   */
  public TextTable(int leftColumns, String... head) {
    this.leftColumns = leftColumns;
    rows.add(List.of(head));
  }

  /**
   * Adds a row.
   *
   * @param cells one a column
   * @throws IllegalArgumentException if they are more or fewer than the columns
   */
  public void add(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "%d cells for %d columns".formatted(cells.length, rows.getFirst().size()));
    }
    rows.add(List.of(cells));
  }

  /** The lines, each with its line feed. */
  @Override
  public String toString() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(line(row, widths)).append('\n');
    }
    return text.toString();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String space = " ".repeat(widths[column] - cell.length());
      line.append(column < leftColumns ? cell + space : space + cell).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
