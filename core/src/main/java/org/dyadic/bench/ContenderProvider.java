package org.dyadic.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.UnavailableException;

/**
 * Names another runtime's ways of running networks. Found by {@link java.util.ServiceLoader}; list
 * the class in {@code META-INF/services/org.dyadic.bench.ContenderProvider}. It must not load other
 * libraries before it is asked for more than its name and its contenders.
 */
public interface ContenderProvider {

  /** The runtime's name, such as {@code onnxruntime}. */
  String name();

  /** The contenders that can run a network, in the order to show. */
  List<String> contenders(QuantizedNetwork network);

  /**
   * What the reader of a measurement must know: version, options, and what each contender is.
   *
   * @throws UnavailableException if the runtime does not start here
   */
  Map<String, String> facts() throws UnavailableException;

  /**
   * Prepares a contender.
   *
   * @param contender of {@link #contenders}
   * @throws UnavailableException if the runtime does not start here
   * @throws org.dyadic.export.UnsupportedNetworkException if it cannot run this network
   * @throws IOException if the runtime refuses the network
   */
  Contender open(String contender, Workload workload) throws UnavailableException, IOException;
}
