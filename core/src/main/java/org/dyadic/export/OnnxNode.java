package org.dyadic.export;

import java.util.List;

/**
 * A node of an ONNX graph, with one output.
 *
 * @param operator such as {@code Conv}
 * @param domain empty for ONNX's own operators
 * @param inputs names of values
 * @param output name of the value that it makes, and of the node
 * @param attributes in any order
 */
record OnnxNode(
    String operator,
    String domain,
    List<String> inputs,
    String output,
    List<OnnxAttribute> attributes) {}
