package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dyadic.cli.Installation.Ended;
import org.dyadic.data.Datasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  private final StringWriter out = new StringWriter();

  @TempDir private Path own;

  @Test
  void listsEveryKnownSet() throws IOException {
    CommandLineRun run = done("data", "list", "--data", own, "--json");
    List<String> names = new ArrayList<>();
    JsonNode sets = run.json().get("datasets");
    sets.forEach(set -> names.add(set.get("name").asText()));
    assertEquals(Datasets.names(), names);
    assertEquals("embedded", sets.get(0).get("place").asText());
    assertEquals(10, sets.get(0).get("classes").asInt());
    assertEquals(2500, sets.get(0).get("train").asInt());
    assertEquals(2500, sets.get(0).get("test").asInt());
    assertTrue(run.err().startsWith("name "), run.err());
  }

  @Test
  void saysWhatIsWrongWithFilesThatAreThere() throws IOException {
    for (String name :
        List.of(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte")) {
      Files.writeString(Files.createDirectories(own.resolve("mnist")).resolve(name), "nothing");
    }
    String line =
        done("data", "list", "--data", own)
            .out()
            .lines()
            .filter(text -> text.startsWith("mnist "))
            .findFirst()
            .orElseThrow();
    assertTrue(line.matches("mnist +10 +- +- +\\Q" + own.resolve("mnist") + "\\E, but .+"), line);
  }

  @Test
  void dataAloneShowsItsCommands() {
    CommandLineRun run = CommandLineRun.of("data");
    assertEquals(2, run.status());
    assertTrue(run.err().contains("Usage: dyadic data"), run.err());
    assertTrue(run.err().contains("fetch"), run.err());
  }

  @Test
  void fetchKnowsItsSets() {
    refused(
        3,
        "there is no data set \"imagenet\" to fetch; known are mnist, fashion-mnist, cifar10,"
            + " cifar100",
        "data",
        "fetch",
        "imagenet");
  }

  @Test
  void withoutANetworkFetchSaysWhatToPutWhere() throws Exception {
    Installation installation = Installation.in(own);
    String nowhere = "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=1";
    Ended ended =
        installation.run(
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "XDG_CACHE_HOME",
                own.resolve("cache").toString(),
                "DYADIC_JAVA_OPTS",
                nowhere),
            "data",
            "fetch",
            "mnist",
            "--json");
    assertEquals(3, ended.status(), ended.err());
    assertEquals("", ended.out());
    assertTrue(ended.err().contains("dyadic: data set mnist: the download failed"), ended.err());
    assertTrue(ended.err().contains("/train-images-idx3-ubyte.gz\n"), ended.err());
    assertTrue(
        ended.err().contains("and put them into " + own.resolve("cache/dyadic/mnist")),
        ended.err());
    assertFalse(ended.err().contains("\tat "), ended.err());
  }

  /** A clock that the test moves. */
  private long now;

  private FetchProgress progress(boolean terminal) {
    return new FetchProgress(new PrintWriter(out), terminal, () -> now);
  }

  @Test
  void progressOnATerminalIsOneLineAndSeldomDrawn() {
    FetchProgress progress = progress(true);
    for (int i = 0; i <= 1000; i++) {
      now = i * 1_000_000L;
      progress.update("a.gz", 10_000_000 + i * 10_000L, 20_000_000);
    }
    progress.end();
    String[] drawn = out.toString().split("\r", -1);
    assertEquals(1 + 5, drawn.length, out.toString());
    assertEquals("a.gz  50 %  10.0 MB", drawn[1].stripTrailing());
    assertEquals("a.gz  75 %  15.0 MB  10.0 MB/s  1 s left", drawn[3].stripTrailing());
    assertEquals("a.gz 100 %  20.0 MB  10.0 MB/s", drawn[5].stripTrailing());
    assertTrue(drawn[5].endsWith(System.lineSeparator()), out.toString());
    assertTrue(drawn[5].length() > drawn[4].length(), "the rest of the line before is wiped out");
  }

  @Test
  void progressInALogIsALineNowAndThen() {
    FetchProgress progress = progress(false);
    for (int i = 0; i <= 25; i++) {
      now = i * 1_000_000_000L;
      progress.update("a.gz", i * 1_000_000L, -1);
    }
    progress.update("b.gz", 5_000_000, 5_000_000);
    progress.end();
    assertEquals(
        """
        a.gz  0.0 MB
        a.gz  10.0 MB  1.0 MB/s
        a.gz  20.0 MB  1.0 MB/s
        b.gz 100 %  5.0 MB
        """,
        out.toString());
  }
}
