package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.train.LayerReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words and tables for people. */
class TextTest {

  @Test
  void aFewClassesGetTheWholeMatrix() {
    long[][] matrix = {{3, 1}, {0, 0}};
    assertEquals(
        """
        class, taken for  cat  chiffc…  error %
        cat                 3        1    25.00
        chiffchaff          .        .        -
        """,
        new Confusions(matrix, List.of("cat", "chiffchaff")).toText());
  }

  @Test
  void classesThatBeginAlikeAreNumbered() {
    long[][] matrix = {{3, 1}, {0, 2}};
    assertEquals(
        """
        class, taken for  0  1  error %
        0 sweet_pea       3  1    25.00
        1 sweet_pepper    .  2     0.00
        """,
        new Confusions(matrix, List.of("sweet_pea", "sweet_pepper")).toText());
  }

  @Test
  void ofManyClassesTheMostFrequentConfusionsAreShown() {
    long[][] matrix = new long[21][21];
    for (int i = 0; i < 21; i++) {
      matrix[i][i] = 100;
      matrix[i][(i + 1) % 21] = i;
    }
    List<String> names = IntStream.range(0, 21).mapToObj(i -> "c" + i).toList();
    List<String> lines = new Confusions(matrix, names).toText().lines().toList();
    assertEquals(11, lines.size());
    assertEquals("most often: class  taken for  images  % of class", lines.get(0));
    assertEquals("c20                c0             20       16.67", lines.get(1));
    assertEquals("c11                c12            11        9.91", lines.get(10));
  }

  /** A layer may end with other levels than it began with; the most are 127. */
  @Test
  void histogramsOfEveryNumberOfLevelsHaveAnAxis() {
    for (int top : List.of(1, 3, 7, 15, 31, 63, 127)) {
      String text = Tables.histograms(List.of(report(1)), List.of(report(top)));
      List<String> lines = text.lines().toList();
      assertEquals(top == 1 ? 5 : 6, lines.size(), text);
      assertTrue(lines.getLast().strip().startsWith("-" + top + " "), text);
      assertTrue(lines.get(lines.size() - 2).startsWith("step 2^-" + top), text);
    }
  }

  private static LayerReport report(int top) {
    List<Integer> bins = Collections.nCopies((2 * top + 1) * LayerReport.BINS_PER_STEP, 1);
    return new LayerReport("fc1", Math.scalb(1.0, -top), top, 0, List.of(1.0), null, bins);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain/path-1.dyadic", "two words", "it's", "$HOME", "a;b", "", "*", "é"})
  void aShellReadsAQuotedWordAsItIs(String word) throws Exception {
    Process shell = new ProcessBuilder("/bin/sh", "-c", "printf %s " + Shell.quote(word)).start();
    assertEquals(word, new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals("plain/path-1", Shell.quote("plain/path-1"));
  }

  @Test
  void provenanceIsIndented() {
    Provenance provenance =
        new Provenance("{\"data\":{\"name\":\"digits\",\"sizes\":[1,2]},\"seed\":0,\"end\":null}");
    assertEquals(
        "  data:\n    name: digits\n    sizes: [1,2]\n  seed: 0\n  end: null", provenance.toText());
    assertTrue(provenance.value().isObject());
  }

  @ParameterizedTest
  @ValueSource(strings = {"made by hand", "{\"a\":", "{} {}", "[1]", "7"})
  void otherProvenanceIsText(String text) {
    Provenance provenance = new Provenance(text);
    assertEquals("  " + text, provenance.toText());
    assertEquals(text, provenance.value().asText());
  }

  @Test
  void provenanceCannotSteerTheTerminal() {
    assertEquals("  a\uFFFD[31mb", new Provenance("a\u001b[31mb").toText());
    assertEquals("  a: \uFFFDc", new Provenance("{\"a\":\"\\u009bc\"}").toText());
  }
}
