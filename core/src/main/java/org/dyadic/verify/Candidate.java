package org.dyadic.verify;

import java.io.IOException;
import org.dyadic.quant.QuantizedNetwork;

/** One way of running networks. */
public interface Candidate {

  /** What the user calls it, such as {@code onnx-int8}; unique. */
  String name();

  /** How far it has to agree with the integer executor. */
  Agreement agreement();

  /** The most images that it should run, for executors that are slow: at least 1. */
  default int mostImages() {
    return Integer.MAX_VALUE;
  }

  /**
   * Prepares a network.
   *
   * @throws UnavailableException if what it needs is not installed; the message names the cure
   * @throws org.dyadic.export.UnsupportedNetworkException if it cannot run this network
   * @throws IOException if a file cannot be written or a process cannot be started
   */
  OpenExecutor open(QuantizedNetwork network) throws UnavailableException, IOException;
}
