package org.dyadic.export.c;

/** Text in C comments. */
final class Comments {
  private Comments() {}

  /** The text without what would end or open a comment, make a trigraph, or leave ASCII. */
  static String safe(String text) {
    return text.replace("*/", "* /")
        .replace("/*", "/ *")
        .replace('\\', '/')
        .replaceAll("[^\\x20-\\x7e\\n]", "?")
        .replaceAll("\\?(?=\\?)", "? ");
  }

  /** Lines of a block comment. */
  static String block(String text) {
    return safe(text).stripTrailing().replaceAll("(?m)^", " * ").replaceAll("(?m)[ ]+$", "");
  }
}
