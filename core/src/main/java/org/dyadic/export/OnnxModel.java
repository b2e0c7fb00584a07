package org.dyadic.export;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A whole ONNX model with one input, a batch of tensors, and one output, a batch of float vectors.
 * The field numbers are those of <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 *
 * @param opset the version of ONNX's own operators
 * @param irVersion the version of the file format
 * @param graph constants and nodes
 * @param input name of the input
 * @param inputType of its elements
 * @param inputDims extents of one input, without the batch
 * @param output name of the output
 * @param outputs length of one output
 * @param functions operators of the model's own
 * @param metadata texts by key
 */
record OnnxModel(
    int opset,
    int irVersion,
    OnnxGraph graph,
    String input,
    OnnxType inputType,
    List<Integer> inputDims,
    String output,
    int outputs,
    List<OnnxFunction> functions,
    Map<String, String> metadata) {
  private static final String PRODUCER = "dyadic";
  private static final String BATCH = OnnxExporter.BATCH;
  private static final int FOREIGN_DOMAIN_VERSION = 1;

  /** Types of attributes. */
  private static final int INT = 2;

  private static final int STRING = 3;
  private static final int INTS = 7;

  /** The file's bytes. */
  byte[] toBytes() {
    ProtobufWriter model = new ProtobufWriter();
    model.integer(1, irVersion).text(2, PRODUCER).message(7, graphMessage());
    model.message(8, operatorSet("", opset));
    Stream.concat(
            functions.stream().map(OnnxFunction::domain),
            graph.nodes().stream().map(OnnxNode::domain).filter(domain -> !domain.isEmpty()))
        .distinct()
        .forEach(domain -> model.message(8, operatorSet(domain, FOREIGN_DOMAIN_VERSION)));
    metadata.forEach(
        (key, value) -> model.message(14, new ProtobufWriter().text(1, key).text(2, value)));
    functions.forEach(function -> model.message(25, message(function)));
    return model.toBytes();
  }

  private static ProtobufWriter operatorSet(String domain, int version) {
    return new ProtobufWriter().text(1, domain).integer(2, version);
  }

  private ProtobufWriter graphMessage() {
    ProtobufWriter message = new ProtobufWriter();
    graph.nodes().forEach(node -> message.message(1, message(node)));
    message.text(2, PRODUCER);
    graph.constants().forEach((name, tensor) -> message.message(5, message(name, tensor)));
    message.message(11, value(input, inputType, inputDims));
    message.message(12, value(output, OnnxType.FLOAT, List.of(outputs)));
    return message;
  }

  /** A name with type and shape, whose first extent is the batch. */
  private static ProtobufWriter value(String name, OnnxType type, List<Integer> dims) {
    ProtobufWriter shape = new ProtobufWriter();
    shape.message(1, new ProtobufWriter().text(2, BATCH));
    dims.forEach(extent -> shape.message(1, new ProtobufWriter().integer(1, extent)));
    ProtobufWriter tensor = new ProtobufWriter().integer(1, type.number()).message(2, shape);
    return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
  }

  private static ProtobufWriter message(String name, OnnxTensor tensor) {
    ProtobufWriter message = new ProtobufWriter();
    tensor.dims().forEach(extent -> message.integer(1, extent));
    return message.integer(2, tensor.type().number()).text(8, name).bytes(9, tensor.bytes());
  }

  private static ProtobufWriter message(OnnxNode node) {
    ProtobufWriter message = new ProtobufWriter();
    node.inputs().forEach(name -> message.text(1, name));
    message.text(2, node.output()).text(3, node.output()).text(4, node.operator());
    node.attributes().forEach(attribute -> message.message(5, message(attribute)));
    return node.domain().isEmpty() ? message : message.text(7, node.domain());
  }

  private static ProtobufWriter message(OnnxAttribute attribute) {
    ProtobufWriter message = new ProtobufWriter().text(1, attribute.name());
    return switch (attribute) {
      case OnnxAttribute.Whole whole -> message.integer(3, whole.value()).integer(20, INT);
      case OnnxAttribute.Text text -> message.text(4, text.value()).integer(20, STRING);
      case OnnxAttribute.Wholes wholes -> {
        wholes.values().forEach(value -> message.integer(8, value));
        yield message.integer(20, INTS);
      }
      case OnnxAttribute.Given given -> message.integer(20, INT).text(21, given.given());
    };
  }

  private ProtobufWriter message(OnnxFunction function) {
    ProtobufWriter message = new ProtobufWriter().text(1, function.name());
    function.inputs().forEach(name -> message.text(4, name));
    message.text(5, function.output());
    function.attributes().forEach(name -> message.text(6, name));
    function.nodes().forEach(node -> message.message(7, message(node)));
    message.text(8, function.note()).message(9, operatorSet("", opset));
    return message.text(10, function.domain());
  }
}
