package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

class AccumulatorProofTest {
  private static final Grid PIXELS = Grid.unsigned(8, 0);

  private static IntegerLayer.FullyConnected connected(
      Codes codes, Epilogue epilogue, int outputs) {
    Shape in = Shape.vector(codes.size() / outputs);
    return new IntegerLayer.FullyConnected("fc", in, Shape.vector(outputs), codes, epilogue);
  }

  private static Codes same(int bits, int value, int count) {
    byte[] values = new byte[count];
    Arrays.fill(values, (byte) value);
    return new Codes(bits, 0, values);
  }

  private static Epilogue.Requantize rule(int m, long b, int shift) {
    return new Epilogue.Requantize(new int[] {m}, new long[] {b}, shift, PIXELS);
  }

  @Test
  void rangesAreTightWhicheverSignsMeet() {
    for (Grid grid : List.of(PIXELS, Grid.signed(8, 0), new Grid(-3, 200, 0, 1))) {
      for (long seed = 0; seed < 20; seed++) {
        int outputs = 3;
        Codes codes = RandomNetworks.codes(seed, 2 + (int) (seed % 7), 41 * outputs);
        Epilogue.Requantize rule = RandomNetworks.requantize(seed, codes, outputs, grid, true);
        AccumulatorProof proof = AccumulatorProof.of(connected(codes, rule, outputs), grid);
        assertEquals(extremes(codes, outputs, grid), proof.accumulator(), "seed " + seed);
      }
    }
  }

  /** Runs each channel on the two inputs that put every term to its end. */
  private static Range extremes(Codes codes, int outputs, Grid grid) {
    long least = 0;
    long most = 0;
    int fanIn = codes.size() / outputs;
    for (int o = 0; o < outputs; o++) {
      long low = 0;
      long high = 0;
      for (int i = 0; i < fanIn; i++) {
        int code = codes.at(o * fanIn + i);
        low += code * (code > 0 ? grid.min() : grid.max());
        high += code * (code > 0 ? grid.max() : grid.min());
        assertTrue(low >= -1_000_000 && high <= 1_000_000);
      }
      least = Math.min(least, low);
      most = Math.max(most, high);
    }
    return new Range(least, most);
  }

  @Test
  void anAccumulatorMayReachTheLimitButNotPassIt() {
    // 66311 * 127 * 255 = 2147481735, one more input passes 2^31 - 1 = 2147483647.
    AccumulatorProof proof =
        AccumulatorProof.of(connected(same(8, 127, 66311), rule(1, 0, 0), 1), PIXELS);
    assertEquals(2147481735L, proof.accumulator().max());
    assertEquals(32, proof.accumulator().bits());
    Exception tooWide =
        assertThrows(
            IllegalArgumentException.class,
            () -> AccumulatorProof.of(connected(same(8, 127, 66312), rule(1, 0, 0), 1), PIXELS));
    assertEquals(
        "fc: an accumulator may lie in 0 .. 2147514120, but int32 ends at -2147483648 and"
            + " 2147483647",
        tooWide.getMessage());
  }

  @Test
  void positivesAndNegativesAreCountedApart() {
    byte[] values = new byte[2 * 66311];
    Arrays.fill(values, 0, 66311, (byte) 127);
    Arrays.fill(values, 66311, values.length, (byte) -127);
    Codes codes = new Codes(8, 0, values);
    AccumulatorProof proof = AccumulatorProof.of(connected(codes, rule(1, 0, 0), 1), PIXELS);
    assertEquals(new Range(-2147481735L, 2147481735L), proof.accumulator());
  }

  @Test
  void theProductIncludesBiasAndRoundingHalf() {
    Codes codes = same(2, 1, 1);
    AccumulatorProof proof = AccumulatorProof.of(connected(codes, rule(3, 10, 4), 1), PIXELS);
    assertEquals(new Range(0, 3 * 255 + 10 + 8), proof.result());
    proof = AccumulatorProof.of(connected(codes, rule(-3, 10, 0), 1), PIXELS);
    assertEquals(new Range(-3 * 255, 10), proof.result());
  }

