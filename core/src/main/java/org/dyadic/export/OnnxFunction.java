package org.dyadic.export;

import java.util.List;

/**
 * An operator of a model's own, made of other operators.
 *
 * @param domain of the operator
 * @param name of the operator
 * @param inputs names of its inputs
 * @param output name of its output
 * @param attributes names of its attributes
 * @param nodes in order
 * @param note what it computes
 */
record OnnxFunction(
    String domain,
    String name,
    List<String> inputs,
    String output,
    List<String> attributes,
    List<OnnxNode> nodes,
    String note) {}
