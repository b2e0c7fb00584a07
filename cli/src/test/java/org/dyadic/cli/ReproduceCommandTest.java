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
import java.util.stream.Stream;
import org.dyadic.cli.Recipe.Better;
import org.dyadic.cli.Recipe.Figure;
import org.dyadic.cli.Recipe.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Recipes: what is valid, what is measured, and what falls short. */
class ReproduceCommandTest {
  private static final String TRAIN =
      """
      {
        "description": "A tiny network.",
        "duration": "a second",
        "source": "this test",
        "command": ["train", "--model", "2C3-MP4-10", "--batch", "100", "--threads", "1",
                    "--float-epochs", "1", "--epochs", "1"],
        "figures": [
          {"field": "bits_per_weight", "recorded": %s, "tolerance": 0.5, "better": "neither"},
          {"field": "quantized_error", "recorded": %s, "tolerance": 0}
        ]
      }
      """;

  @TempDir private Path own;

  private Path write(String text) throws IOException {
    return Files.writeString(own.resolve("tiny.json"), text);
  }

  @Test
  void aTrainingIsMeasuredAndMeasuredAgain() throws IOException {
    Path out = own.resolve("run");
    CommandLineRun first =
        CommandLineRun.of("reproduce", write(TRAIN.formatted("0", "0")), "--out", out, "--json");
    assertEquals(1, first.status(), first.err());
    JsonNode figures = first.json().get("figures");
    assertFalse(first.json().get("reproduced").asBoolean());
    assertEquals("falls short", figures.at("/0/verdict").asText());
    assertEquals("falls short", figures.at("/1/verdict").asText());
    double bits = figures.at("/0/measured").asDouble();
    double error = figures.at("/1/measured").asDouble();

    Path right = write(TRAIN.formatted(bits + 0.4, error));
    CommandLineRun second = done("reproduce", right, "--out", out);
    assertTrue(second.out().contains("quantized_error"), second.out());
    assertEquals(2, second.out().split("  reproduced\n", -1).length - 1, second.out());
    assertTrue(second.err().contains("2C3-MP4-10"), second.err());
  }

  @Test
  void aFigureThatIsNotThereFallsShort() throws IOException {
    Path file = write(TRAIN.formatted("1", "1").replace("quantized_error", "no_such_error"));
    CommandLineRun run =
        CommandLineRun.of("reproduce", file, "--out", own.resolve("run"), "--json");
    assertEquals(1, run.status(), run.err());
    assertEquals("missing", run.json().at("/figures/1/verdict").asText());
    assertTrue(run.json().at("/figures/1/measured").isNull());
  }

  @Test
  void aCommandThatFailsKeepsItsStatus() throws IOException {
    Path file = write(TRAIN.formatted("1", "1").replace("\"100\"", "\"1\""));
    CommandLineRun run =
        CommandLineRun.of("reproduce", file, "--json", "--out", own.resolve("run"));
    assertEquals(2, run.status(), run.err());
    assertEquals("", run.out());
    String message = "dyadic: --batch 1 must be at least 2: batch norm needs two images\n";
    assertTrue(run.err().endsWith(message), run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "lower,   1.0, 1.125, REPRODUCED",
    "lower,   1.0, 0.875, REPRODUCED",
    "lower,   1.0, 1.25,  FALLS_SHORT",
    "lower,   1.0, 0.75,  BETTER",
    "higher,  1.0, 1.25,  BETTER",
    "higher,  1.0, 0.75,  FALLS_SHORT",
    "neither, 1.0, 1.25,  FALLS_SHORT",
    "neither, 1.0, 0.75,  FALLS_SHORT",
    "neither, 1.0, 1.0,   REPRODUCED",
    "lower,   1.0, ,      MISSING",
    "higher,  1.0, NaN,   FALLS_SHORT",
  })
  void aVerdictKnowsWhichSideIsBetter(
      Better better, double recorded, Double measured, Verdict verdict) {
    Figure figure = new Figure(null, "error", recorded, 0.125, better);
    assertEquals(verdict, figure.verdict(measured));
  }

  static Stream<String[]> mistakes() {
    return Stream.of(
        new String[] {"\"description\": \"A tiny network.\",", "", "description is missing"},
        new String[] {"\"source\"", "\"sauce\": 1, \"source\"", "Unrecognized field \"sauce\""},
        new String[] {"\"train\", ", "\"eval\", ", "must begin with train or compare, not eval"},
        new String[] {"\"--threads\"", "\"--json\"", "must not have --json: reproduce sets it"},
        new String[] {"\"--threads\"", "\"--out=a\"", "must not have --out: reproduce sets it"},
        new String[] {"\"tolerance\": 0}", "\"tolerance\": -1}", "no tolerance of at least 0"},
        new String[] {"\"tolerance\": 0}", "\"row\": \"a\", \"tolerance\": 0}", "have no row"},
        new String[] {"\"train\", ", "\"compare\", ", "figures of compare must name a row"},
        new String[] {"\"recorded\": 1, \"tolerance\": 0}", "\"tolerance\": 0}", "no recorded"},
        new String[] {
          "\"recorded\": 1, \"tolerance\": 0}",
          "\"recorded\": \"1\"}",
          "figures.[1].recorded: line 9"
        },
        new String[] {"\"neither\"", "\"nether\"", "figures.[0].better: line 8"},
        new String[] {"\"field\": \"bits_per_weight\", ", "", "a figure has no field"},
        new String[] {"\"a second\",", "\"a second\"", "line 4: Unexpected character"});
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesInARecipeAreNamed(String text, String replacement, String message)
      throws IOException {
    String recipe = TRAIN.formatted("1", "1");
    assertTrue(recipe.contains(text), text);
    Path file = write(recipe.replace(text, replacement));
    CommandLineRun run = CommandLineRun.of("reproduce", file, "--out", own.resolve("run"));
    assertEquals(6, run.status(), run.err());
    assertTrue(run.err().startsWith("dyadic: recipe " + file + ": "), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertFalse(Files.exists(own.resolve("run")));
  }

  @Test
  void theShippedRecipesAreValidAndListed() throws IOException {
    JsonNode recipes = done("reproduce", "--list", "--json").json().get("recipes");
    try (Stream<Path> files = Files.list(Repository.root().resolve("recipes"))) {
      assertEquals(files.count(), recipes.size());
    }
    assertTrue(recipes.has("digits-smoke"), recipes.toString());
    String text = done("reproduce", "--list").out();
    recipes.fieldNames().forEachRemaining(name -> assertTrue(text.contains("\n" + name), text));
  }

  @Test
  void wrongUseIsNamed() {
    refused(2, "reproduce needs the NAME of a recipe, or --list, not both", "reproduce");
    refused(
        2,
        "reproduce needs the NAME of a recipe, or --list, not both",
        "reproduce",
        "digits-smoke",
        "--list");
    CommandLineRun run = CommandLineRun.of("reproduce", "nosuch");
    assertEquals(2, run.status());
    assertTrue(run.err().startsWith("dyadic: there is no recipe 'nosuch'; there are: "), run.err());
  }

  @Test
  void jobsAreForComparisons() throws IOException {
    Path file = write(TRAIN.formatted("1", "1"));
    refused(
        2,
        "--jobs: the recipe %s is a single run".formatted(file),
        "reproduce",
        file,
        "--jobs",
        "2");
  }
}
