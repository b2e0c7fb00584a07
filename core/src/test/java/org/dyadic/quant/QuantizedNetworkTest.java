package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

class QuantizedNetworkTest {
  private static final Shape IMAGE = new Shape(2, 4, 4);
  private static final Preprocessing INPUT =
      new Preprocessing(
          IMAGE,
          Preprocessing.Fit.CROP,
          Preprocessing.ColorOrder.RGB,
          new PixelTable(3, new byte[512]));
  private static final Grid GRID = QuantizedNetwork.inputGrid(INPUT);

  private static QuantizedNetwork network(Fold fold, IntegerLayer... layers) {
    List<IntegerLayer> all = new ArrayList<>(List.of(layers));
    IntegerLayer before = all.getLast();
    all.add(logits(before.out(), before.output()));
    List<String> classes = IntStream.range(0, 2).mapToObj(Integer::toString).toList();
    return new QuantizedNetwork("test", INPUT, classes, fold, all, "{}");
  }

  private static IntegerLayer.FullyConnected logits(Shape in, Grid grid) {
    Codes codes = new Codes(2, 0, new byte[in.size() * 2]);
    return new IntegerLayer.FullyConnected(
        "last", in, Shape.vector(2), codes, Epilogue.Accumulate.proven(codes, new int[2], grid));
  }

  private static void refused(String message, IntegerLayer... layers) {
    refused(message, Fold.EXACT, layers);
  }

  private static void refused(String message, Fold fold, IntegerLayer... layers) {
    Exception exception = assertThrows(IllegalArgumentException.class, () -> network(fold, layers));
    assertTrue(exception.getMessage().contains(message), exception.getMessage());
  }

  private static IntegerLayer.Convolution pointwise(Epilogue epilogue) {
    return new IntegerLayer.Convolution(
        "conv", IMAGE, IMAGE, 1, 1, 0, 1, RandomNetworks.codes(2, 2, 4), epilogue);
  }

  private static Epilogue.Requantize rule(int m, Grid grid) {
    return new Epilogue.Requantize(new int[] {m, 1}, new long[2], 1, grid);
  }

  @Test
  void aMaxPoolKeepsItsGrid() {
    Shape out = new Shape(2, 2, 2);
    assertEquals(
        2, network(Fold.EXACT, new IntegerLayer.MaxPool(IMAGE, out, 2, 2, GRID)).layers().size());
    Grid other = Grid.unsigned(8, 3);
    refused("max pool: the grid must stay", new IntegerLayer.MaxPool(IMAGE, out, 2, 2, other));
  }

  @Test
  void aPaddedMaxPoolHasAValueInEveryWindow() {
    Shape out = new Shape(2, 3, 3);
    network(Fold.EXACT, new IntegerLayer.MaxPool(IMAGE, out, 2, 2, 1, GRID));
    for (int padding : new int[] {-1, 2}) {
      Exception wrong =
          assertThrows(
              IllegalArgumentException.class,
              () -> new IntegerLayer.MaxPool(IMAGE, out, 2, 2, padding, GRID));
      assertTrue(wrong.getMessage().contains("must lie in 0 .. 1"), wrong.getMessage());
    }
  }

  @Test
  void bothPartsOfAConcatenationHaveOneGrid() {
    IntegerLayer same = pointwise(rule(1, GRID));
    network(Fold.EXACT, new DenseLayer(IMAGE, List.of(same)));
    for (Grid other : List.of(Grid.signed(8, 4), Grid.unsigned(8, 3), Grid.signed(16, 3))) {
      refused(
          "dense: the grid must stay", new DenseLayer(IMAGE, List.of(pointwise(rule(1, other)))));
    }
    IntegerLayer pool = new IntegerLayer.MaxPool(IMAGE, new Shape(2, 3, 3), 2, 1, GRID);
    assertThrows(IllegalArgumentException.class, () -> new DenseLayer(IMAGE, List.of(pool)));
  }

  @Test
  void aChannelAffineIsProven() {
    network(Fold.EXACT, new ChannelAffine("bn", IMAGE, rule(5, GRID)));
    Grid wide = new Grid(0, 1L << 31, 0, 1);
    Epilogue.Requantize beyond =
        new Epilogue.Requantize(new int[] {1, 1}, new long[] {Long.MAX_VALUE, 0}, 1, GRID);
    refused(
        "bn: activations of 0 .. 2147483648 do not fit int32",
        new ChannelAffine("bn", IMAGE, rule(1, wide)));
    refused("bn: m * acc + b may lie in", new ChannelAffine("bn", IMAGE, beyond));
    refused(
        "multiplier (=11) must be 0 or plus or minus",
        Fold.SHIFT,
        new ChannelAffine("bn", IMAGE, rule(11, GRID)));
    refused(
        "multiplier (=11) must be 0 or plus or minus",
        Fold.SHIFT,
        new DenseLayer(IMAGE, List.of(pointwise(rule(11, GRID)))));
  }

