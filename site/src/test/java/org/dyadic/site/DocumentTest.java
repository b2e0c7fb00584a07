package org.dyadic.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The first start | the-first-start",
        "SGM's divisor and learning rate, chosen | sgms-divisor-and-learning-rate-chosen",
        "One report: `dyadic report runs/mnist` | one-report-dyadic-report-runsmnist",
        "a_b-c  2^-f | a_b-c--2-f",
        "`…: no PNG` | -no-png",
        "Größe | größe",
        "[Unreleased] | unreleased",
        "*Bold* [link](README.md) $x_i$ | bold-link-x_i",
      })
  void anchorsAreThoseOfGitHub(String heading, String anchor) {
    Document document =
        Document.parse(
            new PageSource("a.md", "a.html", "A", ""), "# A\n\n## " + heading, new Problems());
    assertTrue(document.hasAnchor(anchor), document.sections().toString());
  }

  @Test
  void equalHeadingsAreNumbered() {
    Anchors anchors = new Anchors();
    assertEquals(
        List.of("added", "added-1", "added-1-1", "added-2"),
        List.of(
            anchors.next("Added"),
            anchors.next("Added"),
            anchors.next("Added 1"),
            anchors.next("Added")));
  }

  @Test
  void commentsAreNotShown() throws SiteException {
    String html =
        Pages.html("# A\n\n<!-- not run: why -->\n```sh\nls\n```\n\ntext <!-- inline --> more\n");
    assertFalse(html.contains("not run") || html.contains("inline"), html);
    assertTrue(html.contains("<pre><code>ls\n</code></pre>"), html);
    assertTrue(html.contains("text  more"), html);
  }

  @Test
  void otherHtmlIsRefused() {
    SiteException e =
        assertThrows(
            SiteException.class, () -> Pages.html("# A\n\n<b>x</b>\n\n<!-- a --><script>\n"));
    assertEquals(
        List.of(
            "docs/a.md:3: HTML is not shown, only comments are allowed: <b>",
            "docs/a.md:3: HTML is not shown, only comments are allowed: </b>",
            "docs/a.md:5: HTML is not shown, only comments are allowed: <!-- a --><script>"),
        e.getMessage().lines().toList());
  }

  @Test
  void aPageNeedsATitle() {
    SiteException e = assertThrows(SiteException.class, () -> Pages.html("## A\n"));
    assertTrue(e.getMessage().contains("a page begins with a heading of level 1"), e.getMessage());
  }

  @Test
  void tablesLieInBoxesAndDiagramsKeepTheirText() throws SiteException {
    String html =
        Pages.html("# A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```mermaid\nA --> B\n```\n");
    assertTrue(html.contains("<div class=\"scroll\">\n<table>"), html);
    assertTrue(html.contains("<pre class=\"mermaid\">A --&gt; B\n</pre>"), html);
  }

  /** The order of attributes must not depend on the JVM, as that of an unordered map does. */
  @Test
  void aHeadingLinksToItself() throws SiteException {
    assertTrue(
        Pages.html("# A\n\n## B c\n")
            .contains(
                "<h2 id=\"b-c\">B c <a class=\"anchor\" href=\"#b-c\" aria-label=\"Link to this"
                    + " section\">#</a></h2>"));
  }
}
