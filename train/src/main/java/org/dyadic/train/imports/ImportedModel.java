package org.dyadic.train.imports;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.data.PixelTable;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Parameter;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.dyadic.train.Safetensors;
import org.dyadic.train.TensorFile;

/**
 * A float network from outside with what belongs to it, as one safetensors file: the tensors under
 * Dyadic's names; notation, input shape, normalisation and class names in the metadata.
 *
 * @param state the network and its values
 * @param mean of pixels in 0 .. 1, per channel; the network takes {@code (pixel - mean) /
 *     deviation}
 * @param deviation likewise
 * @param classNames one an output; empty if they are not known
 * @param source where it came from, for people
 */
public record ImportedModel(
    State state,
    List<Double> mean,
    List<Double> deviation,
    List<String> classNames,
    String source) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the lists; checks their lengths. */
  public ImportedModel {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    classNames = List.copyOf(classNames);
    int channels = state.network().input().channels();
    if (mean.size() != channels || deviation.size() != channels) {
      throw new IllegalArgumentException(
          "--mean has %d and --std %d values, the network's input %s needs %d"
              .formatted(mean.size(), deviation.size(), state.network().input(), channels));
    }
    int outputs = state.network().output().channels();
    if (!classNames.isEmpty() && classNames.size() != outputs) {
      throw new IllegalArgumentException(
          "--classes has %d names, the network has %d outputs"
              .formatted(classNames.size(), outputs));
    }
    if (new HashSet<>(classNames).size() != classNames.size()) {
      throw new IllegalArgumentException("--classes has a name twice: " + classNames);
    }
  }

  /** The normalisation as training and integer inference read it. */
  public PixelTable table() {
    return PixelTable.normalizing(
        mean.stream().mapToDouble(Double::doubleValue).toArray(),
        deviation.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Writes the file, whole or not at all. */
  public void write(Path file) throws IOException {
    Shape input = state.network().input();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(
        "dyadic.input",
        JSON.writeValueAsString(List.of(input.channels(), input.height(), input.width())));
    metadata.put("dyadic.mean", JSON.writeValueAsString(mean));
    metadata.put("dyadic.std", JSON.writeValueAsString(deviation));
    metadata.put("dyadic.classes", JSON.writeValueAsString(classNames));
    metadata.put("dyadic.source", source);
    Safetensors.write(file, state, metadata);
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws IOException if it cannot be read, or is something else
   */
  public static ImportedModel read(Path file) throws IOException {
    Map<String, String> metadata = TensorFile.read(file).metadata();
    if (!metadata.containsKey("dyadic.input") || !metadata.containsKey("model")) {
      throw new IOException(
          "%s is not an imported network; dyadic import makes one of an ONNX or safetensors file"
              .formatted(file));
    }
    try {
      List<Integer> dims =
          JSON.readValue(metadata.get("dyadic.input"), new TypeReference<List<Integer>>() {});
      Shape input = new Shape(dims.get(0), dims.get(1), dims.get(2));
      return new ImportedModel(
          Safetensors.read(file, Notation.parse(metadata.get("model"), input)),
          numbers(metadata.get("dyadic.mean")),
          numbers(metadata.get("dyadic.std")),
          JSON.readValue(
              metadata.getOrDefault("dyadic.classes", "[]"), new TypeReference<List<String>>() {}),
          metadata.getOrDefault("dyadic.source", ""));
    } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("%s: its metadata is damaged: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static List<Double> numbers(String text) throws JacksonException {
    return JSON.readValue(text == null ? "[]" : text, new TypeReference<List<Double>>() {});
  }

  /**
   * The parameters with the outputs in the order of a data set's classes.
   *
   * @throws IllegalArgumentException if the network's classes are known to be others
   */
  public State inOrderOf(List<String> datasetClasses) {
    int outputs = state.network().output().channels();
    if (datasetClasses.size() != outputs) {
      throw new IllegalArgumentException(
          "the imported network has %d outputs, the data set has %d classes"
              .formatted(outputs, datasetClasses.size()));
    }
    if (classNames.isEmpty() || classNames.equals(datasetClasses)) {
      return state;
    }
    State ordered = state.copy();
    for (Parameter parameter : lastLayer(state.network())) {
      float[] from = state.get(parameter.name());
      float[] to = ordered.get(parameter.name());
      int row = from.length / outputs;
      for (int i = 0; i < outputs; i++) {
        int index = classNames.indexOf(datasetClasses.get(i));
        if (index < 0) {
          throw new IllegalArgumentException(
              "the data set has the class %s, the imported network has %s"
                  .formatted(datasetClasses.get(i), classNames));
        }
        System.arraycopy(from, index * row, to, i * row, row);
      }
    }
    return ordered;
  }

  /** Weights and bias of the outputs. */
  private static List<Parameter> lastLayer(Network network) {
    String last = network.nodes().getLast().name();
    return network.parameters().stream().filter(p -> p.layer().equals(last)).toList();
  }
}
