package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

class RecurrentProofTest {
  private static final Shape IN = new Shape(1, 2, 3);
  private static final Grid PIXELS = Grid.signed(8, 5);

  private static GateSums sums(int gates) {
    byte[] ofInput = new byte[gates * 2 * 3];
    byte[] ofHidden = new byte[gates * 2 * 2];
    Arrays.fill(ofInput, (byte) 1);
    Arrays.fill(ofHidden, (byte) -1);
    String name = gates == 4 ? "lstm1" : "gru1";
    return GateSums.of(name, 2, new Codes(2, 3, ofInput), new Codes(2, 3, ofHidden), PIXELS);
  }

  private static RecurrentLayer lstm(int m, int k, int bias, int shift) {
    int[] biases = new int[8];
    biases[5] = bias;
    return new RecurrentLayer.Lstm("lstm1", IN, sums(4), new GateRule(m, k, biases, shift), 9);
  }

  /** x lies in +-3 * 127, y in +-2 * 127. */
  @Test
  void rangesCountBothSumsTheBiasAndTheHalf() {
    AccumulatorProof proof = RecurrentProof.of(lstm(2, 5, 70, 4), PIXELS);
    assertEquals("lstm1", proof.layer());
    assertEquals(new Range(-381, 381), proof.accumulator());
    assertEquals(new Range(-2 * 381 - 5 * 254, 2 * 381 + 5 * 254 + 70 + 8), proof.result());
    assertTrue(proof.narrow());
  }

  @Test
  void sumsOfAGruThatDoNotMeetCountApart() {
    int[] biases = new int[8];
    biases[4] = 1000;
    biases[6] = 9000;
    GateRule rule = new GateRule(2, 5, biases, 0);
    RecurrentLayer gru = new RecurrentLayer.Gru("gru1", IN, sums(3), rule);
    Range range = RecurrentProof.of(gru, PIXELS).result();
    assertEquals(new Range(-2 * 381 - 5 * 254, 9000 + 5 * 254), range);
  }

  @Test
  void thirtyTwoBitsAreTheLimit() {
    int room = Integer.MAX_VALUE - 2 * 381 - 5 * 254;
    assertEquals(Integer.MAX_VALUE, RecurrentProof.of(lstm(2, 5, room, 0), PIXELS).result().max());
    Exception wide =
        assertThrows(
            IllegalArgumentException.class,
            () -> RecurrentProof.of(lstm(2, 5, room + 1, 0), PIXELS));
    assertTrue(wide.getMessage().startsWith("lstm1: m * x + k * y + b may lie in"));
    assertThrows(
        IllegalArgumentException.class, () -> RecurrentProof.of(lstm(2, 5, room, 1), PIXELS));
  }

  @Test
  void sumsMustHaveTheGridOfTheirInput() {
    RecurrentLayer layer = lstm(2, 5, 0, 4);
    RecurrentProof.check(layer, PIXELS);
    refused(
        "lstm1.weight_ih: its sums need the grid",
        () -> RecurrentProof.check(layer, Grid.signed(8, 6)));
  }

  private static void refused(String message, Runnable make) {
    Exception wrong = assertThrows(IllegalArgumentException.class, make::run);
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
  }

  @Test
  void recordsCheckThemselves() {
    GateRule rule = new GateRule(1, 1, new int[8], 0);
    refused(
        "weights for 3 features, input 1x2x4 has 4",
        () -> new RecurrentLayer.Lstm("lstm1", new Shape(1, 2, 4), sums(4), rule, 0));
    refused(
        "lstm1: cell exponent (=16) must lie in 0 .. 15",
        () -> new RecurrentLayer.Lstm("lstm1", IN, sums(4), rule, 16));
    refused(
        "its weights are called lstm1.weight_ih, not other.weight_ih",
        () -> new RecurrentLayer.Lstm("other", IN, sums(4), rule, 0));
    refused(
        "gru1: 7 biases, not 4 * 2",
        () -> new RecurrentLayer.Gru("gru1", IN, sums(3), new GateRule(1, 1, new int[7], 0)));
    refused("8 rows for 2 units", () -> new RecurrentLayer.Gru("lstm1", IN, sums(4), rule));
    refused("shift (=31) must lie in 0 .. 30", () -> new GateRule(1, 1, new int[0], 31));
    refused("must be at least 0", () -> new GateRule(-1, 1, new int[0], 0));
    refused(
        "7 codes of the input do not make 8 rows",
        () ->
            GateSums.of("l", 2, new Codes(2, 0, new byte[7]), sums(4).hidden().weights(), PIXELS));
    Codes weights = sums(4).input().weights();
    int[] bias = new int[8];
    bias[3] = 1;
    IntegerLayer.FullyConnected biased =
        new IntegerLayer.FullyConnected(
            "b",
            Shape.vector(3),
            Shape.vector(8),
            weights,
            Epilogue.Accumulate.proven(weights, bias, PIXELS));
    refused(
        "b: must leave its accumulators, without a bias",
        () -> new GateSums(biased, sums(4).hidden()));
    refused("gives 6 sums", () -> new GateSums(sums(4).input(), sums(3).hidden()));
  }

  @Test
  void underTheShiftFoldMultipliersArePowersOfTwo() {
    ShiftRule.check(PIXELS, List.of(lstm(4, 0, 9, 0)));
    refused("multiplier (=5)", () -> ShiftRule.check(PIXELS, List.of(lstm(4, 5, 9, 0))));
  }
}
