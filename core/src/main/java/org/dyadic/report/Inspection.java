package org.dyadic.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dyadic.format.Layout;
import org.dyadic.format.ModelFile;
import org.dyadic.quant.Codes;
import org.dyadic.quant.QuantizedNetwork;

/**
 * What a packed network is made of: its layers, their proofs, and where every byte of its file
 * goes.
 *
 * @param network the network
 * @param layers its layers in order of execution; a residual block follows its branches
 * @param layout the bytes of its file
 */
public record Inspection(QuantizedNetwork network, List<LayerReport> layers, Layout layout) {

  /** Copies the list. */
  public Inspection {
    layers = List.copyOf(layers);
  }

  /**
   * Inspects a model file.
   *
   * @throws IOException if it cannot be read
   * @throws org.dyadic.format.ModelFormatException if it is not a whole, valid model file
   */
  public static Inspection of(Path file) throws IOException {
    return of(ModelFile.read(file));
  }

  /** Inspects a network and the file that it would be written to: one network has one file. */
  public static Inspection of(QuantizedNetwork network) {
    Layout layout = ModelFile.layout(network);
    return new Inspection(network, new LayerInspector(layout).inspect(network), layout);
  }

  /** The number of weights. */
  public long weightCount() {
    return network.weightCount();
  }

  /** The bytes of the file. */
  public long fileBytes() {
    return layout.size();
  }

  /** 8 times all bytes of the file over the number of weights. */
  public double bitsPerWeight() {
    return 8.0 * fileBytes() / weightCount();
  }

  /** The names of the layers whose weights are not fixed point, in order of execution. */
  public List<String> floatScaled() {
    return layers.stream()
        .filter(layer -> layer.weights().filter(codes -> !codes.isFixedPoint()).isPresent())
        .map(LayerReport::name)
        .toList();
  }

  /** The entropy bound of all weights in bits a weight; see {@link Codes#entropy}. */
  public double entropyBitsPerWeight() {
    return network.entropyBits() / weightCount();
  }

  /** Multiplications of a weight and an activation for one image. */
  public long multiplyAdds() {
    return layers.stream().mapToLong(LayerReport::multiplyAdds).sum();
  }

  /** Tables for people: layers, codes, and bytes that add up to the file's size. */
  public String toText() {
    return InspectionText.of(this);
  }
}
