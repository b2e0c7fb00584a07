package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

/** What networks with scales and two planes must keep, and the proofs of their widths. */
class PlanesProofTest {
  private static final Grid PIXELS = Grid.unsigned(8, 0);
  private static final Grid WIDE = Grid.signed(24, 0);
  private static final Scales PLANES = Scales.ofPlanes(new float[] {0.3f}, new float[] {0.7f});

  private static IntegerLayer.FullyConnected layer(Codes codes, Epilogue epilogue, int outputs) {
    Shape in = Shape.vector(codes.size() / outputs);
    return new IntegerLayer.FullyConnected("fc", in, Shape.vector(outputs), codes, epilogue);
  }

  private static Epilogue.RequantizePlanes rule(int m, int n, long b, int shift) {
    return new Epilogue.RequantizePlanes(
        new Epilogue.Requantize(new int[] {m}, new long[] {b}, shift, WIDE), new int[] {n});
  }

  /** Some codes +1, then some -1. */
  private static Codes ternary(int plus, int minus) {
    byte[] values = new byte[plus + minus];
    Arrays.fill(values, 0, plus, (byte) 1);
    Arrays.fill(values, plus, plus + minus, (byte) -1);
    return new Codes(2, 0, values, PLANES);
  }

  @Test
  void bothAccumulatorsAndTheirProductAreTight() {
    AccumulatorProof proof =
        AccumulatorProof.of(layer(ternary(2, 3), rule(7, 11, 100, 4), 1), PIXELS);
    // P in 0 .. 2 * 255, N in -3 * 255 .. 0, and 8 for rounding.
    assertEquals(new Range(-765, 510), proof.accumulator());
    assertEquals(new Range(-765 * 11, 510 * 7 + 108), proof.result());
    Grid signed = new Grid(-10, 20, 0, 1);
    proof = AccumulatorProof.of(layer(ternary(2, 3), rule(7, -11, 0, 0), 1), signed);
    // P in -20 .. 40, N in -60 .. 30: 7 P in -140 .. 280, -11 N in -330 .. 660.
    assertEquals(new Range(-60, 40), proof.accumulator());
    assertEquals(new Range(-140 - 330, 280 + 660), proof.result());
  }

  @Test
  void narrowEndsExactlyAt32Bits() {
    // 255 * 4210752 * 2 = 2^31 - 128.
    int most = 4210752;
    Codes codes = new Codes(2, 0, new byte[] {1, -1, 0}, PLANES);
    Epilogue.RequantizePlanes rule = rule(most, -most, 127, 0);
    AccumulatorProof proof = AccumulatorProof.of(layer(codes, rule, 1), PIXELS);
    assertEquals(Integer.MAX_VALUE, proof.result().max());
    assertTrue(proof.narrow());
    rule = rule(most, -most, 128, 0);
    assertFalse(AccumulatorProof.of(layer(codes, rule, 1), PIXELS).narrow());
  }

  @Test
  void eachAccumulatorFitsInt32ByItself() {
    Grid wide = new Grid(0, 1 << 30, 0, 1);
    Codes both = new Codes(2, 0, new byte[] {1, -1, -1}, PLANES);
    AccumulatorProof proof = AccumulatorProof.of(layer(both, rule(1, 1, 0, 9), 1), wide);
    assertEquals(Integer.MIN_VALUE, proof.accumulator().min());
    Codes more = new Codes(2, 0, new byte[] {1, -1, -1, -1}, PLANES);
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> AccumulatorProof.of(layer(more, rule(1, 1, 0, 9), 1), wide));
    assertTrue(wrong.getMessage().startsWith("fc: a negative accumulator may"), wrong.getMessage());
  }

  private static QuantizedNetwork network(Fold fold, Codes codes, Epilogue epilogue) {
    Shape shape = new Shape(1, 1, codes.size());
    Preprocessing input =
        new Preprocessing(
            shape,
            Preprocessing.Fit.CROP,
            Preprocessing.ColorOrder.RGB,
            new PixelTable(3, new byte[256]));
    IntegerLayer layer =
        new IntegerLayer.FullyConnected("fc", shape, Shape.vector(1), codes, epilogue);
    return new QuantizedNetwork("test", input, List.of("one"), fold, List.of(layer), "{}");
  }

  private static void refused(String message, Fold fold, Codes codes, Epilogue epilogue) {
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> network(fold, codes, epilogue));
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
  }

  @Test
  void planesGoWithTheirEpilogue() {
    Codes one = new Codes(2, 0, new byte[] {1, 0, -1});
    refused("fc: weights of 1 planes", Fold.EXACT, one, rule(1, 1, 0, 0));
    refused("fc: weights of 2 planes", Fold.EXACT, ternary(2, 1), rule(1, 1, 0, 0).requantize());
    network(Fold.EXACT, ternary(2, 1), rule(3, 1, 0, 0));
  }

  @Test
  void scalesAreOneALayerOrOneAChannel() {
    Codes two = new Codes(2, 0, new byte[] {1, 0}, Scales.ofChannels(1, 2));
    refused("fc: 2 scales for 1 output channels", Fold.EXACT, two, rule(1, 1, 0, 0).requantize());
  }

  @Test
  void logitsKeepTheirSign() {
    Grid unsigned = Grid.unsigned(8, 0);
    Epilogue rule = new Epilogue.Requantize(new int[] {1}, new long[1], 0, unsigned);
    Codes codes = new Codes(2, 0, new byte[] {1, 0}, Scales.ofLayer(3));
    refused(
        "network: the last layer must leave its accumulators or a signed grid",
        Fold.EXACT,
        codes,
        rule);
  }

  @Test
  void shiftFoldsHaveShiftMultipliersInBothPlanes() {
    network(Fold.SHIFT, ternary(1, 1), rule(4, -6, 0, 0));
    refused("multiplier (=11)", Fold.SHIFT, ternary(1, 1), rule(11, 1, 0, 0));
    refused("multiplier (=22)", Fold.SHIFT, ternary(1, 1), rule(1, 22, 0, 0));
  }

  @Test
  void aNetworkStatesItsWeights() {
    QuantizedNetwork planes = network(Fold.EXACT, ternary(2, 2), rule(3, 1, 0, 0));
    assertFalse(planes.fixedPoint());
    assertEquals(0, planes.sparsity());
    assertEquals(4, planes.entropyBits(), 1e-12);
    Codes half = new Codes(2, 0, new byte[] {1, 0, -1, 0}, Scales.ofLayer(0.5f));
    QuantizedNetwork steps = network(Fold.EXACT, half, rule(3, 1, 0, 0).requantize());
    assertTrue(steps.fixedPoint());
    assertEquals(0.5, steps.sparsity());
    assertEquals(6, steps.entropyBits(), 1e-12);
  }
}
