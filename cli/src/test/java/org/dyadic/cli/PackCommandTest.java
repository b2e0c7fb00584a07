package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dyadic.format.ModelFile;
import org.dyadic.quant.Fold;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's weights, packed once more. */
class PackCommandTest {
  @TempDir private static Path folder;
  private static Path run;
  private static Path model;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    run = folder.resolve("run");
    model = CommandLineRun.tinyModel(run);
  }

  private static Map<String, Long> files() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(run)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return files;
  }

  @Test
  void theSameFoldGivesTheSameFile() throws IOException {
    Path out = own.resolve("again.dyadic");
    Map<String, Long> before = files();
    done("pack", run, "--out", out);
    assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(out));
    assertEquals(before, files(), "the run folder stays as it is");
  }

  @Test
  void anotherFoldKeepsTheWeights() throws IOException {
    Path out = own.resolve("shift.dyadic");
    JsonNode json = done("pack", run, "--fold=shift", "-o", out, "--json").json();
    assertEquals("shift", json.get("fold").asText());
    assertEquals(Files.size(out), json.get("model_bytes").asLong());
    assertEquals(Fold.SHIFT, ModelFile.read(out).fold());
    assertEquals(ModelFile.read(model).sparsity(), ModelFile.read(out).sparsity());
    JsonNode eval = done("eval", out, "--dataset=digits", "--threads=1", "--json").json();
    assertEquals(json.get("integer_error").asDouble(), eval.get("error").asDouble());
    assertTrue(done("inspect", out).out().contains("shift fold"));
  }

  @Test
  void floatScalesCannotShift() {
    refused(
        2,
        "--fold shift: method twn keeps one float scale a layer, which needs a multiplication;"
            + " --fold exact has it",
        "train",
        "--method=twn",
        "--fold=shift",
        "--out",
        own.resolve("run"));
    assertFalse(Files.exists(own.resolve("run")));
  }

  @Test
  void anUnfinishedRunIsNamed() throws IOException {
    Path begun = own.resolve("begun");
    Files.createDirectories(begun);
    for (String name : List.of("config.json", "data.json")) {
      Files.copy(run.resolve(name), begun.resolve(name));
    }
    refused(
        2,
        "the run in %s is not finished; go on with it: train --resume %1$s".formatted(begun),
        "pack",
        begun,
        "-o",
        own.resolve("a.dyadic"));
    refused(
        6,
        own + " is not a run folder: it has no config.json",
        "pack",
        own,
        "-o",
        own.resolve("a.dyadic"));
  }
}
