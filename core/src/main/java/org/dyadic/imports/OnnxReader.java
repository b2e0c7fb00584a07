package org.dyadic.imports;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the ModelProto of <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>: nodes, tensors,
 * inputs and outputs. Graphs in attributes are passed over.
 */
final class OnnxReader {
  private final String source;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();
  private final List<OnnxGraph.Input> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private String producer = "";
  private boolean hasGraph;

  private OnnxReader(String source) {
    this.source = source;
  }

  /**
   * Reads a file's bytes.
   *
   * @throws ImportException if they are no ONNX model
   */
  static OnnxGraph read(String source, byte[] bytes) {
    OnnxReader reader = new OnnxReader(source);
    reader.model(new ProtobufReader(source, bytes));
    if (!reader.hasGraph) {
      throw new ImportException(source, "not an ONNX file: it has no graph");
    }
    reader.inputs.removeIf(input -> reader.constants.containsKey(input.name()));
    return new OnnxGraph(
        source, reader.producer, reader.nodes, reader.constants, reader.inputs, reader.outputs);
  }

  private void model(ProtobufReader message) {
    while (message.next()) {
      switch (message.field()) {
        case 2 -> producer = message.text();
        case 7 -> graph(message.message());
        default -> message.skip();
      }
    }
  }

  private void graph(ProtobufReader message) {
    hasGraph = true;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> nodes.add(node(message.message()));
        case 5 -> {
          TensorReader.Named tensor = TensorReader.read(source, message.message());
          constants.put(tensor.name(), tensor.tensor());
        }
        case 11 -> inputs.add(value(message.message()));
        case 12 -> outputs.add(value(message.message()).name());
        case 15 -> throw new ImportException(source, "sparse initializers are not supported");
        default -> message.skip();
      }
    }
  }

  private OnnxNode node(ProtobufReader message) {
    List<String> in = new ArrayList<>();
    List<String> out = new ArrayList<>();
    Map<String, OnnxAttribute> attributes = new HashMap<>();
    String name = "";
    String operator = "";
    String domain = "";
    while (message.next()) {
      switch (message.field()) {
        case 1 -> in.add(message.text());
        case 2 -> out.add(message.text());
        case 3 -> name = message.text();
        case 4 -> operator = message.text();
        case 5 -> attribute(message.message(), attributes);
        case 7 -> domain = message.text();
        default -> message.skip();
      }
    }
    boolean foreign = !domain.isEmpty() && !domain.equals("ai.onnx");
    String whole = foreign ? domain + "." + operator : operator;
    String place = name.isEmpty() && !out.isEmpty() ? out.getFirst() : name;
    return new OnnxNode("%s (%s)".formatted(place, whole), whole, in, out, attributes);
  }

  private void attribute(ProtobufReader message, Map<String, OnnxAttribute> attributes) {
    String name = "";
    long integer = 0;
    float real = 0;
    String text = "";
    LongList integers = new LongList();
    List<Float> reals = new ArrayList<>();
    Constant tensor = null;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = message.text();
        case 2 -> real = message.real();
        case 3 -> integer = message.integer();
        case 4 -> text = message.text();
        case 5 -> tensor = TensorReader.read(source, message.message()).tensor();
        case 7 -> {
          ByteBuffer packed = message.reals(Float.BYTES);
          while (packed.hasRemaining()) {
            reals.add(packed.getFloat());
          }
        }
        case 8 -> message.integers(integers::add);
        default -> message.skip();
      }
    }
    float[] floats = new float[reals.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = reals.get(i);
    }
    attributes.put(
        name, new OnnxAttribute(integer, real, text, integers.toArray(), floats, tensor));
  }

  /** A ValueInfoProto: name, and the extents of its tensor's shape. */
  private static OnnxGraph.Input value(ProtobufReader message) {
    String name = "";
    List<Integer> dims = new ArrayList<>();
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = message.text();
        case 2 -> type(message.message(), dims);
        default -> message.skip();
      }
    }
    return new OnnxGraph.Input(name, dims);
  }

  private static void type(ProtobufReader message, List<Integer> dims) {
    while (message.next()) {
      if (message.field() != 1) {
        message.skip();
        continue;
      }
      ProtobufReader tensor = message.message();
      while (tensor.next()) {
        if (tensor.field() == 2) {
          shape(tensor.message(), dims);
        } else {
          tensor.skip();
        }
      }
    }
  }

  private static void shape(ProtobufReader message, List<Integer> dims) {
    while (message.next()) {
      if (message.field() == 1) {
        dims.add(extent(message.message()));
      } else {
        message.skip();
      }
    }
  }

  private static int extent(ProtobufReader message) {
    long extent = -1;
    while (message.next()) {
      if (message.field() == 1) {
        extent = message.integer();
      } else {
        message.skip();
      }
    }
    return extent < 1 || extent > Integer.MAX_VALUE ? -1 : (int) extent;
  }
}
