package org.dyadic.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dyadic.model.Shape;

/**
 * Reads comma-separated values in UTF-8, one row a line. Fields may stand in double quotes, spaces
 * around them do not count, blank lines are passed over. The first line is a header if each of its
 * values is a word, or if its label is called {@code label}, {@code class}, {@code target} or
 * {@code y}.
 *
 * <p>Every failure names the file, the line, the column where there is one, and the rule. Lines and
 * columns count from 1.
 */
final class CsvReader {
  private static final Set<String> LABEL_TITLES = Set.of("label", "class", "target", "y");

  /** Words that stand for a number that is missing, so that they make no header. */
  private static final Set<String> NO_TITLES = Set.of("nan", "inf", "na", "null", "none", "");

  private final Path file;
  private final int labelColumns;
  private final List<float[]> rows = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private int line;
  private boolean started;

  private CsvReader(Path file, int labelColumns) {
    this.file = file;
    this.labelColumns = labelColumns;
  }

  /** A label and then values in every row, as many in each. */
  static LabelledRows labelled(Path file) {
    CsvReader reader = new CsvReader(file, 1);
    float[][] values = reader.read();
    return new LabelledRows(
        new Shape(1, 1, values[0].length),
        values,
        reader.labels.toArray(String[]::new),
        row -> "%s, line %d, column 1".formatted(file, reader.lines.get(row)));
  }

  /** Nothing but values in every row, as many in each. */
  static ValueRows unlabelled(Path file) {
    float[][] values = new CsvReader(file, 0).read();
    return new ValueRows(new Shape(1, 1, values[0].length), values);
  }

  private float[][] read() {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        String content = line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (!content.isBlank()) {
          take(split(content));
        }
      }
    } catch (CharacterCodingException e) {
      throw new DatasetException("%s: not a text in UTF-8".formatted(file), e);
    } catch (IOException e) {
      throw DataFile.of(file).unreadable(e);
    }
    if (rows.isEmpty()) {
      throw new DatasetException("%s: there is no row of values in it".formatted(file));
    }
    return rows.toArray(float[][]::new);
  }

  private void take(List<String> fields) {
    int width = fields.size() - labelColumns;
    if (width < 1) {
      throw failure("%d columns; a label and at least one value are needed", fields.size());
    }
    boolean header = !started && isHeader(fields);
    started = true;
    if (header) {
      return;
    }
    if (!rows.isEmpty() && rows.getFirst().length != width) {
      throw failure(
          "%d columns, but the rows before have %d",
          fields.size(), rows.getFirst().length + labelColumns);
    }
    if (labelColumns > 0) {
      labels.add(label(fields.getFirst()));
      lines.add(line);
    }
    rows.add(values(fields));
    LabelledRows.requireMemory(file, rows.size(), width);
  }

  private boolean isHeader(List<String> fields) {
    if (labelColumns > 0 && LABEL_TITLES.contains(fields.getFirst().toLowerCase(Locale.ROOT))) {
      return true;
    }
    return fields.stream().skip(labelColumns).allMatch(CsvReader::isTitle);
  }

  private static boolean isTitle(String field) {
    return !isPlain(field) && !NO_TITLES.contains(field.toLowerCase(Locale.ROOT));
  }

  private String label(String field) {
    if (field.isEmpty()) {
      throw failureAt(1, "the label is empty");
    }
    return field;
  }

  private float[] values(List<String> fields) {
    float[] values = new float[fields.size() - labelColumns];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(fields.get(i + labelColumns), i + labelColumns + 1);
    }
    return values;
  }

  private float value(String field, int column) {
    float value = Float.NaN;
    if (isPlain(field)) {
      try {
        value = Float.parseFloat(field);
      } catch (NumberFormatException e) {
        // the same message as for a word
      }
    }
    if (!Float.isFinite(value)) {
      String shown = field.length() > 40 ? field.substring(0, 40) + "..." : field;
      throw failureAt(column, "\"%s\" is not a finite number", shown);
    }
    return value;
  }

  /** Whether a field has nothing but the characters of a decimal number. */
  private static boolean isPlain(String field) {
    for (int i = 0; i < field.length(); i++) {
      if ("0123456789+-.eE".indexOf(field.charAt(i)) < 0) {
        return false;
      }
    }
    return !field.isEmpty();
  }

  private List<String> split(String text) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (at <= text.length()) {
      int end = endOfField(text, at, fields.size() + 1);
      fields.add(unquoted(text.substring(at, end).strip()));
      at = end + 1;
    }
    return fields;
  }

  /** The index of the comma after a field, or the length of the text. */
  private int endOfField(String text, int start, int column) {
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        quoted = !quoted;
      } else if (text.charAt(i) == ',' && !quoted) {
        return i;
      }
    }
    if (quoted) {
      throw failureAt(column, "the quotes do not end in this line");
    }
    return text.length();
  }

  private static String unquoted(String field) {
    boolean quoted = field.length() > 1 && field.startsWith("\"") && field.endsWith("\"");
    return quoted ? field.substring(1, field.length() - 1).replace("\"\"", "\"").strip() : field;
  }

  private DatasetException failure(String message, Object... values) {
    return new DatasetException("%s, line %d: %s".formatted(file, line, message.formatted(values)));
  }

  private DatasetException failureAt(int column, String message, Object... values) {
    return new DatasetException(
        "%s, line %d, column %d: %s".formatted(file, line, column, message.formatted(values)));
  }
}
