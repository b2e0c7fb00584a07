package org.dyadic.cli;

import java.io.IOException;

/** The command in a process of its own whose class path lacks ONNX Runtime. */
final class WithoutOnnxRuntime {
  private WithoutOnnxRuntime() {}

  static OwnProcess.Ended run(String... arguments) throws IOException, InterruptedException {
    return OwnProcess.run(
        entry -> !entry.matches(".*onnxruntime(/target.*|-[0-9][^/]*)"), arguments);
  }
}