  @Test
  void aSubsampleKeepsItsGrid() {
    Shape out = new Shape(4, 2, 2);
    network(Fold.EXACT, new IntegerLayer.Subsample(IMAGE, out, 2, GRID));
    Grid other = new Grid(GRID.min(), GRID.max(), 4, 1);
    refused("shortcut: the grid must stay", new IntegerLayer.Subsample(IMAGE, out, 2, other));
  }

  @Test
  void aSumPoolMultipliesRangeAndDivisor() {
    Shape out = new Shape(2, 2, 2);
    Grid sums = new Grid(-127 * 9, 127 * 9, 3, 9);
    assertEquals(sums, GRID.summed(9));
    network(Fold.EXACT, new IntegerLayer.SumPool(IMAGE, out, 3, 1, sums));
    refused("average pool: the grid must be", new IntegerLayer.SumPool(IMAGE, out, 3, 1, GRID));
  }

  @Test
  void sumsMustFitInt32() {
    Exception divisor = assertThrows(IllegalArgumentException.class, () -> GRID.summed(1L << 31));
    assertTrue(divisor.getMessage().contains("too large"), divisor.getMessage());
    Grid wide = new Grid(0, 1L << 30, 0, 1);
    Shape out = new Shape(2, 2, 2);
    refused(
        "average pool: activations of 0 .. 4294967296 do not fit int32",
        pointwise(rule(1, wide)),
        new IntegerLayer.SumPool(IMAGE, out, 2, 2, wide.summed(4)));
  }

  @Test
  void aDeclaredGridHoldsTheProvenSums() {
    Codes codes = new Codes(2, 5, new byte[] {1, 1, -1, 0});
    Grid exact = new Grid(-254, 254, 8, 1);
    assertEquals(exact, Epilogue.Accumulate.proven(codes, new int[2], GRID).output());
    network(Fold.EXACT, accumulating(codes, exact));
    refused("its sums lie in -254 .. 254", accumulating(codes, new Grid(-254, 253, 8, 1)));
    refused("its sums have exponent 8", accumulating(codes, new Grid(-254, 254, 7, 1)));
    refused("divisor 1", accumulating(codes, new Grid(-254, 254, 8, 4)));
  }

  private static IntegerLayer accumulating(Codes codes, Grid grid) {
    return new IntegerLayer.Convolution(
        "conv", IMAGE, IMAGE, 1, 1, 0, 1, codes, new Epilogue.Accumulate(new int[2], grid));
  }

  @Test
  void activationsMustFitInt32() {
    refused(
        "conv: activations of 0 .. 2147483648 do not fit int32",
        pointwise(rule(1, new Grid(0, 1L << 31, 0, 1))));
  }

  @Test
  void aResidualBodyLeavesAccumulatorsOrASignedGrid() {
    refused(
        "residual: the body must end in a layer that leaves its accumulators or a signed grid",
        block(pointwise(rule(1, Grid.unsigned(8, 3)))));
    network(Fold.EXACT, block(pointwise(rule(1, Grid.signed(24, 3)))));
  }

  private static IntegerLayer block(IntegerLayer body) {
    return new IntegerLayer.Residual(
        IMAGE, IMAGE, List.of(body), List.of(), rule(1, GRID), new int[2]);
  }

  @Test
  void shiftFoldsHaveShiftMultipliersOnly() {
    network(Fold.SHIFT, pointwise(rule(-4, GRID)));
    network(Fold.SHIFT, pointwise(rule(Integer.MIN_VALUE, GRID)));
    network(Fold.SHIFT, pointwise(rule(0, GRID)));
    network(Fold.SHIFT, pointwise(rule(-6, GRID)));
    network(Fold.SHIFT, pointwise(rule(7, GRID)));
    refused("multiplier (=11) must be 0 or plus or minus", Fold.SHIFT, pointwise(rule(11, GRID)));
  }

  @Test
  void impossibleConvolutionsAreRefused() {
    for (int[] bad :
        new int[][] {
          {0, 1, 0, 1},
          {1, 0, 0, 1},
          {1, 1, -1, 1},
          {1, 1, 0, 0},
          {1, 1, 1, 1},
          {5, 1, 0, 1},
          {1, 1, 0, 2}
        }) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new IntegerLayer.Convolution(
                  "conv",
                  IMAGE,
                  IMAGE,
                  bad[0],
                  bad[1],
                  bad[2],
                  bad[3],
                  RandomNetworks.codes(2, 2, 4),
                  rule(1, GRID)));
    }
  }

  @Test
  void equalNetworksAreEqualThroughTheirTrees() {
    QuantizedNetwork network = RandomNetworks.withEveryLayer(5);
    assertEquals(network, RandomNetworks.withEveryLayer(5));
    assertEquals(network.hashCode(), RandomNetworks.withEveryLayer(5).hashCode());
    assertTrue(!network.equals(RandomNetworks.withEveryLayer(6)));
  }

  @Test
  void weightsAreCountedInsideBlocksToo() {
    long[] count = {0};
    RandomNetworks.withEveryLayer(5).forEachWeighted(layer -> count[0] += layer.weights().size());
    assertEquals(count[0], RandomNetworks.withEveryLayer(5).weightCount());
  }
}
