package org.dyadic.site;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/** What is wrong with the pages, collected so that one build names all of it. */
final class Problems {
  private final List<String> lines = new ArrayList<>();

  /** Adds what is wrong with a node, at the line of the page where it stands. */
  void add(PageSource page, Node node, String problem) {
    Node placed = node;
    while (placed.getSourceSpans().isEmpty() && placed.getParent() != null) {
      placed = placed.getParent();
    }
    List<SourceSpan> spans = placed.getSourceSpans();
    String line = spans.isEmpty() ? "" : ":" + (spans.getFirst().getLineIndex() + 1);
    lines.add("%s%s: %s".formatted(page.source(), line, problem));
  }

  /** Throws an exception that names all of them, if there are any. */
  void throwIfAny() throws SiteException {
    if (!lines.isEmpty()) {
      throw new SiteException(String.join("\n", lines));
    }
  }
}
