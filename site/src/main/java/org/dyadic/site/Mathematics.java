package org.dyadic.site;

import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/**
 * TeX between dollars. It is read before Markdown looks at underscores and backslashes, and after
 * code, so that {@code $PWD} in code stays what it is. As on GitHub, {@code $} opens only before
 * something that is not a space, and closes only after such a thing and not before a digit, so that
 * prices are no formulas.
 */
final class Mathematics extends CustomNode {
  private final String tex;
  private final boolean display;
  private final boolean closed;

  private Mathematics(String tex, boolean display, boolean closed) {
    this.tex = tex;
    this.display = display;
    this.closed = closed;
  }

  /** What stands between the dollars, unchanged. */
  String tex() {
    return tex;
  }

  /** Whether it has a line of its own, between pairs of dollars. */
  boolean display() {
    return display;
  }

  /**
   * Whether the pair of dollars that begins it is followed by one that ends it, within the
   * paragraph.
   */
  boolean closed() {
    return closed;
  }

  /** Finds it in text. */
  static final class Factory implements InlineContentParserFactory {
    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of('$');
    }

    @Override
    public InlineContentParser create() {
      return Mathematics::parse;
    }
  }

  private static ParsedInline parse(InlineParserState state) {
    Scanner scanner = state.scanner();
    scanner.next();
    boolean display = scanner.next('$');
    Position begin = scanner.position();
    if (!display && Character.isWhitespace(scanner.peek())) {
      return ParsedInline.none();
    }
    while (scanner.hasNext()) {
      Position end = scanner.position();
      if (scanner.next('\\')) {
        if (scanner.hasNext()) {
          scanner.next();
        }
      } else if (closes(scanner, display)) {
        String tex = scanner.getSource(begin, end).getContent();
        return ParsedInline.of(new Mathematics(tex, display, true), scanner.position());
      } else {
        scanner.next();
      }
    }
    String rest = scanner.getSource(begin, scanner.position()).getContent();
    return display
        ? ParsedInline.of(new Mathematics(rest, true, false), scanner.position())
        : ParsedInline.none();
  }

  /** Moves behind the dollars that end a formula, if they are next. */
  private static boolean closes(Scanner scanner, boolean display) {
    if (display) {
      return scanner.next("$$");
    }
    if (scanner.peek() != '$' || Character.isWhitespace(scanner.peekPreviousCodePoint())) {
      return false;
    }
    Position before = scanner.position();
    scanner.next();
    if (Character.isDigit(scanner.peek())) {
      scanner.setPosition(before);
      return false;
    }
    return true;
  }
}
