package org.dyadic.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The page in a real browser: drawn, moved, resized, printed, attacked. */
class BrowserTest extends InBrowser {
  private static final int LEFT = 37;
  private static final int RIGHT = 39;

  @Test
  void everyFigureShowsSomething() throws IOException {
    for (ReportData data : List.of(one, two)) {
      open(data);
      JsonNode figures =
          page.evaluate(
              "figures.map((f) => ({id: f.id, marks: f.host.querySelectorAll("
                  + "'path[d], rect, canvas, td').length, rows: f.csv().trim().split('\\n').length,"
                  + " height: f.host.clientHeight}))");
      assertTrue(figures.size() >= 12, figures.toString());
      for (JsonNode figure : figures) {
        assertTrue(figure.path("marks").asInt() > 0, figure.toString());
        assertTrue(figure.path("rows").asInt() > 1, figure.toString());
        assertTrue(figure.path("height").asInt() > 20, figure.toString());
      }
      String drawn =
          page.evaluate(
                  "[...document.querySelectorAll('#page svg')].map((s) => s.outerHTML).join() +"
                      + " document.getElementById('page').textContent")
              .asText();
      assertFalse(drawn.matches("(?s).*(NaN|undefined).*"), drawn);
    }
  }

  @Test
  void theSliderMovesTheWeights() throws IOException {
    open(one);
    String bars =
        "[...document.querySelectorAll('#weights .layer g path')].map((p) =>"
            + " p.getAttribute('d')).join()";
    assertEquals("after epoch 5 of 5", text("output"));
    String last = page.evaluate(bars).asText();
    page.evaluate("document.querySelector('input[type=range]').focus()");
    page.press("ArrowLeft", LEFT);
    assertEquals("after epoch 4 of 5", text("output"));
    assertNotEquals(last, page.evaluate(bars).asText());
    page.press("Home", 36);
    assertEquals("after epoch 2: the float network", text("output"));
    assertEquals(
        "after epoch 2: the float network",
        page.evaluate("document.querySelector('input[type=range]').getAttribute('aria-valuetext')")
            .asText());
    page.press("End", 35);
    assertEquals(last, page.evaluate(bars).asText());
  }

  @Test
  void playRunsToTheEnd() throws IOException {
    open(one);
    page.evaluate("document.querySelector('.slider button').click()");
    assertEquals("after epoch 2: the float network", text("output"));
    page.evaluate(
        "new Promise((done) => { const wait = () => (playing === null ? done() : setTimeout(wait,"
            + " 50)); wait(); })");
    assertEquals("after epoch 5 of 5", text("output"));
  }

  @Test
  void arrowKeysReadACurve() throws IOException {
    open(one);
    page.evaluate("document.querySelector('#errors svg').focus()");
    page.press("ArrowRight", RIGHT);
    assertTrue(text("#status").matches("epoch 1: latent weights [0-9.]+ %"), text("#status"));
    page.press("End", 35);
    assertTrue(text("#status").startsWith("epoch 5: "), text("#status"));
    assertTrue(text("#errors .tip").startsWith("epoch 5"), text("#errors .tip"));
  }

  @Test
  void theTableAndTheFileHaveTheDataOfTheFigure() throws IOException {
    open(one);
    JsonNode run = one.json().path("runs").path(0);
    String csv = page.evaluate("figures.find((f) => f.id === 'loss').csv()").asText();
    List<String> lines = csv.lines().toList();
    assertEquals("run,epoch,train_loss", lines.getFirst());
    assertEquals(
        "digits-1,1," + run.path("epochs").path("train_loss").path(0).asText(), lines.get(1));
    assertEquals(6, lines.size());
    page.evaluate(
        "new Promise((done) => { const d = document.querySelector('#loss details');"
            + " d.addEventListener('toggle', () => setTimeout(done)); d.open = true; })");
    assertEquals(5, page.evaluate("document.querySelectorAll('#loss tbody tr').length").asInt());
    JsonNode link =
        page.evaluate(
            "(() => { const a = document.querySelector('#loss .below a');"
                + " a.addEventListener('click', (e) => e.preventDefault()); a.click();"
                + " return {name: a.download, blob: a.href.startsWith('blob:')}; })()");
    assertEquals("{\"name\":\"loss.csv\",\"blob\":true}", link.toString());
  }

