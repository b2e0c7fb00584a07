package org.dyadic.imports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From a graph to a tree of layers. Tensors are put into a dominator tree: a path up the tree is a
 * chain of layers, and where paths meet is a residual block or a dense layer, whose branches are
 * paths again.
 */
final class GraphWalk {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 100_000;

  private final OnnxGraph graph;
  private final Operators operators;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<Value, List<Value>> parts = new HashMap<>();
  private final Map<List<Value>, Value> concatenations = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  GraphWalk(OnnxGraph graph) {
    this.graph = graph;
    this.operators = new Operators(graph, new Constants(graph));
  }

  /**
   * Adds the graph's layers to a chain.
   *
   * @throws ImportException listing every node that cannot be expressed
   */
  void addTo(Chain chain) {
    if (graph.nodes().size() > MAX_NODES) {
      throw new ImportException(
          graph.source(), "%d nodes are more than %d".formatted(graph.nodes().size(), MAX_NODES));
    }
    values.put(graph.inputs().getFirst().name(), Value.input());
    Set<String> needed = needed();
    for (OnnxNode node : graph.nodes()) {
      if (!node.outputs().isEmpty() && needed.contains(node.outputs().getFirst())) {
        place(node);
      }
    }
    if (!problems.isEmpty()) {
      throw new ImportException(
          graph.source(), "%d nodes cannot be expressed".formatted(problems.size()), problems);
    }
    Value output = values.get(lastOutput());
    if (output == null) {
      throw new ImportException(
          graph.source(), "the output %s does not depend on the input".formatted(lastOutput()));
    }
    build(null, output, chain, 0);
  }

  /** The output, before a softmax that ends the graph. */
  private String lastOutput() {
    String name = graph.outputs().getFirst();
    for (OnnxNode node : graph.nodes().reversed()) {
      boolean ends = node.outputs().contains(name);
      if (ends && (Operators.isDroppedAtTheEnd(node) || operators.isNothing(node))) {
        name = node.input(0);
      }
    }
    return name;
  }

  /** The tensors on the way from the input to the output. */
  private Set<String> needed() {
    Set<String> needed = new HashSet<>();
    needed.add(lastOutput());
    for (OnnxNode node : graph.nodes().reversed()) {
      if (!Collections.disjoint(needed, node.outputs())) {
        needed.addAll(node.outputs());
        needed.addAll(operators.data(node));
      }
    }
    return needed;
  }

  private void place(OnnxNode node) {
    List<Value> inputs = new ArrayList<>();
    for (String name : operators.data(node)) {
      Value value = values.get(name);
      if (value == null) {
        problems.add("%s: its input %s is made by no node before it".formatted(node.label(), name));
        value = values.get(graph.inputs().getFirst().name());
      }
      inputs.add(value);
    }
    values.put(node.outputs().getFirst(), inputs.isEmpty() ? orphan(node) : value(node, inputs));
  }

  private Value orphan(OnnxNode node) {
    problems.add("%s: does not depend on the input".formatted(node.label()));
    return values.get(graph.inputs().getFirst().name());
  }

  private Value value(OnnxNode node, List<Value> inputs) {
    Value first = inputs.getFirst();
    if (operators.isNothing(node)) {
      return first;
    }
    try {
      if (!operators.joins(node)) {
        return Value.step(node, first, operators.translate(node));
      }
      return node.operator().equals("Concat") ? concatenate(node, inputs) : add(node, inputs);
    } catch (IllegalArgumentException e) {
      problems.add("%s: %s".formatted(node.label(), e.getMessage()));
      return first;
    }
  }

  private static Value add(OnnxNode node, List<Value> inputs) {
    Chain.require(
        inputs.size() == 2 && node.inputs().size() == 2,
        "sums of %d tensors are not supported",
        node.inputs().size());
    Chain.require(inputs.getFirst() != inputs.getLast(), "adds a tensor to itself");
    return Value.sum(node, inputs.getFirst(), inputs.getLast());
  }

  /** Dyadic joins a tensor with what is made of it, which may be such a join again. */
  private Value concatenate(OnnxNode node, List<Value> inputs) {
    Chain.require(
        inputs.size() == node.inputs().size() && node.integer("axis", 1) == 1,
        "only channels of tensors can be joined");
    List<Value> all = new ArrayList<>();
    inputs.forEach(input -> all.addAll(parts.getOrDefault(input, List.of(input))));
    Value same = concatenations.get(all);
    if (same != null) {
      return same;
    }
    List<Value> prefix = List.copyOf(all.subList(0, all.size() - 1));
    Value first = prefix.size() == 1 ? prefix.getFirst() : concatenations.get(prefix);
    Value last = all.getLast();
    Chain.require(
        first != null && last != first && last.isAfter(first),
        "joins other channels than those of a tensor and of what is made of it, in this order");
    Value value = Value.concatenation(node, first, last);
    parts.put(value, List.copyOf(all));
    concatenations.put(List.copyOf(all), value);
    return value;
  }

  /** Adds the layers that make one tensor of another. */
  private void build(Value from, Value to, Chain chain, int depth) {
    if (depth > MAX_DEPTH) {
      throw new ImportException(
          graph.source(), "branches are nested deeper than %d".formatted(MAX_DEPTH));
    }
    List<Value> path = new ArrayList<>();
    for (Value value = to; value != from && value.kind != Value.Kind.INPUT; value = value.before) {
      path.add(value);
    }
    for (Value value : path.reversed()) {
      try {
        add(value, chain, depth);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new ImportException(
            graph.source(), "%s: %s".formatted(value.node.label(), e.getMessage()));
      }
    }
  }

  private void add(Value value, Chain chain, int depth) {
    switch (value.kind) {
      case INPUT -> {}
      case STEP -> value.step.addTo(chain);
      case SUM ->
          chain.join(
              branch(value, value.joined.getFirst(), chain, depth),
              branch(value, value.joined.getLast(), chain, depth));
      case CONCATENATION -> chain.concatenate(branch(value, value.joined.getFirst(), chain, depth));
    }
  }

  private Chain branch(Value join, Value end, Chain chain, int depth) {
    Chain branch = chain.branch();
    build(join.before, end, branch, depth + 1);
    return branch;
  }
}
