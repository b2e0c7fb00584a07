package org.dyadic.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The dictionary in the header of a NumPy array, such as {@code {'descr': '<f4', 'fortran_order':
 * False, 'shape': (60, 128), }}, read by its own small grammar: nothing is evaluated.
 */
final class NpyHeader {
  private final String source;
  private final String text;
  private final int start;
  private int position;

  /**
   * A header to read.
   *
   * @param source the file's name, for messages
   * @param text the dictionary
   * @param start the byte of the file where the text begins
   */
  NpyHeader(String source, String text, int start) {
    this.source = source;
    this.text = text;
    this.start = start;
  }

  /**
   * What an array is.
   *
   * @param type of its elements
   * @param extents outermost first
   */
  record Description(NpyType type, List<Long> extents) {}

  /** Reads the dictionary, which must have the three entries of the format and no other. */
  Description read() {
    Map<String, Object> entries = new HashMap<>();
    expect('{');
    while (peek() != '}') {
      int at = position;
      String key = string();
      expect(':');
      if (entries.put(key, value()) != null) {
        throw failure(at, "the key '%s' stands twice", key);
      }
      if (peek() != '}') {
        expect(',');
      }
    }
    expect('}');
    if (peek() != '\0') {
      throw failure(position, "something follows the dictionary");
    }
    return description(entries);
  }

  private Description description(Map<String, Object> entries) {
    if (entries.size() != 3
        || !(entries.get("descr") instanceof String descr)
        || !(entries.get("fortran_order") instanceof Boolean fortran)
        || !(entries.get("shape") instanceof List<?> shape)) {
      throw failure(
          0, "the header must have the keys 'descr', a string, 'fortran_order' and 'shape'");
    }
    NpyType type =
        NpyType.of(descr)
            .orElseThrow(
                () ->
                    failure(
                        0,
                        "elements of type '%s'; those that are read are %s: convert with astype",
                        descr,
                        NpyType.names()));
    if (fortran) {
      throw failure(
          0, "the array is in Fortran order: write it after numpy.ascontiguousarray(array)");
    }
    return new Description(type, shape.stream().map(Long.class::cast).toList());
  }

  private Object value() {
    char next = peek();
    if (next == '\'') {
      return string();
    }
    if (next == '(') {
      return tuple();
    }
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, position)) {
        position += word.length();
        return word.equals("True");
      }
    }
    throw failure(position, "neither a string, True, False nor a tuple of numbers");
  }

  private String string() {
    expect('\'');
    int end = text.indexOf('\'', position);
    if (end < 0) {
      throw failure(position, "a string without an end");
    }
    String found = text.substring(position, end);
    position = end + 1;
    return found;
  }

  private List<Long> tuple() {
    expect('(');
    List<Long> numbers = new ArrayList<>();
    while (peek() != ')') {
      numbers.add(number());
      if (peek() != ')') {
        expect(',');
      }
    }
    expect(')');
    return numbers;
  }

  private long number() {
    int from = position;
    while (isDigit()) {
      position++;
    }
    if (from == position || position - from > 18) {
      throw failure(from, "an extent must be a number of 1 to 18 digits");
    }
    return Long.parseLong(text.substring(from, position));
  }

  private boolean isDigit() {
    return position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
  }

  /** The next character that is no blank; '\0' at the end. */
  private char peek() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : '\0';
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw failure(position, "expected '%s' in the header", wanted);
    }
    position++;
  }

  private DatasetException failure(int at, String message, Object... values) {
    return new DatasetException(
        "%s, byte %d: %s".formatted(source, start + at, message.formatted(values)));
  }
}
