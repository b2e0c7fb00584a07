package org.dyadic.imports;

import java.util.List;
import java.util.Map;

/**
 * A node of an ONNX graph.
 *
 * @param label what messages call it: operator and name, or the name of its first output
 * @param operator such as {@code Conv}; with its domain before it if that is not ONNX's own
 * @param inputs names of values; empty for one that is left out
 * @param outputs names of values
 * @param attributes by name
 */
record OnnxNode(
    String label,
    String operator,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes) {

  /** The name of an input, or empty if it is left out. */
  String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** An attribute that is one integer. */
  long integer(String name, long missing) {
    OnnxAttribute attribute = attributes.get(name);
    return attribute == null ? missing : attribute.integer();
  }

  /** An attribute that is one float. */
  double real(String name, double missing) {
    OnnxAttribute attribute = attributes.get(name);
    return attribute == null ? missing : attribute.real();
  }

  /** An attribute that is a text. */
  String text(String name, String missing) {
    OnnxAttribute attribute = attributes.get(name);
    return attribute == null ? missing : attribute.text();
  }

  /** An attribute that is a list of integers. */
  long[] integers(String name, long... missing) {
    OnnxAttribute attribute = attributes.get(name);
    return attribute == null ? missing : attribute.integers();
  }
}
