package org.dyadic.site;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * Writes a page's tree as HTML: what commonmark-java does not know, or what the site shows
 * otherwise.
 */
final class BodyRenderer implements NodeRenderer {
  private final Document document;
  private final HtmlNodeRendererContext context;
  private final HtmlWriter html;

  private BodyRenderer(Document document, HtmlNodeRendererContext context) {
    this.document = document;
    this.context = context;
    this.html = context.getWriter();
  }

  /** The HTML of a page's text, links and all. */
  static String render(Document document) {
    return HtmlRenderer.builder()
        .escapeHtml(true)
        .nodeRendererFactory(context -> new BodyRenderer(document, context))
        .extensions(Document.EXTENSIONS)
        .build()
        .render(document.root());
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(
        Heading.class, FencedCodeBlock.class, ScrollBox.class, Mathematics.class, Mention.class);
  }

  @Override
  public void render(Node node) {
    switch (node) {
      case Heading heading -> heading(heading, document.section(heading));
      case FencedCodeBlock code -> code(code);
      case ScrollBox box -> box(box);
      case Mathematics formula -> formula(formula);
      case Mention mention -> mention(mention);
      default -> throw new IllegalArgumentException(node.toString());
    }
  }

  private void children(Node node) {
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      context.render(child);
    }
  }

  private void heading(Heading heading, Section section) {
    String tag = "h" + section.level();
    html.line();
    html.tag(tag, attributes("id", section.anchor()));
    children(heading);
    if (section.level() > 1) {
      html.raw(" ");
      html.tag(
          "a",
          attributes(
              "class",
              "anchor",
              "href",
              "#" + section.anchor(),
              "aria-label",
              "Link to this section"));
      html.raw("#");
      html.tag("/a");
    }
    html.tag("/" + tag);
    html.line();
  }

  private void code(FencedCodeBlock code) {
    html.line();
    if (Document.isDiagram(code)) {
      html.tag("pre", attributes("class", "mermaid"));
      html.text(code.getLiteral());
      html.tag("/pre");
    } else {
      html.tag("pre");
      html.tag("code");
      html.text(code.getLiteral());
      html.tag("/code");
      html.tag("/pre");
    }
    html.line();
  }

  private void box(ScrollBox box) {
    html.line();
    html.tag("div", attributes("class", "scroll"));
    children(box);
    html.tag("/div");
    html.line();
  }

  private void formula(Mathematics formula) {
    html.tag("span", attributes("class", formula.display() ? "math display" : "math"));
    html.text(formula.tex());
    html.tag("/span");
  }

  private void mention(Mention mention) {
    html.tag(
        "span", attributes("class", "mention", "title", mention.path() + " in the repository"));
    children(mention);
    html.tag("/span");
  }

  /** In the order given, so that two builds write the same bytes. */
  private static Map<String, String> attributes(String... namesAndValues) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return attributes;
  }
}
