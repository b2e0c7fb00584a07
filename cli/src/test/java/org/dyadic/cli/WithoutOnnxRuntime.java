package org.dyadic.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command in a process of its own whose class path lacks ONNX Runtime. */
final class WithoutOnnxRuntime {
  private WithoutOnnxRuntime() {}

  /** How the process ended. */
  record Ended(int status, String out, String err) {}

  static Ended run(String... arguments) throws IOException, InterruptedException {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*onnxruntime(/target.*|-[0-9][^/]*)"))
            .collect(Collectors.joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> line = new ArrayList<>(List.of(java, "-cp", classPath, Main.class.getName()));
    line.addAll(List.of(arguments));
    Path err = Files.createTempFile("dyadic", ".err");
    try {
      Process process = new ProcessBuilder(line).redirectError(err.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
