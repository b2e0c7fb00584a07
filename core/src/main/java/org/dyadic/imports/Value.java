package org.dyadic.imports;

import java.util.List;

/**
 * A tensor of a graph, at its place in the dominator tree: {@code before} is the last tensor that
 * all paths from the graph's input to this one pass.
 */
final class Value {
  /** What makes a tensor of others. */
  enum Kind {
    INPUT,
    STEP,
    SUM,
    CONCATENATION
  }

  final Kind kind;

  /** The node, null for the input. */
  final OnnxNode node;

  /** Null for the input. */
  final Value before;

  /** Of a step: what it adds. */
  final Step step;

  /** Of a sum: its two tensors; of a concatenation: the one that the body ends in. */
  final List<Value> joined;

  private final int depth;

  private Value(Kind kind, OnnxNode node, Value before, Step step, List<Value> joined) {
    this.kind = kind;
    this.node = node;
    this.before = before;
    this.step = step;
    this.joined = joined;
    this.depth = before == null ? 0 : before.depth + 1;
  }

  static Value input() {
    return new Value(Kind.INPUT, null, null, Step.NOTHING, List.of());
  }

  static Value step(OnnxNode node, Value before, Step step) {
    return new Value(Kind.STEP, node, before, step, List.of());
  }

  /** The sum of two tensors. */
  static Value sum(OnnxNode node, Value one, Value other) {
    return new Value(Kind.SUM, node, common(one, other), Step.NOTHING, List.of(one, other));
  }

  /** The channels of {@code first}, then those of {@code last}, which is made of it. */
  static Value concatenation(OnnxNode node, Value first, Value last) {
    return new Value(Kind.CONCATENATION, node, first, Step.NOTHING, List.of(last));
  }

  /** The last tensor that all paths to both pass. */
  static Value common(Value one, Value other) {
    Value a = one;
    Value b = other;
    while (a != b) {
      if (a.depth >= b.depth) {
        a = a.before;
      } else {
        b = b.before;
      }
    }
    return a;
  }

  /** Whether a tensor lies on all paths to this one. */
  boolean isAfter(Value other) {
    return common(this, other) == other;
  }
}
