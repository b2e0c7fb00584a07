package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.bench.BuiltInNetworks;
import org.dyadic.format.ModelFile;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.quant.QuantizedNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inference in processes of its own, with and without Java's vectors, on both kinds of path. */
class IncubatorModuleTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";
  private static final String CURE = "start Java with --add-modules jdk.incubator.vector";

  @TempDir private static Path folder;
  private static Path model;
  private static String expected;

  @BeforeAll
  static void write() throws IOException {
    QuantizedNetwork network = BuiltInNetworks.create("lenet5@0.1", 0.33, 4);
    model = folder.resolve("model" + ModelFile.EXTENSION);
    ModelFile.write(network, model);
    int[] logits = new int[network.classNames().size()];
    int size = network.preprocessing().shape().size();
    IntegerExecutor.of(network, "scalar").newSession().logits(new byte[size], 0, logits);
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    expected = Integer.toString(best);
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static List<String> onClassPath() throws URISyntaxException {
    return List.of(
        "-cp", place(Classifier.class) + File.pathSeparator + place(FirstPrediction.class));
  }

  private static List<String> onModulePath() throws URISyntaxException {
    return List.of(
        "--module-path",
        place(Classifier.class),
        "--add-modules=org.dyadic.core",
        "-cp",
        place(FirstPrediction.class));
  }

  /** Runs a first prediction and returns what the process said on standard error. */
  private static String errors(List<String> path, String... options) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(options));
    line.addAll(path);
    line.addAll(List.of(FirstPrediction.class.getName(), model.toString()));
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder = new ProcessBuilder(line).redirectError(err.toFile());
    builder.environment().remove("DYADIC_KERNELS");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String said = Files.readString(err);
    assertEquals(0, process.waitFor(), () -> out + said);
    assertEquals(expected, out.strip(), () -> String.join(" ", line));
    return said;
  }

  private static void assertSaysTheCureOnce(String said) {
    assertEquals(1, said.lines().filter(line -> line.contains(CURE)).count(), said);
    assertTrue(said.contains("integer kernels: scalar"), said);
    assertFalse(said.contains("Exception"), said);
  }

  private static void assertSaysNothingOfItsOwn(String said) {
    String others = said.replace("WARNING: Using incubator modules: jdk.incubator.vector", "");
    assertEquals("", others.strip());
  }

  @Test
  void withoutTheModuleTheDefinitionRunsAndTheCureIsALine() throws Exception {
    assertSaysTheCureOnce(errors(onClassPath()));
    assertSaysTheCureOnce(errors(onModulePath()));
  }

  @Test
  void withTheModuleThereIsNothingToSay() throws Exception {
    assertSaysNothingOfItsOwn(errors(onClassPath(), VECTORS));
    assertSaysNothingOfItsOwn(errors(onModulePath(), VECTORS));
  }

  /** Neither pictures nor logging are needed. */
  @Test
  void theBaseModuleIsEnough() throws Exception {
    assertSaysTheCureOnce(errors(onClassPath(), "--limit-modules=java.base"));
    assertSaysTheCureOnce(errors(onModulePath(), "--limit-modules=java.base,org.dyadic.core"));
  }
}
