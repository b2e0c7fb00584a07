package org.dyadic.export.c;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.quant.QuantizedNetwork;

/** An exported network, compiled for this machine with every warning an error. */
final class HostProgram {
  /** The flags under which exported source must compile without a word. */
  static final List<String> STRICT =
      List.of("-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Wpedantic", "-Werror");

  private static final String NAME = "net";

  private final Path folder;
  private final int classes;
  private final CExport export;

  private HostProgram(Path folder, int classes, CExport export) {
    this.folder = folder;
    this.classes = classes;
    this.export = export;
  }

  /** What a program computed for some images, and how much of the arena it used. */
  record Outcome(List<int[]> logits, int used) {}

  static HostProgram compile(
      QuantizedNetwork network, Path folder, COptions options, String compiler, String... flags)
      throws IOException, InterruptedException {
    CExport export = CExporter.write(network, folder, options);
    for (String name : List.of("driver.c")) {
      copy(name, folder);
    }
    List<String> command = new ArrayList<>(List.of(compiler));
    command.addAll(STRICT);
    command.addAll(List.of(flags));
    command.addAll(List.of("-DMODEL=" + NAME, "-DUPPER=NET", "-include", NAME + ".h"));
    command.addAll(List.of("-o", "program", "driver.c", NAME + ".c"));
    Tool.run(folder, command);
    return new HostProgram(folder, network.classNames().size(), export);
  }

  /** Copies a C file of the tests. */
  static void copy(String name, Path folder) throws IOException {
    try (InputStream in = HostProgram.class.getResourceAsStream(name)) {
      Files.write(folder.resolve(Path.of(name).getFileName()), in.readAllBytes());
    }
  }

  CExport export() {
    return export;
  }

  Outcome run(List<byte[]> images) throws IOException, InterruptedException {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    images.forEach(input::writeBytes);
    Tool.Result result =
        Tool.start(folder, List.of(folder.resolve("program").toString()), input.toByteArray());
    if (result.status() != 0) {
      throw new AssertionError("status " + result.status() + ": " + result.errors());
    }
    ByteBuffer output = ByteBuffer.wrap(result.output()).order(ByteOrder.LITTLE_ENDIAN);
    List<int[]> logits = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      int[] values = new int[classes];
      for (int c = 0; c < classes; c++) {
        values[c] = output.getInt();
      }
      logits.add(values);
    }
    return new Outcome(logits, output.getInt());
  }
}
