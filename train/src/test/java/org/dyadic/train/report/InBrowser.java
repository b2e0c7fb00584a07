package org.dyadic.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dyadic.browser.Browser;
import org.dyadic.browser.BrowserPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A page in a real browser, with the data of one run and of two. */
abstract class InBrowser {
  @TempDir static Path folder;
  static Browser browser;
  static ReportData one;
  static ReportData two;

  BrowserPage page;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.start(folder);
    Path first = Fixture.train(folder.resolve("digits-1"), 1);
    one = Fixture.data(first);
    two = Fixture.data(first, Fixture.train(folder.resolve("digits-2"), 2));
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
    page.resize(1280, 900);
  }

  /** Nothing was fetched but the page itself, and nothing was complained about. */
  @AfterEach
  void quiet() {
    assertEquals(List.of(), page.complaints());
    List<String> foreign =
        page.requests().stream()
            .filter(url -> !url.startsWith("file:") && !url.startsWith("data:"))
            .toList();
    assertEquals(List.of(), foreign);
    assertEquals(1, page.requests().stream().filter(url -> url.startsWith("file:")).count());
  }

  void open(ReportData data) throws IOException {
    Path file = folder.resolve("report.html");
    HtmlReport.write(data, file);
    page.open(file);
    assertTrue(page.evaluate("Boolean(document.documentElement.dataset.ready)").asBoolean());
  }

  String text(String selector) {
    return page.evaluate("document.querySelector(\"%s\").textContent".formatted(selector)).asText();
  }
}
