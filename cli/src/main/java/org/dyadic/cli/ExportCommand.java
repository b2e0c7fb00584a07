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
import org.dyadic.export.c.CExport;
import org.dyadic.export.c.CExporter;
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
        "  raw: a folder, one file an array, the layers in network.json",
        "  c: a folder with a header and a source in C99, without a library"
      })
  private String to;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "PATH",
      description = "The file to write, or the folder of a layout of several files.")
  private Path target;

  @Mixin private CArguments c;

  @Override
  public Integer call() throws IOException {
    ExportFormat format = ExportFormat.of(to);
    QuantizedNetwork network = model.read();
    Written written = write(format, network);
    List<Map<String, Object>> files = new ArrayList<>();
    long bytes = 0;
    for (Path file : written.files()) {
      long size = Files.size(file);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("path", file.toString());
      entry.put("bytes", size);
      files.add(entry);
      bytes += size;
    }
    say(format, written.files(), bytes);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.file().toString());
    json.put("format", format.flag());
    json.put("bytes", bytes);
    json.put("files", files);
    json.putAll(written.details());
    output.result(json);
    return ExitCode.OK.code();
  }

  /** Files, and what else there is to tell about them. */
  private record Written(List<Path> files, Map<String, Object> details) {}

  private Written write(ExportFormat format, QuantizedNetwork network) throws IOException {
    if (format != ExportFormat.C) {
      c.requireNone();
      return new Written(exporter(format).export(network, target), Map.of());
    }
    CExport export = CExporter.write(network, target, c.options(network, model.file(), target));
    output.say(c.text(export, network));
    return new Written(export.files(), c.details(export, network));
  }

  private static Exporter exporter(ExportFormat format) {
    return switch (format) {
      case ONNX, ONNX_INT8 -> new OnnxExporter(OnnxExporter.Variant.INT8);
      case ONNX_INT2 -> new OnnxExporter(OnnxExporter.Variant.INT2);
      case ONNX_FLOAT -> new OnnxExporter(OnnxExporter.Variant.FLOAT);
      case QONNX -> new OnnxExporter(OnnxExporter.Variant.QONNX);
      case SAFETENSORS -> new SafetensorsExporter();
      case RAW -> new RawExporter();
      case C -> throw new IllegalStateException("C source has options of its own");
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
