package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dyadic.imports.ImportException;
import org.dyadic.imports.ImportedNetwork;
import org.dyadic.imports.OnnxImporter;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.Shape;
import org.dyadic.train.TensorFile;
import org.dyadic.train.imports.ImportedModel;
import org.dyadic.train.imports.StateDict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dyadic import}: a float network of another program, to be trained or quantized. */
@Command(
    name = "import",
    description = {
      "Reads a trained float network from an ONNX file, or the tensors of a built-in network from a"
          + " safetensors file, and keeps it with its preprocessing for train --from and quantize.",
      "",
      "Example: dyadic import resnet.onnx --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225"
          + " --classes names.txt -o resnet.safetensors",
      ""
    })
final class ImportCommand implements Callable<Integer> {
  private static final Pattern SHAPE =
      Pattern.compile("([1-9][0-9]{0,5})x([1-9][0-9]{0,5})x([1-9][0-9]{0,5})");

  @Mixin private Output output;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "NAME.onnx, or NAME.safetensors with --model.")
  private Path file;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "PATH",
      description = "The file to write; in a folder it is called float.safetensors.")
  private Path out;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "The network whose tensors a safetensors file holds: resnet20, vgg7, lenet5 and so on,"
              + " or a notation.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      description =
          "Channels, rows and columns of an input, where the file leaves them open (default with"
              + " --model: what that network was made for).")
  private String input;

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "MEAN",
      description =
          "Mean of pixels in 0 .. 1 that the network was trained with, one for all channels or one"
              + " a channel (default: 0).")
  private List<Double> mean = List.of(0.0);

  @Option(
      names = "--std",
      split = ",",
      paramLabel = "STD",
      description =
          "Standard deviation likewise (default: 1); --std 0.00392157 is for a network that takes"
              + " 0 .. 255.")
  private List<Double> deviation = List.of(1.0);

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description =
          "Names of the outputs, one a line: the folders' names where it will be trained on.")
  private Path classes;

  @Override
  public Integer call() throws IOException {
    Path target = Files.isDirectory(out) ? out.resolve("float.safetensors") : out;
    if (Files.exists(target) && Files.isSameFile(target, file)) {
      throw new IllegalArgumentException("--out %s is the file to read".formatted(target));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    ImportedModel imported = isOnnx() ? fromOnnx(json) : fromTensors(json);
    imported.write(target);
    report(imported, target, json);
    return ExitCode.OK.code();
  }

  private boolean isOnnx() {
    if (file.toString().endsWith(".onnx")) {
      if (model != null) {
        throw new IllegalArgumentException(
            "--model %s: an ONNX file says itself what its network is".formatted(model));
      }
      return true;
    }
    if (model == null) {
      throw new IllegalArgumentException(
          "%s is not called NAME.onnx; tensors alone need --model NAME".formatted(file));
    }
    return false;
  }

  private ImportedModel fromOnnx(Map<String, Object> json) throws IOException {
    ImportedNetwork network = OnnxImporter.read(file, input == null ? null : shape());
    network.notes().forEach(output::say);
    json.put("producer", network.producer());
    json.put("notes", network.notes());
    int channels = network.state().network().input().channels();
    List<Double> means = new ArrayList<>(repeated(mean, channels));
    List<Double> deviations = new ArrayList<>(repeated(deviation, channels));
    double[] scale = network.inputScale();
    double[] offset = network.inputOffset();
    for (int c = 0; c < Math.min(channels, means.size()); c++) {
      double factor = scale[c % scale.length];
      means.set(c, means.get(c) - offset[c % offset.length] * deviations.get(c) / factor);
      deviations.set(c, deviations.get(c) / factor);
    }
    return new ImportedModel(network.state(), means, deviations, classNames(), source());
  }

  private ImportedModel fromTensors(Map<String, Object> json) throws IOException {
    Shape shape =
        input != null
            ? shape()
            : Networks.usualInput(model)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "--model %s: --input CxHxW is needed with a notation"
                                .formatted(model)));
    TensorFile tensors = TensorFile.read(file);
    int outputs = outputs(tensors);
    Network network = Networks.create(model, shape, outputs);
    StateDict.Matched matched;
    try {
      matched = StateDict.match(network, tensors.tensors());
    } catch (IllegalArgumentException e) {
      throw new ImportException(file.toString(), e.getMessage());
    }
    matched.origins().forEach((layer, module) -> output.say("%s <- %s".formatted(layer, module)));
    json.put("origins", matched.origins());
    int channels = shape.channels();
    return new ImportedModel(
        matched.state(),
        repeated(mean, channels),
        repeated(deviation, channels),
        classNames(),
        source());
  }

  /** The rows of the last matrix. */
  private int outputs(TensorFile tensors) throws IOException {
    List<String> names = StateDict.linear(tensors.tensors());
    if (names.isEmpty()) {
      throw new IOException("%s has no weights of a linear layer".formatted(file));
    }
    return tensors.tensors().get(names.getLast()).dims().getFirst();
  }

  private Shape shape() {
    Matcher shape = SHAPE.matcher(input);
    if (!shape.matches()) {
      throw new IllegalArgumentException(
          "--input %s is not of the form CxHxW, such as 3x32x32".formatted(input));
    }
    return new Shape(
        Integer.parseInt(shape.group(1)),
        Integer.parseInt(shape.group(2)),
        Integer.parseInt(shape.group(3)));
  }

  private static List<Double> repeated(List<Double> values, int channels) {
    return values.size() == 1 ? Collections.nCopies(channels, values.getFirst()) : values;
  }

  private List<String> classNames() throws IOException {
    return classes == null
        ? List.of()
        : Files.readAllLines(classes).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
  }

  private String source() {
    return String.valueOf(file.getFileName());
  }

  private void report(ImportedModel imported, Path target, Map<String, Object> json)
      throws IOException {
    Network network = imported.state().network();
    json.put("model", target.toString());
    json.put("notation", network.toString());
    json.put("input", network.input().toString());
    json.put("outputs", network.output().channels());
    json.put("weights", network.weightCount());
    json.put("macs", network.macs());
    json.put("mean", imported.mean());
    json.put("std", imported.deviation());
    json.put("classes", imported.classNames());
    output.say(network.toTree());
    output.say(
        "%s: %s -> %d outputs, %,d weights; it takes (pixel / 255 - mean) / std, mean %s, std %s"
            .formatted(
                network,
                network.input(),
                network.output().channels(),
                network.weightCount(),
                text(imported.mean()),
                text(imported.deviation())));
    output.say(
        "Next: ./dyadic train --from %s --dataset folder:DIR".formatted(Shell.quote(target)));
    output.result(json);
  }

  private static String text(List<Double> values) {
    return values.stream().distinct().map("%.6g"::formatted).collect(Collectors.joining(", "));
  }
}
