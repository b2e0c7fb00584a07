package org.dyadic.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dyadic.export.OnnxExporter.Variant;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.ScaledNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checker of the ONNX project, with shape inference, on every exported file. It needs Python's
 * package onnx, which Debian calls python3-onnx; with CI=true it must be there. Its version 1.12
 * ends at opset 17, so ONNX Runtime alone judges INT2.
 */
class OnnxCheckerTest {
  private static final String CHECK =
      """
      import onnx, sys
      for name in sys.argv[1:]:
          model = onnx.load(name)
          onnx.checker.check_model(model, full_check=True)
          print('checked', name)
      """;

  @TempDir private Path folder;

  /** Debian's Python first: another one on the path may not have Debian's packages. */
  private static Optional<String> python() throws InterruptedException {
    for (String python : List.of("/usr/bin/python3", "python3")) {
      if (hasChecker(python)) {
        return Optional.of(python);
      }
    }
    return Optional.empty();
  }

  private static boolean hasChecker(String python) throws InterruptedException {
    try {
      return run(python, "import onnx", List.of()).status == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private record Ended(int status, String text) {}

  private static Ended run(String python, String script, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(python, "-c", script));
    line.addAll(arguments);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  @Test
  void everyVariantPassesTheOfficialChecker() throws Exception {
    Optional<String> python = python();
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(python.isPresent(), "no Python package onnx");
    }
    List<String> files = new ArrayList<>();
    StringBuilder expected = new StringBuilder();
    for (long seed = 0; seed < 4; seed++) {
      for (QuantizedNetwork network :
          List.of(
              RandomNetworks.withEveryLayer(seed),
              RandomNetworks.withRectangles(seed),
              ScaledNetworks.withEveryLayer(seed))) {
        for (Variant variant : List.of(Variant.FLOAT, Variant.INT8, Variant.QONNX)) {
          Path file = folder.resolve(files.size() + ".onnx");
          Files.write(file, new OnnxExporter(variant).encode(network));
          files.add(file.toString());
          expected.append("checked ").append(file).append(System.lineSeparator());
        }
      }
    }
    Ended ended = run(python.orElseThrow(), CHECK, files);
    assertEquals(expected.toString(), ended.text);
    assertEquals(0, ended.status);
  }
}
