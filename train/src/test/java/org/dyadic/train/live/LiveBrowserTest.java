package org.dyadic.train.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.dyadic.browser.Browser;
import org.dyadic.browser.BrowserPage;
import org.dyadic.train.InterruptedRunException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser while a real run trains. */
class LiveBrowserTest {
  private static final int MANY = 100_000;
  private static final String TEXT = "document.querySelector('.live-text').textContent";

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.start(folder);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static void click(BrowserPage page, String selector) {
    page.evaluate("document.querySelector('%s').click()".formatted(selector));
  }

  @Test
  void aRunIsSeenHeldAndStopped() throws Exception {
    BrowserPage page = browser.page();
    page.resize(1280, 900);
    try (LiveRun run = new LiveRun(folder.resolve("digits"), MANY)) {
      page.open(run.view.address());
      page.evaluate("live.rest = 0");
      page.waitFor(TEXT + ".includes('images/s')");
      page.waitFor("document.querySelector('h1')?.textContent === 'digits'");
      page.waitFor("view.runs[0].methodEpochs > 0");
      int before = page.evaluate("view.runs[0].methodEpochs").asInt();
      page.waitFor("view.runs[0].methodEpochs > " + before);
      assertTrue(page.evaluate("document.title").asText().endsWith(" % digits - Dyadic"));
      click(page, "#pause");
      page.waitFor(TEXT + ".startsWith('Paused · sgm epoch')");
      assertTrue(run.trainer.control().holding());
      assertEquals("Go on", page.evaluate("document.querySelector('#pause').textContent").asText());
      click(page, "#pause");
      page.waitFor(TEXT + ".startsWith('Running')");
      click(page, "#stop");
      page.waitFor("document.querySelector('dialog').open");
      click(page, "#really");
      page.waitFor(TEXT + ".startsWith('Stopped; everything is saved')");
      page.waitFor("live.source.readyState === EventSource.CLOSED");
      assertTrue(page.evaluate("document.querySelector('#stop').disabled").asBoolean());
      ExecutionException thrown = assertThrows(ExecutionException.class, run::await);
      assertInstanceOf(InterruptedRunException.class, thrown.getCause());
      assertEquals(List.of(), page.complaints());
      String own = "http://127.0.0.1:%d/".formatted(run.view.address().getPort());
      assertTrue(
          page.requests().stream().allMatch(url -> url.startsWith(own) || url.startsWith("data:")),
          page.requests().toString());
    }
  }

  @Test
  void newerDataLeavesFocusTablesAndPlaceAlone() throws Exception {
    BrowserPage page = browser.page();
    page.resize(1280, 900);
    try (LiveRun run = new LiveRun(folder.resolve("place"), MANY)) {
      page.open(run.view.address());
      page.evaluate("live.rest = 0");
      page.waitFor("view.runs.length === 1 && view.runs[0].methodEpochs > 1");
      page.evaluate("document.querySelector('#loss details').open = true");
      page.evaluate("document.querySelector('#loss summary').focus()");
      page.evaluate("document.querySelector('#error').scrollIntoView()");
      String place = "Math.round(document.querySelector('#error').getBoundingClientRect().top)";
      int before = page.evaluate(place).asInt();
      int epochs = page.evaluate("view.runs[0].methodEpochs").asInt();
      page.waitFor("view.runs[0].methodEpochs > " + epochs);
      assertEquals(before, page.evaluate(place).asInt());
      assertTrue(page.evaluate("document.querySelector('#loss details').open").asBoolean());
      assertEquals("SUMMARY", page.evaluate("document.activeElement.tagName").asText());
    }
  }

  @Test
  void aPhoneShowsItInOneDirection() throws Exception {
    BrowserPage page = browser.page();
    page.resize(390, 844);
    try (LiveRun run = new LiveRun(folder.resolve("phone"), MANY)) {
      page.open(run.view.address());
      page.evaluate("live.rest = 0");
      page.waitFor("view.runs.length === 1 && view.runs[0].methodEpochs > 0");
      assertEquals(390, page.evaluate("document.documentElement.scrollWidth").asInt());
      click(page, "#stop");
      page.waitFor("document.querySelector('dialog').open");
      assertTrue(
          page.evaluate("document.querySelector('dialog').getBoundingClientRect().right <= 390")
              .asBoolean());
      assertEquals(List.of(), page.complaints());
    }
  }
}
