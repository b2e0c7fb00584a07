package org.dyadic.model;

/** Reads words and numbers of {@link Notation}; errors give the position. */
abstract class NotationScanner {
  final String text;
  int position;

  NotationScanner(String text) {
    this.text = text;
  }

  final boolean accept(String token) {
    if (text.startsWith(token, position)) {
      position += token.length();
      return true;
    }
    return false;
  }

  final char peek() {
    return position < text.length() ? text.charAt(position) : '\0';
  }

  /** Rows and columns, or one number for both. */
  final Extent extent(String expected) {
    int rows = number(expected);
    return new Extent(rows, accept("x") ? number(expected + " in columns") : rows);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** An extent with a zero in one direction at most. */
  final Extent padding() {
    int start = position;
    int rows = number("the padding", 0);
    Extent padding = new Extent(rows, accept("x") ? number("the padding in columns", 0) : rows);
    if (padding.equals(Extent.square(0))) {
      position = start;
      throw error("a padding of at least 1");
    }
    return padding;
  }

  final int number(String expected) {
    return number(expected, 1);
  }

  final int number(String expected, int least) {
    int start = position;
    while (isDigit(peek())) {
      position++;
    }
    if (start == position) {
      throw error(expected);
    }
    try {
      int value = Integer.parseInt(text, start, position, 10);
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the same message: the number is out of range
    }
    position = start;
    throw error("a number in %d .. %d".formatted(least, Integer.MAX_VALUE));
  }

  final IllegalArgumentException error(String expected) {
    String found = position < text.length() ? "'" + text.substring(position) + "'" : "the end";
    return new IllegalArgumentException(
        "model %s: expected %s at position %d, found %s"
            .formatted(text, expected, position + 1, found));
  }
}
