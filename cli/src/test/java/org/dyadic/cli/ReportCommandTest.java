package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dyadic report} writes, says and refuses. */
class ReportCommandTest {
  @TempDir private static Path folder;
  private static Path run;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    run = CommandLineRun.tinyModel(folder.resolve("tiny")).getParent();
  }

  @Test
  void aPageIsWritten() throws IOException {
    Path page = own.resolve("page.html");
    JsonNode json = done("report", run, "-o", page, "--json").json();
    assertEquals(page.toString(), json.path("out").asText());
    assertEquals(Files.size(page), json.path("bytes").asLong());
    assertEquals("[\"tiny\"]", json.path("runs").toString());
    String text = Files.readString(page);
    assertTrue(text.startsWith("<!doctype html>"));
    assertTrue(text.contains("\"confusion\":[["));
    assertFalse(text.contains(folder.toString()), "the page names a folder of this machine");
  }

  @Test
  void theTestImagesCanBeLeftOut() throws IOException {
    Path page = own.resolve("page.html");
    String said = done("report", run, "-o", page, "--no-test").out();
    assertEquals("%s: %,d bytes, 1 run\n".formatted(page, Files.size(page)), said);
    assertFalse(Files.readString(page).contains("\"confusion\":[["));
  }

  @Test
  void figuresAreWrittenInsteadOfAPage() throws IOException {
    Path figures = own.resolve("figures");
    JsonNode json = done("report", run, run, "--figures", figures, "--no-test", "--json").json();
    assertFalse(json.has("out"));
    assertEquals(figures.toString(), json.path("figures").asText());
    assertTrue(json.path("files").size() > 10);
    for (JsonNode file : json.path("files")) {
      assertTrue(Files.size(figures.resolve(file.asText())) > 100, file.asText());
    }
  }

  @Test
  void whatIsNoRunIsStatus6() throws IOException {
    refused(6, own + " is not a run folder: it has no config.json", "report", own);
    Path copy = Files.createDirectory(own.resolve("copy"));
    Files.copy(run.resolve("config.json"), copy.resolve("config.json"));
    refused(
        6,
        copy + " has no log.jsonl yet: training has not come to the end of an epoch",
        "report",
        copy);
    Files.writeString(copy.resolve("log.jsonl"), "{}\n");
    refused(6, copy.resolve("log.jsonl") + ", line 1 is damaged: it has no event", "report", copy);
    refused(6, "no such run folder: " + own.resolve("none"), "watch", own.resolve("none"));
  }

  @Test
  void aDamagedModelIsStatus4() throws IOException {
    Path copy = Files.createDirectory(own.resolve("copy"));
    for (String name : new String[] {"config.json", "data.json", "log.jsonl", "result.json"}) {
      Files.copy(run.resolve(name), copy.resolve(name));
    }
    Files.write(copy.resolve("model.dyadic"), new byte[100]);
    CommandLineRun ended = CommandLineRun.of("report", copy, "-o", own.resolve("page.html"));
    assertEquals(4, ended.status());
    assertTrue(ended.err().contains("model.dyadic: not a valid model file: "), ended.err());
    assertFalse(Files.exists(own.resolve("page.html")));
  }

  @Test
  void optionsAreChecked() {
    refused(2, "--threads 0 must be at least 1", "report", run, "--threads", "0");
    refused(2, "--every 0.0 must lie in 0.1 .. 3600", "watch", run, "--every", "0");
    assertEquals(2, CommandLineRun.of("report").status());
  }

  @Test
  void bothCommandsHaveAnExample() {
    assertTrue(done("report", "--help").out().contains("\nExample: dyadic report runs/mnist"));
    assertTrue(done("watch", "--help").out().contains("\nExample: dyadic watch runs/mnist"));
  }
}
