package org.dyadic.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A value of {@code dyadic export --to}. */
enum ExportFormat {
  ONNX,
  ONNX_INT8,
  ONNX_INT2,
  ONNX_FLOAT,
  QONNX,
  SAFETENSORS,
  RAW,
  C;

  /** What the user writes, such as {@code onnx-int8}. */
  String flag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The format of a name.
   *
   * @throws IllegalArgumentException listing the formats if it is none
   */
  static ExportFormat of(String name) {
    return Arrays.stream(values())
        .filter(format -> format.flag().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--to %s is no format; these are: %s".formatted(name, flags())));
  }

  private static String flags() {
    return Arrays.stream(values()).map(ExportFormat::flag).collect(Collectors.joining(", "));
  }
}
