package org.dyadic.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dyadic.format.ModelFile;
import org.dyadic.inference.Classifier;
import org.dyadic.quant.QuantizedNetwork;

/**
 * Times new Java processes from their start to their first prediction: as the launcher starts Java,
 * with an archive of classes, and without the incubator module. Kinds take turns.
 */
final class FirstPredictionBench {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  private final Output output;
  private final QuantizedNetwork network;
  private final int processes;

  FirstPredictionBench(Output output, QuantizedNetwork network, int processes) {
    this.output = output;
    this.network = network;
    this.processes = processes;
  }

  Map<String, Object> run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("dyadic-bench");
    Path model = folder.resolve("model" + ModelFile.EXTENSION);
    Path archive = folder.resolve("classes.jsa");
    Path cache = folder.resolve("cache.aot");
    try {
      ModelFile.write(network, model);
      return run(model, archive, cache);
    } finally {
      for (Path file : List.of(model, archive, cache, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Map<String, Object> run(Path model, Path archive, Path cache)
      throws IOException, InterruptedException {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put("vectors", List.of(VECTORS));
    if (Stream.of(classPath().split(File.pathSeparator)).allMatch(each -> each.endsWith(".jar"))) {
      List<String> archived =
          List.of(VECTORS, "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive);
      start(archived, model);
      kinds.put("vectors-archive", archived);
      start(List.of(VECTORS, "-XX:AOTCacheOutput=" + cache), model);
      kinds.put("vectors-aot", List.of(VECTORS, "-XX:AOTCache=" + cache));
    } else {
      output.say("no archive of classes: Java makes none of classes that are not in jars");
    }
    kinds.put("scalar", List.of());
    Map<String, double[]> times = new LinkedHashMap<>();
    kinds.keySet().forEach(kind -> times.put(kind, new double[processes]));
    for (int i = 0; i < processes; i++) {
      for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
        times.get(kind.getKey())[i] = start(kind.getValue(), model);
      }
    }
    return report(times);
  }

  private Map<String, Object> report(Map<String, double[]> times) {
    List<Map<String, Object>> results = new ArrayList<>();
    times.forEach(
        (kind, millis) -> {
          double[] sorted = millis.clone();
          Arrays.sort(sorted);
          double median = (sorted[(processes - 1) / 2] + sorted[processes / 2]) / 2;
          output.say(
              String.format(
                  Locale.ROOT,
                  "%-16s first prediction after %.0f ms (%.0f .. %.0f), median of %d processes",
                  kind,
                  median,
                  sorted[0],
                  sorted[processes - 1],
                  processes));
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("name", kind);
          json.put("median_ms", median);
          json.put("min_ms", sorted[0]);
          json.put("max_ms", sorted[processes - 1]);
          results.add(json);
        });
    return Map.of("first_prediction", results);
  }

  /** Milliseconds from the start of a process to its answer, a number; Java may warn before. */
  private static double start(List<String> options, Path model)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.addAll(List.of("-cp", classPath(), FirstPrediction.class.getName(), model.toString()));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader reader = process.inputReader()) {
      String answer = reader.readLine();
      while (answer != null && !answer.matches("[0-9]+")) {
        answer = reader.readLine();
      }
      double millis = (System.nanoTime() - start) / 1e6;
      if (answer == null || process.waitFor() != 0) {
        throw new IOException("no prediction from: " + String.join(" ", line));
      }
      return millis;
    } finally {
      process.destroyForcibly();
    }
  }

  /** What a program needs that only runs models: core, and the class that is started. */
  private static String classPath() {
    return Stream.of(Classifier.class, FirstPrediction.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
