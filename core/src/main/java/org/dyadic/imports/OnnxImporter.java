package org.dyadic.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.dyadic.quant.Quantizer;

/**
 * Reads a trained convolutional network from an <a href="https://onnx.ai">ONNX</a> file. The
 * network computes what the file says; its structure is one that Dyadic can train and pack.
 */
public final class OnnxImporter {
  private static final int PLANAR_AXES = 4;

  private final String source;
  private final byte[] bytes;
  private final Shape given;

  private OnnxImporter(String source, byte[] bytes, Shape given) {
    this.source = source;
    this.bytes = bytes;
    this.given = given;
  }

  /**
   * Reads a file.
   *
   * @param shape of one input, where the file leaves it open; else null
   * @throws ImportException if it is damaged, or holds what Dyadic cannot express; then all such
   *     nodes are listed
   * @throws IOException if it cannot be read
   */
  public static ImportedNetwork read(Path file, Shape shape) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE - Long.BYTES) {
      throw new ImportException(file.toString(), "files of 2 GiB and more are not supported");
    }
    return read(file.toString(), Files.readAllBytes(file), shape);
  }

  /**
   * Reads a file's bytes.
   *
   * @param source what messages call them
   * @param shape of one input, where the file leaves it open; else null
   * @throws ImportException as {@link #read(Path, Shape)}
   */
  public static ImportedNetwork read(String source, byte[] bytes, Shape shape) {
    return new OnnxImporter(source, bytes, shape).read();
  }

  private ImportedNetwork read() {
    OnnxGraph graph = OnnxReader.read(source, bytes);
    requireOne("inputs", graph.inputs().stream().map(OnnxGraph.Input::name).toList());
    requireOne("outputs", graph.outputs());
    OnnxGraph.Input input = graph.inputs().getFirst();
    Chain chain = new Chain(shape(input), input.dims().size() == 2);
    new GraphWalk(graph).addTo(chain);
    try {
      return network(graph.producer(), chain, shape(input));
    } catch (IllegalArgumentException e) {
      throw new ImportException(source, e.getMessage());
    }
  }

  private void requireOne(String what, List<String> names) {
    if (names.size() != 1) {
      throw new ImportException(
          source,
          "a network with one of each is needed, but it has %d %s %s"
              .formatted(names.size(), what, names));
    }
  }

  private Shape shape(OnnxGraph.Input input) {
    List<Integer> dims = input.dims();
    if (dims.size() != PLANAR_AXES && dims.size() != 2) {
      throw new ImportException(
          source,
          "the input %s has dims %s; images x channels x rows x columns are needed"
              .formatted(input.name(), dims));
    }
    List<Integer> one = dims.subList(1, dims.size());
    if (!one.contains(-1)) {
      return one.size() == 1
          ? Shape.vector(one.getFirst())
          : new Shape(one.get(0), one.get(1), one.get(2));
    }
    if (given == null) {
      throw new ImportException(
          source,
          "the input %s has open dims %s (-1); --input CxHxW gives them"
              .formatted(input.name(), dims));
    }
    return given;
  }

  private ImportedNetwork network(String producer, Chain chain, Shape input) {
    List<Piece> pieces = new ArrayList<>(chain.pieces());
    double[] scale = {1};
    double[] offset = {0};
    if (!pieces.isEmpty()
        && pieces.getFirst() instanceof Piece.Norm(ChannelNorm norm)
        && !norm.known()) {
      scale = norm.scale();
      offset = norm.offset();
      pieces.removeFirst();
    }
    List<Piece> layers = NetworkEnd.rewrite(pieces, input);
    Network network = new Network(input, Piece.structure(layers));
    requireWritable(network);
    Quantizer.activations(network);
    Map<String, float[]> values = new LinkedHashMap<>();
    collect(layers, network.nodes(), values);
    requireFinite(values);
    return new ImportedNetwork(
        new State(network, values), scale, offset, producer, notes(network, values));
  }

  /** Run folders keep a network as its notation. */
  private static void requireWritable(Network network) {
    if (!Notation.parse(network.toString(), network.input()).equals(network)) {
      throw new IllegalArgumentException("the notation has no words for " + network);
    }
  }

  private static void collect(
      List<Piece> pieces, List<Network.Node> nodes, Map<String, float[]> values) {
    for (int i = 0; i < pieces.size(); i++) {
      Network.Node node = nodes.get(i);
      switch (pieces.get(i)) {
        case Piece.Weighted weighted -> {
          values.put(node.name() + ".weight", weighted.weights());
          if (weighted.bias() != null) {
            values.put(node.name() + ".bias", weighted.bias());
          }
        }
        case Piece.Norm(ChannelNorm norm) -> {
          values.put(node.name() + ".weight", norm.gamma());
          values.put(node.name() + ".bias", norm.beta());
          values.put(node.name() + ".running_mean", ChannelNorm.narrow(norm.mean()));
          values.put(node.name() + ".running_var", ChannelNorm.narrow(norm.variance()));
        }
        case Piece.Plain _ -> {}
        case Piece.Residual block -> {
          collect(block.body(), node.body(), values);
          collect(block.shortcut(), node.shortcut(), values);
        }
        case Piece.Dense dense -> collect(dense.body(), node.body(), values);
      }
    }
  }

  private static void requireFinite(Map<String, float[]> values) {
    values.forEach(
        (name, array) -> {
          for (float value : array) {
            if (!Float.isFinite(value)) {
              throw new IllegalArgumentException("%s holds %s".formatted(name, value));
            }
          }
        });
  }

  private static List<String> notes(Network network, Map<String, float[]> values) {
    long norms =
        network.parameters().stream().filter(p -> p.name().endsWith(".running_var")).count();
    long open =
        network.parameters().stream()
            .filter(p -> p.name().endsWith(".running_var") && isOnes(values.get(p.name())))
            .count();
    List<String> notes = new ArrayList<>();
    if (open > 0) {
      notes.add(
          ("%d of %d batch norms stand for a folded bias; training gives them the statistics of its"
                  + " images first")
              .formatted(open, norms));
    }
    return notes;
  }

  private static boolean isOnes(float[] array) {
    for (float value : array) {
      if (value != 1) {
        return false;
      }
    }
    return true;
  }
}
