package org.dyadic.train.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dyadic.browser.Browser;
import org.dyadic.browser.BrowserPage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures a real run's page, and takes the pictures of the README. It prints one JSON line: the
 * page's bytes, and for each of several openings the milliseconds from the start of the navigation
 * until everything is drawn and the page listens, those that its main thread computed (which do not
 * depend on what else the machine does), and how long the slider takes to show another epoch.
 *
 * <pre>{@code
 * mvn -pl core,train -am verify -Dtest=ReportMeasurementTest -Dtest.excluded.groups=none \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dreport.run=RUN -Dreport.pictures=DIR
 * }</pre>
 */
@Tag("slow")
class ReportMeasurementTest {
  private static final int OPENINGS = 9;

  /** Half-way, where large layers still move and small ones stand. */
  private static final String HALF_WAY = "setEpoch(Math.round(lastEpoch() * 0.55))";

  @TempDir private Path folder;

  @Test
  void measure() throws Exception {
    String run = System.getProperty("report.run");
    Assumptions.assumeTrue(run != null, "-Dreport.run names no run folder");
    Path file = folder.resolve("report.html");
    ObjectNode result = BrowserPage.JSON.createObjectNode();
    result.put("bytes", HtmlReport.write(Fixture.data(Path.of(run)), file));
    try (Browser browser = Browser.start(folder)) {
      BrowserPage page = browser.page();
      page.resize(1280, 900);
      page.open(file);
      page.computed(); // counts from now on
      double[] ready = new double[OPENINGS];
      double[] computed = new double[OPENINGS];
      double[] moved = new double[OPENINGS];
      for (int i = 0; i < OPENINGS; i++) {
        page.open(file);
        ready[i] = page.evaluate("Number(document.documentElement.dataset.ready)").asDouble();
        computed[i] = page.computed();
        moved[i] = page.evaluate(slide()).asDouble();
      }
      result.set("ready_ms", BrowserPage.JSON.valueToTree(ready));
      result.put("ready_ms_median", median(ready));
      result.set("computed_ms", BrowserPage.JSON.valueToTree(computed));
      result.put("computed_ms_median", median(computed));
      result.set("slider_ms", BrowserPage.JSON.valueToTree(moved));
      result.put("slider_ms_median", median(moved));
      JsonNode agent = page.evaluate("navigator.userAgent.match(/Chrome.[0-9.]+/)[0]");
      result.put("browser", agent.asText());
      takePictures(page, file);
      assertTrue(page.complaints().isEmpty(), page.complaints().toString());
    }
    System.out.println(result);
  }

  /** From a change of the slider to the second frame after it, as seen by the page. */
  private static String slide() {
    return """
    new Promise((done) => {
      const start = performance.now();
      setEpoch(1 + view.detail.floatEpochs);
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
    })\
    """;
  }

  private static double median(double[] values) {
    return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
  }

  private static void takePictures(BrowserPage page, Path file) throws IOException {
    String target = System.getProperty("report.pictures");
    if (target == null) {
      return;
    }
    Path pictures = Files.createDirectories(Path.of(target));
    for (String scheme : new String[] {"light", "dark"}) {
      page.use("screen", scheme);
      page.resize(1180, 860);
      page.open(file);
      page.evaluate(HALF_WAY);
      Files.write(pictures.resolve("report-" + scheme + ".png"), page.screenshot());
    }
    page.use("screen", "light");
    page.open(file);
    page.evaluate(HALF_WAY);
    page.evaluate("document.getElementById('layers').scrollIntoView()");
    Files.write(pictures.resolve("report-layers.png"), page.screenshot());
    page.resize(390, 844);
    page.open(file);
    page.evaluate(HALF_WAY);
    page.evaluate("document.getElementById('modes').scrollIntoView()");
    Files.write(pictures.resolve("report-phone.png"), page.screenshot());
  }
}
