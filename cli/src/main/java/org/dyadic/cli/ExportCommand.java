package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dyadic.export.Exporter;
import org.dyadic.export.OnnxExporter;
import org.dyadic.export.RawExporter;
import org.dyadic.export.SafetensorsExporter;
import org.dyadic.quant.QuantizedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dyadic export}: a packed model in the layout of another program. */
@Command(
    name = "export",
    description = {
      "Writes a packed model in the layout of another program. No integer changes: what a layout"
          + " cannot express is refused.",
      "",
      "Example: dyadic export runs/mnist/model.dyadic --to safetensors -o model.safetensors",
      ""
    })
final class ExportCommand implements Callable<Integer> {

  @Mixin private Output output;
  @Mixin private ModelArgument model;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORMAT",
      description = {
        "The layout:",
        "  onnx-int8: integers as ONNX Runtime runs them fast",
        "  onnx: the same as onnx-int8",
        "  onnx-int2: weights of four codes a byte (opset 25), activations in float",
        "  onnx-float: weights and activations on their grids in float, same logits",
        "  qonnx: the quantizers of QONNX, for its tools and for ONNX Runtime",
        "  safetensors: one file, packed codes, the layers as JSON in its metadata",
        "  raw: a folder, one file an array, the layers in network.json"
      })
  private String to;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "PATH",
      description = "The file to write, or the folder of a layout of several files.")
  private Path target;

  @Override
  public Integer call() throws IOException {
    ExportFormat format = ExportFormat.of(to);
    QuantizedNetwork network = model.read();
    List<Path> files = exporter(format).export(network, target);
    List<Map<String, Object>> written = new ArrayList<>();
    long bytes = 0;
    for (Path file : files) {
      long size = Files.size(file);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("path", file.toString());
      entry.put("bytes", size);
      written.add(entry);
      bytes += size;
    }
    say(format, files, bytes);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.file().toString());
    json.put("format", format.flag());
    json.put("bytes", bytes);
    json.put("files", written);
    output.result(json);
    return ExitCode.OK.code();
  }

  private static Exporter exporter(ExportFormat format) {
    return switch (format) {
      case ONNX, ONNX_INT8 -> new OnnxExporter(OnnxExporter.Variant.INT8);
      case ONNX_INT2 -> new OnnxExporter(OnnxExporter.Variant.INT2);
      case ONNX_FLOAT -> new OnnxExporter(OnnxExporter.Variant.FLOAT);
      case QONNX -> new OnnxExporter(OnnxExporter.Variant.QONNX);
      case SAFETENSORS -> new SafetensorsExporter();
      case RAW -> new RawExporter();
    };
  }

  private void say(ExportFormat format, List<Path> files, long bytes) {
    String where =
        files.size() == 1
            ? files.getFirst().toString()
            : "%d files in %s, %s first"
                .formatted(files.size(), target, files.getFirst().getFileName());
    output.say(String.format(Locale.ROOT, "%s: %s, %,d bytes", format.flag(), where, bytes));
  }
}
