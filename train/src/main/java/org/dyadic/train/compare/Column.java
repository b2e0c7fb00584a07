package org.dyadic.train.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A column of the table for people.
 *
 * @param title its head
 * @param name of the number in a row's JSON
 * @param factor the number is shown times this
 * @param digits after the point
 */
record Column(String title, String name, double factor, int digits) {
  private static final String NONE = "-";

  /** All columns; the validation error only where images were held out. */
  static List<Column> all(boolean validation) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("method", "method", 1, 0));
    columns.add(new Column("bits", "bits", 1, 0));
    columns.add(new Column("error %", "error_mean", 1, 2));
    columns.add(new Column("sd", "error_sd", 1, 2));
    columns.add(new Column("integers %", "integer_error_mean", 1, 2));
    if (validation) {
      columns.add(new Column("validation %", "validation_error_mean", 1, 2));
    }
    columns.add(new Column("float %", "float_error_mean", 1, 2));
    columns.add(new Column("gap", "gap_mean", 1, 2));
    columns.add(new Column("to float row", "reference_gap_mean", 1, 2));
    columns.add(new Column("bits/weight", "bits_per_weight", 1, 3));
    columns.add(new Column("compression", "compression", 1, 2));
    columns.add(new Column("entropy bits", "entropy_bits_per_weight", 1, 3));
    columns.add(new Column("zeros %", "sparsity", 100, 1));
    columns.add(new Column("fixed point", "fixed_point", 1, 0));
    columns.add(new Column("float scales", "float_scales", 1, 0));
    columns.add(new Column("seeds", "seeds", 1, 0));
    columns.add(new Column("seconds", "seconds", 1, 1));
    return columns;
  }

  /** A row's cell. */
  String text(Map<String, Object> row) {
    return switch (row.get(name)) {
      case null -> NONE;
      case Number number when name.startsWith("gap") || name.startsWith("reference") ->
          number("%+." + digits + "f", number);
      case Number number -> number("%." + digits + "f", number);
      case Boolean yes -> yes ? "yes" : "no";
      case Collection<?> list -> Integer.toString(list.size());
      case Object other -> other.toString();
    };
  }

  private String number(String format, Number number) {
    return String.format(Locale.ROOT, format, factor * number.doubleValue());
  }

  /** A value as a field of a CSV file; lists and maps are joined by spaces. */
  static String csv(Object value) {
    String text =
        switch (value) {
          case null -> "";
          case Map<?, ?> map ->
              map.entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + entry.getValue())
                  .collect(Collectors.joining(" "));
          case Collection<?> list ->
              list.stream().map(String::valueOf).collect(Collectors.joining(" "));
          default -> value.toString();
        };
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
