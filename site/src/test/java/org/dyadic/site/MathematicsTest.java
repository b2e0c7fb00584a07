package org.dyadic.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathematicsTest {
  /** The HTML of one paragraph. */
  private static String paragraph(String markdown) throws SiteException {
    String html = Pages.html("# A\n\n" + markdown + "\n");
    return html.substring(html.indexOf("<p>") + 3, html.indexOf("</p>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        // what Markdown would take for emphasis, escapes, links, code or HTML
        "w_{li} - Q_N(w_{li}; D_l)",
        "a*b*c",
        "\\,\\{\\}\\_\\\\",
        "[a](b)",
        "`x`",
        "\\lVert w \\rVert",
        "x \\$ y",
      })
  void markdownDoesNotTouchIt(String tex) throws SiteException {
    assertEquals("a <span class=\"math\">" + tex + "</span> b", paragraph("a $" + tex + "$ b"));
    assertEquals("<span class=\"math display\">" + tex + "</span>", paragraph("$$" + tex + "$$"));
  }

  @Test
  void itIsEscapedForHtml() throws SiteException {
    assertEquals(
        "<span class=\"math\">a &lt; b &amp; c &gt; d</span>", paragraph("$a < b & c > d$"));
  }

  @Test
  void itMayGoOnInTheNextLine() throws SiteException {
    assertEquals("x <span class=\"math\">a +\nb_c d_e</span>", paragraph("x $a +\nb_c d_e$"));
    assertEquals("<span class=\"math display\">\na_b c_d\n</span>", paragraph("$$\na_b c_d\n$$"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "it costs $5 and then $6",
        "a $ b $ c",
        "one $ only",
        "from $x to $20",
        "US$",
      })
  void otherDollarsAreWords(String text) throws SiteException {
    assertEquals(text, paragraph(text));
  }

  @Test
  void anEscapedDollarOpensNothing() throws SiteException {
    assertEquals("$a$ and <em>b</em>", paragraph("\\$a\\$ and *b*"));
  }

  @Test
  void codeKeepsItsDollars() throws SiteException {
    assertEquals("<code>$PWD/$x_y$</code>", paragraph("`$PWD/$x_y$`"));
    String html = Pages.html("# A\n\n```sh\nrun=$PWD/a && echo $$ $run\n```\n");
    assertTrue(html.contains("<pre><code>run=$PWD/a &amp;&amp; echo $$ $run\n"), html);
  }

  @Test
  void aLineOfItsOwnMustEnd() {
    SiteException e =
        assertThrows(SiteException.class, () -> Pages.html("# A\n\ntext\n\n$$a_b\n\nc$$\n"));
    String problem = "$$ begins a formula that does not end in this paragraph";
    assertEquals("docs/a.md:5: " + problem + "\ndocs/a.md:7: " + problem, e.getMessage());
  }
}
