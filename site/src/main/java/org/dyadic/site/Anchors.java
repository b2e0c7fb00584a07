package org.dyadic.site;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of a page's headings in links, by GitHub's rule, so that a link works there and here. */
final class Anchors {
  private final Set<String> taken = new HashSet<>();

  /**
   * The next heading's: lower case, without punctuation, with hyphens for spaces, and with a number
   * if it was there before.
   */
  String next(String heading) {
    StringBuilder name = new StringBuilder();
    for (int c : heading.strip().toLowerCase(Locale.ROOT).codePoints().toArray()) {
      if (c == ' ') {
        name.append('-');
      } else if (Character.isLetterOrDigit(c) || c == '-' || c == '_') {
        name.appendCodePoint(c);
      }
    }
    String anchor = name.toString();
    for (int i = 1; !taken.add(anchor); i++) {
      anchor = name + "-" + i;
    }
    return anchor;
  }

  /** Whether a heading has this name. */
  boolean contains(String anchor) {
    return taken.contains(anchor);
  }
}