  @Test
  void narrowEndsExactlyAt32Bits() {
    Codes codes = same(2, 1, 1);
    long room = Integer.MAX_VALUE - 3 * 255 - 8;
    assertTrue(AccumulatorProof.of(connected(codes, rule(3, room, 4), 1), PIXELS).narrow());
    assertFalse(AccumulatorProof.of(connected(codes, rule(3, room + 1, 4), 1), PIXELS).narrow());
    assertTrue(AccumulatorProof.of(connected(codes, rule(1, 0, 31), 1), PIXELS).narrow());
    assertFalse(
        AccumulatorProof.of(connected(codes, rule(1, -(1L << 31), 32), 1), PIXELS).narrow());
  }

  @Test
  void aProductEndsExactlyAt64Bits() {
    Codes codes = same(2, 1, 1);
    long room = Long.MAX_VALUE - 3 * 255 - 8;
    AccumulatorProof proof = AccumulatorProof.of(connected(codes, rule(3, room, 4), 1), PIXELS);
    assertEquals(64, proof.result().bits());
    Exception tooWide =
        assertThrows(
            IllegalArgumentException.class,
            () -> AccumulatorProof.of(connected(codes, rule(3, room + 1, 4), 1), PIXELS));
    assertTrue(
        tooWide.getMessage().startsWith("fc: m * acc + b may lie in 0 .. 9223372036854775808,"),
        tooWide.getMessage());
  }

  @Test
  void sumsThatStayFitInt32WithTheirBias() {
    Codes codes = same(2, 1, 2);
    Epilogue.Accumulate most = new Epilogue.Accumulate(new int[] {Integer.MAX_VALUE - 510}, PIXELS);
    assertEquals(
        Integer.MAX_VALUE, AccumulatorProof.of(connected(codes, most, 1), PIXELS).result().max());
    Epilogue.Accumulate more = new Epilogue.Accumulate(new int[] {Integer.MAX_VALUE - 509}, PIXELS);
    assertThrows(
        IllegalArgumentException.class,
        () -> AccumulatorProof.of(connected(codes, more, 1), PIXELS));
  }

  @Test
  void aJoinCountsBothBranches() {
    Codes codes = same(2, -1, 1);
    Epilogue.Accumulate sums = Epilogue.Accumulate.proven(codes, new int[] {5}, PIXELS);
    Shape one = Shape.vector(1);
    IntegerLayer.Residual block =
        new IntegerLayer.Residual(
            one,
            one,
            List.of(connected(codes, sums, 1)),
            List.of(),
            rule(4, 100, 3),
            new int[] {9});
    AccumulatorProof proof = AccumulatorProof.of(block, PIXELS);
    assertEquals("residual of fc", proof.layer());
    assertEquals(new Range(-250, 5), proof.accumulator());
    // m * acc in -1000 .. 20, the shortcut in 0 .. 2295, b = 100, half = 4.
    assertEquals(new Range(-1000, 20 + 2295 + 104), proof.result());
    assertTrue(proof.narrow());
  }

  @Test
  void hugeFanInsAndGridsDoNotOverflowTheProofItself() {
    Grid wide = new Grid(-(1L << 31), (1L << 31) - 1, 0, 1);
    Codes codes = same(8, 127, 1 << 20);
    Exception tooWide =
        assertThrows(
            IllegalArgumentException.class,
            () -> AccumulatorProof.of(connected(codes, rule(1, 0, 0), 1), wide));
    assertTrue(tooWide.getMessage().contains("-285978576338026496"), tooWide.getMessage());
  }

  /** x in -127 .. 127, m = -3 and 2, b = 10 and -1000, half = 8. */
  @Test
  void aChannelAffineHasTheRangeOfItsProducts() {
    Epilogue.Requantize rule =
        new Epilogue.Requantize(new int[] {-3, 2}, new long[] {10, -1000}, 4, PIXELS);
    ChannelAffine layer = new ChannelAffine("bn", Shape.vector(2), rule);
    AccumulatorProof proof = AccumulatorProof.of(layer, Grid.signed(8, 0));
    assertEquals(new Range(-127, 127), proof.accumulator());
    assertEquals(new Range(2 * -127 - 1000, 3 * 127 + 10 + 8), proof.result());
    assertTrue(proof.narrow());
    rule = new Epilogue.Requantize(new int[] {1 << 30, 1}, new long[2], 31, PIXELS);
    layer = new ChannelAffine("bn", Shape.vector(2), rule);
    assertFalse(AccumulatorProof.of(layer, Grid.signed(8, 0)).narrow());
  }
}