  @Test
  void misreadImagesCanBeChosen() throws IOException {
    open(one);
    JsonNode misread = one.json().path("runs").path(0).path("test").path("misread");
    String pictures = "document.querySelectorAll('.pictures i').length";
    assertEquals(misread.size(), page.evaluate(pictures).asInt());
    page.evaluate(
        "(() => { const s = document.querySelector('#misread select'); s.value ="
            + " s.options[1].value; s.dispatchEvent(new Event('change')); })()");
    String pair = page.evaluate("document.querySelector('#misread select').value").asText();
    long expected =
        IntStream.range(0, misread.size())
            .filter(i -> pair.equals(misread.path(i).path(1) + " " + misread.path(i).path(2)))
            .count();
    assertEquals(expected, page.evaluate(pictures).asLong());
    assertTrue(expected > 0);
    assertEquals(1, page.evaluate("document.querySelectorAll('.cell.chosen').length").asInt());
  }

  @Test
  void aPhoneScrollsInOneDirection() throws IOException {
    page.resize(390, 844);
    for (ReportData data : List.of(one, two)) {
      open(data);
      assertEquals(390, page.evaluate("document.documentElement.scrollWidth").asInt());
      assertTrue(
          page.evaluate(
                  "[...document.querySelectorAll('.plot svg')].every((s) =>"
                      + " s.getBoundingClientRect().right <= 390.5)")
              .asBoolean());
    }
  }

  @Test
  void figuresFollowTheWindow() throws IOException {
    open(one);
    String width = "document.querySelector('#errors svg').viewBox.baseVal.width";
    int before = page.evaluate(width).asInt();
    page.resize(700, 900);
    page.evaluate("new Promise((done) => setTimeout(done, 100))");
    assertNotEquals(before, page.evaluate(width).asInt());
  }

  @Test
  void coloursFollowTheSystemTheButtonAndThePrinter() throws IOException {
    String paper = "getComputedStyle(document.body).backgroundColor";
    page.use("screen", "dark");
    open(one);
    assertEquals("rgb(22, 24, 28)", page.evaluate(paper).asText());
    page.evaluate("document.querySelector('#top button').click()");
    assertEquals("rgb(255, 255, 255)", page.evaluate(paper).asText());
    page.evaluate("document.querySelector('#top button').click()");
    assertEquals("rgb(22, 24, 28)", page.evaluate(paper).asText());
    page.use("print", "dark");
    assertEquals("rgb(255, 255, 255)", page.evaluate(paper).asText());
    assertEquals(
        "none", page.evaluate("getComputedStyle(document.getElementById('top')).display").asText());
  }

  @Test
  void aScreenshotIsNotBlank() throws IOException {
    for (String scheme : List.of("light", "dark")) {
      page.use("screen", scheme);
      open(one);
      BufferedImage shot = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
      assertEquals(1280, shot.getWidth());
      long colours = IntStream.of(shot.getRGB(0, 0, 1280, 900, null, 0, 1280)).distinct().count();
      assertTrue(colours > 200, scheme + ": " + colours + " colours");
    }
  }

  @Test
  void runsCanBeTakenOutOfTheFigures() throws IOException {
    open(two);
    String lines = "document.querySelectorAll('#loss path.line').length";
    assertEquals(2, page.evaluate(lines).asInt());
    page.evaluate("document.querySelector('.chips input').click()");
    assertEquals(1, page.evaluate(lines).asInt());
    page.evaluate(
        "(() => { const s = document.querySelector('#modes select'); s.value = 'digits-2';"
            + " s.dispatchEvent(new Event('change')); })()");
    assertEquals("digits-2", page.evaluate("view.detail.name").asText());
    assertEquals(1, page.evaluate(lines).asInt());
  }
}
