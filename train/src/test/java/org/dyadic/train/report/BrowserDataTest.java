package org.dyadic.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page in a real browser with data that is new, hostile or unfinished. */
class BrowserDataTest extends InBrowser {
  private static final String HOSTILE = "</script><img src=x onerror=hacked=1>\"'&{{data}}";

  /** A page that watches a run calls render with newer data of the same form. */
  @Test
  void newerDataKeepsWhatWasChosen() throws IOException {
    ObjectNode later = one.json().deepCopy();
    ObjectNode earlier = one.json().deepCopy();
    ObjectNode run = (ObjectNode) earlier.path("runs").path(0);
    run.put("methodEpochs", Fixture.EPOCHS - 1).put("finished", false).putNull("result");
    ((ArrayNode) run.path("states")).remove(Fixture.EPOCHS);
    run.path("epochs").forEach(column -> ((ArrayNode) column).remove(column.size() - 1));
    open(new ReportData(earlier));
    assertEquals("after epoch 4 of 4", text("output"));
    page.evaluate("render(%s)".formatted(later));
    assertEquals("after epoch 5 of 5", text("output"));
    page.evaluate("setEpoch(3)");
    page.evaluate("render(%s)".formatted(later));
    assertEquals("after epoch 3 of 5", text("output"));
  }

  @Test
  void hostileNamesDoNoHarm() throws IOException {
    ObjectNode data = two.json().deepCopy();
    data.put("title", HOSTILE);
    ((ArrayNode) data.path("notes")).add(HOSTILE);
    for (JsonNode node : data.path("runs")) {
      ObjectNode run = (ObjectNode) node;
      List.of("name", "dataset", "model", "method", "monitor").forEach(n -> run.put(n, HOSTILE));
      ((ArrayNode) run.path("test").path("classes")).set(3, HOSTILE);
      ((ObjectNode) run.path("bytes").path("layers").path(0)).put("name", HOSTILE);
      ((ObjectNode) run.path("filters")).put("layer", HOSTILE);
      ((ObjectNode) run.path("provenance")).put(HOSTILE, HOSTILE);
      for (JsonNode state : run.path("states")) {
        ((ObjectNode) state.path("layers").path(0)).put("name", HOSTILE);
      }
    }
    open(new ReportData(data));
    assertEquals(HOSTILE, text("h1"));
    assertEquals(0, page.evaluate("document.querySelectorAll('img').length").asInt());
    assertFalse(page.evaluate("'hacked' in window").asBoolean());
    assertTrue(page.evaluate("document.querySelectorAll('.plot path').length").asInt() > 10);
  }

  @Test
  void anUnfinishedRunIsAPageToo() throws IOException {
    ObjectNode data = one.json().deepCopy();
    ObjectNode run = (ObjectNode) data.path("runs").path(0);
    run.put("finished", false).put("methodEpochs", 0).putNull("result");
    run.putArray("states");
    for (String part : List.of("test", "bytes", "filters")) {
      run.putObject(part).put("missing", "not yet");
    }
    run.path("epochs")
        .forEach(
            column -> {
              while (column.size() > Fixture.FLOAT_EPOCHS) {
                ((ArrayNode) column).remove(column.size() - 1);
              }
            });
    open(new ReportData(data));
    assertTrue(text("#summary").contains("Not finished: 2 of 5 epochs are done."));
    assertEquals("not yet", text("#bytes .note"));
    assertTrue(page.evaluate("document.querySelectorAll('#loss path.line').length").asInt() == 1);
  }
}
