package org.dyadic.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An ONNX graph while it is built: constants and nodes, each by a name of its own. */
final class OnnxGraph {
  private final UniqueNames names = new UniqueNames();
  private final UniqueNames prefixes = new UniqueNames();
  private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
  private final List<OnnxNode> nodes = new ArrayList<>();

  /** Keeps a name from being given to anything else. */
  String reserve(String name) {
    return names.of(name);
  }

  /** A name with a number, for what belongs to a layer that has no name. */
  String fresh(String prefix) {
    return prefixes.numbered(prefix);
  }

  /** Adds a constant. */
  String constant(String name, OnnxTensor tensor) {
    String unique = names.of(name);
    constants.put(unique, tensor);
    return unique;
  }

  /** Adds a node of one of ONNX's own operators. */
  String node(String operator, String output, List<String> inputs, List<OnnxAttribute> attributes) {
    return node("", operator, output, inputs, attributes);
  }

  /** Adds a node without attributes. */
  String node(String operator, String output, String... inputs) {
    return node("", operator, output, List.of(inputs), List.of());
  }

  /**
   * Adds a node.
   *
   * @return the name of its output, which is {@code output} with a number if that is taken
   */
  String node(
      String domain,
      String operator,
      String output,
      List<String> inputs,
      List<OnnxAttribute> attributes) {
    String unique = names.of(output);
    nodes.add(new OnnxNode(operator, domain, inputs, unique, attributes));
    return unique;
  }

  /** Adds a node whose output has exactly a reserved name. */
  void end(String operator, String reserved, String... inputs) {
    nodes.add(new OnnxNode(operator, "", List.of(inputs), reserved, List.of()));
  }

  /** The constants by name. */
  Map<String, OnnxTensor> constants() {
    return constants;
  }

  /** The nodes in order. */
  List<OnnxNode> nodes() {
    return nodes;
  }
}
