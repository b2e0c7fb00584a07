package org.dyadic.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example as a user would, and holds the README to it. */
class QuickstartTest {
  private static final Path SOURCE = Path.of("src/test/java/org/dyadic/example/Quickstart.java");
  private static final String MARKER = "<!-- Quickstart.java -->";
  private static final int MOST_LINES = 15;

  @TempDir private Path folder;

  @Test
  void trainsPacksAndClassifies() throws Exception {
    Path run = folder.resolve("run");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      Quickstart.main(new String[] {run.toString()});
    } finally {
      System.setOut(before);
    }
    int label = Datasets.open("digits", DatasetOptions.defaults()).test().label(7);
    String line = "It is a %d: %s%n".formatted(label, run.resolve("model.dyadic"));
    assertEquals(line, bytes.toString(UTF_8));
  }

  @Test
  void isShort() throws IOException {
    String source = Files.readString(SOURCE);
    String body = source.substring(source.indexOf("void main("));
    long lines = body.lines().skip(1).takeWhile(line -> !line.equals("  }")).count();
    assertTrue(lines <= MOST_LINES, lines + " lines");
  }

  /** The README shows this very file, after a marker. */
  @Test
  void theReadmeShowsThisFile() throws IOException {
    Path readme = Path.of("..", "README.md");
    String text = Files.readString(readme);
    int at = text.indexOf(MARKER);
    assertTrue(at >= 0, "no marker " + MARKER);
    String expected = "%s%n```java%n%s```".formatted(MARKER, Files.readString(SOURCE));
    assertEquals(expected, text.substring(at, Math.min(text.length(), at + expected.length())));
  }
}
