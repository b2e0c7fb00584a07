package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code dyadic compare} refuses before it trains anything. */
class CompareCommandTest {
  @TempDir private Path own;

  private Object[] compare(String... more) {
    List<Object> line = new ArrayList<>(List.of("compare", "--out", own.resolve("out")));
    line.addAll(List.of(more));
    return line.toArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--methods=foo   | --methods foo: 'foo' is not one of: all, ",
        "--methods=      | --methods : '' is not one of: all, ",
        "--methods=sgm:x=1 | --methods sgm:x=1: --set x: method sgm has no such option",
        "--seeds=0       | --seeds 0 must be a number of seeds",
        "--seeds=a,b     | --seeds a,b must be a number of seeds",
        "--policy=mine   | Invalid value for option '--policy'",
        "--jobs=0        | --jobs 0 must be at least 1",
        "--epochs=0      | --epochs 0 must be at least 1",
        "--device=gpu    | --device gpu must be cpu, cuda or cuda:N",
        "--device=cuda:99 | --device cuda:99: ",
        "--model=5D      | 5D",
      })
  void mistakesAreNamed(String option, String message) {
    CommandLineRun run = CommandLineRun.of(compare(option));
    assertEquals(2, run.status(), run.err());
    assertTrue(run.err().startsWith("dyadic: "), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertFalse(Files.exists(own.resolve("out")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--method=sgm", "--seed=1", "--set=update=proximal", "--lambda=1"})
  void optionsOfASingleRunAreUnknown(String option) {
    CommandLineRun run = CommandLineRun.of(compare(option));
    assertEquals(2, run.status());
    assertTrue(run.err().contains("Unknown option: '" + option), run.err());
  }

  @Test
  void theFolderOfARunIsRefused() throws IOException {
    Path run = Files.createDirectory(own.resolve("out"));
    Files.writeString(run.resolve("config.json"), "{}");
    refused(
        2,
        "--out %s holds something else than a comparison (no settings.json); choose another folder"
            .formatted(run),
        compare());
  }

  @Test
  void aMissingDataSetIsToldFirst() {
    CommandLineRun run =
        CommandLineRun.of(compare("--dataset", "folder:" + own.resolve("nothing")));
    assertEquals(3, run.status(), run.err());
    assertFalse(Files.exists(own.resolve("out")));
  }
}
