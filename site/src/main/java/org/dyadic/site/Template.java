package org.dyadic.site;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The frame of every page: navigation, table of contents, and the neighbours in reading order. */
final class Template {
  private static final Pattern HOLE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final int DEEPEST_IN_CONTENTS = 3;

  private final String frame;
  private final List<PageSource> pages;

  /**
   * @param frame HTML with holes such as {@code {{title}}}
   * @param pages all of them, in the order of the navigation
   */
  Template(String frame, List<PageSource> pages) {
    this.frame = frame;
    this.pages = pages;
  }

  /** The whole HTML of a page. */
  String fill(Document document) {
    boolean front = document.page().output().equals("index.html");
    Map<String, String> parts =
        Map.of(
            "title", escape(front ? document.title() : document.title() + " · Dyadic"),
            "head", Assets.tags(document),
            "pages", navigation(document.page()),
            "contents", contents(document),
            "body", BodyRenderer.render(document),
            "neighbours", neighbours(document.page()),
            "source", escape(document.page().source()));
    return HOLE.matcher(frame)
        .replaceAll(hole -> Matcher.quoteReplacement(parts.get(hole.group(1))));
  }

  private String navigation(PageSource here) {
    StringBuilder html = new StringBuilder();
    String chapter = "";
    for (PageSource page : pages) {
      if (!page.chapter().equals(chapter)) {
        html.append(chapter.isEmpty() ? "" : "</ul>\n");
        chapter = page.chapter();
        html.append("<h2>").append(escape(chapter)).append("</h2>\n<ul>\n");
      }
      String current = page.equals(here) ? " aria-current=\"page\"" : "";
      html.append("<li>").append(link(page.output(), current, page.name())).append("</li>\n");
    }
    return html.append("</ul>").toString();
  }

  private static String contents(Document document) {
    StringBuilder html = new StringBuilder();
    for (Section section : document.sections()) {
      if (section.level() > 1 && section.level() <= DEEPEST_IN_CONTENTS) {
        String level = " class=\"level-" + section.level() + "\"";
        html.append("<li>")
            .append(link("#" + section.anchor(), level, section.text()))
            .append("</li>\n");
      }
    }
    return html.toString().stripTrailing();
  }

  private String neighbours(PageSource here) {
    int index = pages.indexOf(here);
    StringBuilder html = new StringBuilder();
    if (index > 0) {
      PageSource before = pages.get(index - 1);
      html.append(link(before.output(), " rel=\"prev\"", "← " + before.name())).append('\n');
    }
    if (index + 1 < pages.size()) {
      PageSource after = pages.get(index + 1);
      html.append(link(after.output(), " rel=\"next\"", after.name() + " →")).append('\n');
    }
    return html.toString().stripTrailing();
  }

  private static String link(String address, String attributes, String text) {
    return "<a href=\"%s\"%s>%s</a>".formatted(escape(address), attributes, escape(text));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
