package org.dyadic.export;

import java.util.List;

/** A layout cannot express a network. */
public final class UnsupportedNetworkException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * All reasons at once.
   *
   * @param layout the layout's name, such as {@code onnx-int8}
   * @param reasons at least one, each of the form {@code layer: reason}
   */
  public UnsupportedNetworkException(String layout, List<String> reasons) {
    super("%s cannot express this network: %s".formatted(layout, String.join("; ", reasons)));
  }
}
