package org.dyadic.imports;

import java.util.List;
import java.util.Map;

/**
 * What an ONNX file holds, as far as it matters here.
 *
 * @param source the file, for messages
 * @param producer the program that wrote it; may be empty
 * @param nodes in the file's order
 * @param constants initializers by name
 * @param inputs what must be given to the graph
 * @param outputs names of values
 */
record OnnxGraph(
    String source,
    String producer,
    List<OnnxNode> nodes,
    Map<String, Constant> constants,
    List<Input> inputs,
    List<String> outputs) {

  /**
   * An input.
   *
   * @param name of the value
   * @param dims extents; -1 where the file leaves one open; empty if it has no shape
   */
  record Input(String name, List<Integer> dims) {}
}
