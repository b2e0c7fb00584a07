package org.dyadic.export;

import java.util.List;
import org.dyadic.model.Extent;

/** An attribute of an ONNX node. */
sealed interface OnnxAttribute {
  /** Its name. */
  String name();

  /** A whole number. */
  record Whole(String name, long value) implements OnnxAttribute {}

  /** A list of whole numbers. */
  record Wholes(String name, List<Integer> values) implements OnnxAttribute {}

  /** A text. */
  record Text(String name, String value) implements OnnxAttribute {}

  /** In a function: the whole number that the caller gives by another name. */
  record Given(String name, String given) implements OnnxAttribute {}

  /** Rows and columns. */
  static OnnxAttribute of(String name, Extent extent) {
    return new Wholes(name, List.of(extent.rows(), extent.columns()));
  }

  /** The padding of all four sides. */
  static OnnxAttribute pads(Extent padding) {
    int rows = padding.rows();
    int columns = padding.columns();
    return new Wholes("pads", List.of(rows, columns, rows, columns));
  }
}
