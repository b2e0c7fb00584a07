package org.dyadic.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dyadic.format.Layout;
import org.dyadic.model.Extent;
import org.dyadic.model.Sequence;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.ChannelAffine;
import org.dyadic.quant.Codes;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;
import org.dyadic.quant.RecurrentProof;

/** Walks the tree of layers in order of execution. */
final class LayerInspector {
  private final List<LayerReport> reports = new ArrayList<>();
  private final Layout layout;

  LayerInspector(Layout layout) {
    this.layout = layout;
  }

  List<LayerReport> inspect(QuantizedNetwork network) {
    walk(network.layers(), network.inputGrid(), "");
    return reports;
  }

  private void walk(List<IntegerLayer> layers, Grid input, String prefix) {
    Grid grid = input;
    for (int i = 0; i < layers.size(); i++) {
      IntegerLayer layer = layers.get(i);
      add(layer, grid, prefix + i);
      grid = layer.output();
    }
  }

  private void add(IntegerLayer layer, Grid grid, String path) {
    switch (layer) {
      case IntegerLayer.Convolution convolution -> add(convolution, grid, path, kind(convolution));
      case IntegerLayer.FullyConnected connected -> add(connected, grid, path, "fully connected");
      case IntegerLayer.MaxPool pool -> plain(pool, path, kind(pool));
      case IntegerLayer.SumPool pool -> plain(pool, path, "average pool " + sides(pool.size()));
      case IntegerLayer.Subsample shortcut ->
          plain(shortcut, path, "subsample /" + shortcut.stride());
      case IntegerLayer.Residual block -> {
        walk(block.body(), grid, path + ".body.");
        walk(block.shortcut(), grid, path + ".shortcut.");
        AccumulatorProof proof = AccumulatorProof.of(block, grid);
        report(block, path, "residual join", "", Optional.empty(), Optional.of(proof), 0);
      }
      case RecurrentLayer recurrent -> add(recurrent, grid, path);
      case DenseLayer dense -> {
        walk(dense.body(), grid, path + ".body.");
        plain(dense, path, "concatenation");
      }
      case ChannelAffine affine -> {
        Optional<AccumulatorProof> proof = Optional.of(AccumulatorProof.of(affine, grid));
        report(affine, path, "channel affine", affine.name(), Optional.empty(), proof, 0);
      }
    }
  }

  private static String kind(IntegerLayer.Convolution convolution) {
    String stride = convolution.stride().area() > 1 ? " /" + convolution.stride() : "";
    String groups = convolution.groups() > 1 ? " x" + convolution.groups() + " groups" : "";
    return "conv " + sides(convolution.kernel()) + stride + groups;
  }

  private static String kind(IntegerLayer.MaxPool pool) {
    String padding = !pool.padding().equals(Extent.square(0)) ? " padded " + pool.padding() : "";
    return "max pool " + sides(pool.size()) + padding;
  }

  private static String sides(Extent size) {
    return size.rows() + "x" + size.columns();
  }

  private void add(IntegerLayer.Weighted layer, Grid grid, String path, String kind) {
    AccumulatorProof proof = AccumulatorProof.of(layer, grid);
    long multiplyAdds = (long) layer.fanIn() * layer.out().size();
    report(
        layer,
        path,
        kind,
        layer.name(),
        Optional.of(layer.weights()),
        Optional.of(proof),
        multiplyAdds);
  }

  /** Both products, counted over all steps, then the cell. */
  private void add(RecurrentLayer layer, Grid grid, String path) {
    int steps = Sequence.of(layer.in()).steps();
    product(layer.sums().input(), grid, path + ".input", steps);
    product(layer.sums().hidden(), RecurrentLayer.HIDDEN, path + ".hidden", steps);
    AccumulatorProof proof = RecurrentProof.of(layer, grid);
    String kind = layer instanceof RecurrentLayer.Lstm ? "lstm" : "gru";
    report(
        layer,
        path,
        "%s, %d steps".formatted(kind, steps),
        layer.name(),
        Optional.empty(),
        Optional.of(proof),
        0);
  }

  private void product(IntegerLayer.FullyConnected layer, Grid grid, String path, int steps) {
    AccumulatorProof proof = AccumulatorProof.of(layer, grid);
    long multiplyAdds = (long) steps * layer.weights().size();
    report(
        layer,
        path,
        "of each step",
        layer.name(),
        Optional.of(layer.weights()),
        Optional.of(proof),
        multiplyAdds);
  }

  private void plain(IntegerLayer layer, String path, String kind) {
    report(layer, path, kind, "", Optional.empty(), Optional.empty(), 0);
  }

  private void report(
      IntegerLayer layer,
      String path,
      String kind,
      String name,
      Optional<Codes> weights,
      Optional<AccumulatorProof> proof,
      long multiplyAdds) {
    long codeBytes = layout.size(Layout.Part.CODES, path);
    long otherBytes =
        layout.size(Layout.Part.LAYERS, path) + layout.size(Layout.Part.REQUANTIZE, path);
    reports.add(
        new LayerReport(
            path,
            kind,
            name,
            layer.in(),
            layer.out(),
            weights,
            proof,
            multiplyAdds,
            codeBytes,
            otherBytes));
  }
}
