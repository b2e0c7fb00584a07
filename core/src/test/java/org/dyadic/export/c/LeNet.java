package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;

/** LeNet-5 for 28 x 28 images, 32C5-MP2-64C5-MP2-512FC-10, with random 2-bit weights. */
final class LeNet {
  private static final int CLASSES = 10;

  private final List<IntegerLayer> layers = new ArrayList<>();
  private Shape shape = new Shape(1, 28, 28);
  private Grid grid;

  private LeNet(Grid grid) {
    this.grid = grid;
  }

  static QuantizedNetwork random() {
    PixelTable table = PixelTable.normalizing(new double[] {0.13}, new double[] {0.31});
    Preprocessing preprocessing =
        new Preprocessing(
            new Shape(1, 28, 28), Preprocessing.Fit.STRETCH, Preprocessing.ColorOrder.RGB, table);
    LeNet net = new LeNet(QuantizedNetwork.inputGrid(preprocessing));
    net.convolve("conv1", 32);
    net.convolve("conv2", 64);
    net.connect();
    return new QuantizedNetwork(
        "32C5-MP2-64C5-MP2-512FC-10",
        preprocessing,
        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
        Fold.EXACT,
        net.layers,
        "{}");
  }

  private void convolve(String name, int channels) {
    Codes codes = RandomNetworks.codes(channels, 2, channels * shape.channels() * 25);
    Shape out = new Shape(channels, shape.height() - 4, shape.width() - 4);
    Epilogue.Requantize rule = RandomNetworks.requantize(channels, codes, channels, grid, false);
    layers.add(new IntegerLayer.Convolution(name, shape, out, 5, 1, 0, 1, codes, rule));
    grid = rule.output();
    shape = new Shape(channels, out.height() / 2, out.width() / 2);
    layers.add(new IntegerLayer.MaxPool(out, shape, 2, 2, grid));
  }

  private void connect() {
    Codes first = RandomNetworks.codes(3, 2, shape.size() * 512);
    Shape hidden = Shape.vector(512);
    Epilogue.Requantize rule = RandomNetworks.requantize(3, first, 512, grid, false);
    layers.add(new IntegerLayer.FullyConnected("fc1", shape, hidden, first, rule));
    Codes last = RandomNetworks.codes(4, 2, 512 * CLASSES);
    int[] bias = IntStream.range(0, CLASSES).map(i -> 37 * i - 100).toArray();
    layers.add(
        new IntegerLayer.FullyConnected(
            "fc2",
            hidden,
            Shape.vector(CLASSES),
            last,
            Epilogue.Accumulate.proven(last, bias, rule.output())));
  }
}
