package org.dyadic.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dyadic.quant.QuantizedNetwork;

/** Writes quantized networks in one layout. Implementations have no state. */
public interface Exporter {

  /**
   * Writes a network. Every file appears whole or not at all and replaces an older one.
   *
   * @param target a file, or the folder of a layout of several files; its parent must exist
   * @return the files written, the one to start with first
   * @throws UnsupportedNetworkException if the layout cannot express the network, naming every
   *     layer that it cannot; nothing is written then
   * @throws IOException if a file cannot be written
   */
  List<Path> export(QuantizedNetwork network, Path target) throws IOException;
}
