package org.dyadic.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dyadic.browser.Browser;
import org.dyadic.browser.BrowserPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of this repository in a real browser, from its folder, without a server. */
class SiteInBrowserTest {
  private static final int PHONE = 375;

  @TempDir private static Path folder;
  private static Path site;
  private static List<PageSource> pages;
  private static Browser browser;

  private BrowserPage page;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.start(folder);
    site = folder.resolve("site");
    pages = PageSource.in(Pages.REPOSITORY);
    SiteFolder.write(site, SiteBuilder.files(Pages.REPOSITORY));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void reset() {
    page = browser.page();
    page.use("screen", "light");
    page.resize(1440, 900);
  }

  /**
   * Opens a page, waits for formulas and diagrams, and checks that it was quiet and stayed here.
   */
  private void open(String name) {
    page.open(site.resolve(name));
    page.waitFor("document.documentElement.dataset.ready === 'yes'");
    assertEquals(List.of(), page.complaints(), name);
    String here = site.toUri().toString();
    List<String> foreign =
        page.requests().stream()
            .filter(url -> !url.startsWith(here) && !url.startsWith("data:"))
            .toList();
    assertEquals(List.of(), foreign, name);
  }

  private int count(String selector) {
    return page.evaluate("document.querySelectorAll('%s').length".formatted(selector)).asInt();
  }

  private boolean shown(String selector) {
    return page.evaluate("document.querySelector('%s').checkVisibility()".formatted(selector))
        .asBoolean();
  }

  @Test
  void everyPageLoadsWithoutAComplaintAndFitsAPhone() {
    page.resize(PHONE, 800);
    for (PageSource source : pages) {
      open(source.output());
      assertEquals(
          PHONE,
          page.evaluate("document.documentElement.scrollWidth").asInt(),
          source.output() + " scrolls sideways");
    }
  }

  @Test
  void everyFormulaIsSet() throws IOException {
    open("method.html");
    String source = Files.readString(Pages.REPOSITORY.resolve("docs/method.md"));
    long dollars = source.replace("$$", "$").chars().filter(c -> c == '$').count();
    assertEquals(dollars / 2, count(".math > .katex") + count(".math > .katex-display"));
    assertTrue(count(".katex-display .katex") >= 10, count(".katex-display .katex") + " displays");
    assertEquals(0, count(".katex-error"));
    assertTrue(page.evaluate("document.fonts.check('16px KaTeX_Math')").asBoolean());
  }

  @Test
  void theDiagramIsDrawn() {
    open("architecture.html");
    assertEquals(1, count("pre.mermaid > svg"));
    assertTrue(count("pre.mermaid .node") >= 8, count("pre.mermaid .node") + " nodes");
    assertTrue(
        page.evaluate(
                "document.querySelector('pre.mermaid').scrollWidth <="
                    + " document.querySelector('pre.mermaid').clientWidth")
            .asBoolean());
  }

  @Test
  void wideTablesScrollInsideTheirBoxByKeyboardToo() {
    page.resize(PHONE, 800);
    open("results.html");
    assertTrue(
        page.evaluate(
                "[...document.querySelectorAll('.scroll')].some((box) => box.scrollWidth >"
                    + " box.clientWidth)")
            .asBoolean());
    assertTrue(
        page.evaluate(
                "[...document.querySelectorAll('.scroll, pre')].every((box) => (box.scrollWidth >"
                    + " box.clientWidth) === (box.tabIndex === 0))")
            .asBoolean());
  }

  @Test
  void theNavigationStandsBesideTheTextOrBehindAButton() {
    open("guide.html");
    assertTrue(shown("#_pages") && shown("#_contents") && !shown(".for-pages"));
    page.resize(1000, 800);
    assertTrue(shown("#_pages") && !shown("#_contents") && shown(".for-contents"));
    page.resize(PHONE, 800);
    assertTrue(!shown("#_pages") && !shown("#_contents"));
    page.evaluate("document.querySelector('.for-pages').click()");
    assertTrue(shown("#_pages"));
    page.press("Escape", 27);
    assertTrue(!shown("#_pages"));
    page.evaluate("document.querySelector('.for-contents').click()");
    page.evaluate("document.querySelector('#_contents a').click()");
    assertTrue(!shown("#_contents"));
  }

  @Test
  void theFirstTabSkipsTheNavigation() {
    open("guide.html");
    page.press("Tab", 9);
    assertEquals(
        "#_content", page.evaluate("document.activeElement.getAttribute('href')").asText());
    assertTrue(
        page.evaluate("document.activeElement.getBoundingClientRect().left >= 0").asBoolean());
  }

  @Test
  void coloursFollowTheSystemAndThePrinter() {
    String paper = "getComputedStyle(document.body).backgroundColor";
    String node = "getComputedStyle(document.querySelector('.mermaid .node rect')).fill";
    open("architecture.html");
    page.use("screen", "dark");
    assertEquals("rgb(22, 24, 28)", page.evaluate(paper).asText());
    assertEquals("rgb(22, 24, 28)", page.evaluate(node).asText());
    page.use("print", "dark");
    assertEquals("rgb(255, 255, 255)", page.evaluate(paper).asText());
    assertEquals("rgb(255, 255, 255)", page.evaluate(node).asText());
    assertTrue(!shown("header") && !shown("#_pages") && !shown("#_contents"));
  }
}
