package org.dyadic.cli;

import java.util.regex.Pattern;

/** Words as a shell reads them, for commands that the user is told to type. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Shell() {}

  /** The text as one word: as it is if that is plain, else in single quotes. */
  static String quote(Object text) {
    String word = text.toString();
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
