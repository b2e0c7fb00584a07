package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dyadic export --to c}: a trained model, compiled and run. */
class CExportCommandTest {
  private static final List<String> STRICT =
      List.of("gcc", "-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Wpedantic", "-Werror");

  @TempDir private static Path folder;
  private static Path model;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    model = CommandLineRun.tinyModel(folder.resolve("run"));
  }

  @Test
  void theTestProgramFindsNoDifference() throws Exception {
    Path out = own.resolve("tiny-net");
    JsonNode json =
        done("export", model, "--to=c", "-o", out, "--tests=50", "--dataset=digits", "--json")
            .json();
    assertEquals(3, json.get("files").size());
    assertEquals(
        out.resolve("tiny_net.h").toString(), json.get("files").get(0).get("path").asText());
    String header = Files.readString(out.resolve("tiny_net.h"));
    int arena = json.get("arena_bytes").asInt();
    assertTrue(header.contains("#define TINY_NET_ARENA_BYTES " + arena + "\n"), header);
    assertTrue(json.get("arena_minimal").asBoolean());
    assertEquals(0, runTests(out));

    Path test = out.resolve("tiny_net_test.c");
    String text = Files.readString(test);
    int logits = text.indexOf("expected[");
    int digit = text.indexOf('\n', logits) + 5;
    Files.writeString(test, text.substring(0, digit) + "7" + text.substring(digit));
    assertEquals(1, runTests(out), "a logit that is wrong must be found");
  }

  /** Compiles the folder's sources and runs them; the status is the number of wrong images. */
  private static int runTests(Path out) throws Exception {
    assumeTrue(
        "true".equals(System.getenv("CI")) || Files.isExecutable(Path.of("/usr/bin/gcc")),
        "gcc is not installed; .ci/run installs it");
    List<String> command = new ArrayList<>(STRICT);
    Collections.addAll(command, "-O1", "tiny_net.c", "tiny_net_test.c", "-o", "tests");
    assertEquals(0, run(out, command));
    return run(out, List.of(out.resolve("tests").toString()));
  }

  private static int run(Path in, List<String> command) throws Exception {
    return new ProcessBuilder(command).directory(in.toFile()).inheritIO().start().waitFor();
  }

  @Test
  void aModelThatMultipliesIsRefusedWithTheCommandForOneThatDoesNot() {
    refused(
        2,
        "--no-multiply: this model has the fold exact, which multiplies once an output; 'dyadic"
            + " pack RUN --fold shift --out FILE' packs its run without multiplications",
        "export",
        model,
        "--to=c",
        "--no-multiply",
        "-o",
        own.resolve("c"));
    assertTrue(Files.notExists(own.resolve("c")));
  }

  @Test
  void aModelOfTheFoldShiftHasNoMultiplication() throws IOException {
    Path shift = own.resolve("shift.dyadic");
    done("pack", folder.resolve("run"), "--fold=shift", "--out", shift);
    Path out = own.resolve("c");
    JsonNode json =
        done("export", shift, "--to=c", "--no-multiply", "--target=rv32ec", "-o", out, "--json")
            .json();
    assertEquals(0, json.get("multiplications").asInt());
  }

  @Test
  void anArenaThatCannotBeIsRefusedWithTheLeast() {
    CommandLineRun run =
        CommandLineRun.of("export", model, "--to=c", "--arena-limit=100", "-o", own.resolve("c"));
    assertEquals(2, run.status());
    assertTrue(
        run.err().matches("(?s)dyadic: --arena-limit 100: this network needs an arena of .*"),
        run.err());
  }

  @Test
  void optionsOfCAreRefusedElsewhere() {
    refused(
        2,
        "--name, --target, --arena-limit, --no-multiply, --tests and --dataset are for --to c",
        "export",
        model,
        "--to=raw",
        "--target=rv32ec",
        "-o",
        own.resolve("raw"));
    refused(
        2,
        "--tests and --dataset need one another",
        "export",
        model,
        "--to=c",
        "--tests=3",
        "-o",
        own.resolve("c"));
    refused(
        2,
        "--target z80 is none; these are: generic, cortex-m0, cortex-m4, rv32ec, rv32imc",
        "export",
        model,
        "--to=c",
        "--target=z80",
        "-o",
        own.resolve("c"));
    refused(
        2,
        "name (=5a) must be a C identifier",
        "export",
        model,
        "--to=c",
        "--name=5a",
        "-o",
        own.resolve("c"));
  }
}
