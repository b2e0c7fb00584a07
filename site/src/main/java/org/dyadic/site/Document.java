package org.dyadic.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** A parsed page: its tree without comments, its headings, and what it needs to be shown. */
final class Document {
  static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

  private static final Parser PARSER =
      Parser.builder()
          .extensions(EXTENSIONS)
          .customInlineContentParserFactory(new Mathematics.Factory())
          .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
          .build();

  private final PageSource page;
  private final Node root;
  private final Anchors anchors = new Anchors();
  private final Map<Heading, Section> sections = new HashMap<>();
  private final List<Section> order = new ArrayList<>();
  private boolean mathematics;
  private boolean diagrams;

  private Document(PageSource page, Node root) {
    this.page = page;
    this.root = root;
  }

  /** Parses a page, and adds to the problems what in it cannot be shown. */
  static Document parse(PageSource page, String markdown, Problems problems) {
    Document document = new Document(page, PARSER.parse(markdown));
    for (Node node : document.nodes()) {
      document.prepare(node, problems);
    }
    if (document.order.isEmpty() || document.order.getFirst().level() != 1) {
      problems.add(page, document.root, "a page begins with a heading of level 1");
    }
    return document;
  }

  private void prepare(Node node, Problems problems) {
    switch (node) {
      case Heading heading -> addSection(heading);
      case HtmlBlock html -> removeComment(html, html.getLiteral(), problems);
      case HtmlInline html -> removeComment(html, html.getLiteral(), problems);
      case Mathematics formula -> {
        mathematics = true;
        if (!formula.closed()) {
          problems.add(page, formula, "$$ begins a formula that does not end in this paragraph");
        }
      }
      case FencedCodeBlock code -> diagrams |= isDiagram(code);
      case TableBlock table -> {
        Node box = new ScrollBox();
        table.insertBefore(box);
        box.appendChild(table);
      }
      default -> {}
    }
  }

  private void addSection(Heading heading) {
    String text = text(heading);
    Section section = new Section(heading.getLevel(), anchors.next(text), text);
    sections.put(heading, section);
    order.add(section);
  }

  private void removeComment(Node node, String html, Problems problems) {
    if (html.startsWith("<!--")
        && html.stripTrailing().indexOf("-->") == html.stripTrailing().length() - 3) {
      node.unlink();
    } else {
      problems.add(page, node, "HTML is not shown, only comments are allowed: " + html.strip());
    }
  }

  /** Whether a block of code is the text of a Mermaid diagram. */
  static boolean isDiagram(FencedCodeBlock code) {
    return "mermaid".equals(code.getInfo());
  }

  /** The words below a node, without markup. */
  static String text(Node node) {
    StringBuilder text = new StringBuilder();
    for (Node below : below(node)) {
      switch (below) {
        case Text words -> text.append(words.getLiteral());
        case Code code -> text.append(code.getLiteral());
        case Mathematics formula -> text.append(formula.tex());
        case SoftLineBreak _ -> text.append(' ');
        default -> {}
      }
    }
    return text.toString();
  }

  private static List<Node> below(Node node) {
    List<Node> nodes = new ArrayList<>();
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      nodes.add(child);
      nodes.addAll(below(child));
    }
    return nodes;
  }

  /**
   * All nodes in the order of the text, as they are now; the tree may be changed while they are
   * looked at.
   */
  List<Node> nodes() {
    return below(root);
  }

  PageSource page() {
    return page;
  }

  Node root() {
    return root;
  }

  /** The title: the words of the first heading. */
  String title() {
    return order.getFirst().text();
  }

  /** The headings in the order of the text. */
  List<Section> sections() {
    return List.copyOf(order);
  }

  Section section(Heading heading) {
    return sections.get(heading);
  }

  boolean hasAnchor(String anchor) {
    return anchors.contains(anchor);
  }

  boolean hasMathematics() {
    return mathematics;
  }

  boolean hasDiagrams() {
    return diagrams;
  }
}
