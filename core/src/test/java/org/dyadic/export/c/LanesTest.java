package org.dyadic.export.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dyadic.quant.Grid;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final Grid BYTES = Grid.unsigned(8, 0);

  private static WeightMatrix ones(int inputs, int code) {
    byte[] codes = new byte[inputs];
    Arrays.fill(codes, (byte) code);
    return new WeightMatrix(2, 1, inputs, codes);
  }

  @Test
  void aLaneHolds128BytesAndNoMore() {
    assertEquals(new Lanes(2, List.of(8)), Lanes.of(ones(128, 1), BYTES, false));
    assertEquals(new Lanes(2, List.of(8, 1)), Lanes.of(ones(129, 1), BYTES, false));
    assertEquals(new Lanes(2, List.of(8)), Lanes.of(ones(128, -1), BYTES, false));
    assertEquals(new Lanes(2, List.of(8, 1)), Lanes.of(ones(129, -1), BYTES, false));
  }

  @Test
  void planesAreBoundedEachForItself() {
    byte[] codes = new byte[256];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % 2 == 0 ? 1 : -1);
    }
    WeightMatrix mixed = new WeightMatrix(2, 1, codes.length, codes);
    Grid signed = Grid.signed(8, 0);
    assertEquals(new Lanes(2, List.of(16)), Lanes.of(mixed, BYTES, true));
    assertEquals(new Lanes(2, List.of(16)), Lanes.of(mixed, signed, false));
  }

  @Test
  void numbersThatAreTooLargeTakeWordsOfTheirOwn() {
    assertEquals(new Lanes(1, List.of(1)), Lanes.of(ones(16, 1), Grid.signed(16, 0), false));
    WeightMatrix large = new WeightMatrix(8, 1, 4, new byte[] {127, 127, 127, -127});
    assertEquals(new Lanes(1, List.of(1)), Lanes.of(large, BYTES, false));
  }

  @Test
  void segmentsAreAsLongAsTheirSumsFit() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      int inputs = 1 + random.nextInt(900);
      byte[] codes = new byte[2 * inputs];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = (byte) (random.nextInt(7) - 3);
      }
      WeightMatrix matrix = new WeightMatrix(3, 2, inputs, codes);
      Lanes lanes = Lanes.of(matrix, BYTES, false);
      int start = 0;
      for (int segment : lanes.segments()) {
        int end = start + segment;
        assertTrue(extreme(matrix, start, end) <= 32767, "seed " + seed);
        boolean isLast = end * 16 >= inputs;
        assertTrue(isLast || extreme(matrix, start, end + 1) > 32767, "seed " + seed);
        start = end;
      }
      assertEquals((inputs + 15) / 16, start, "seed " + seed);
    }
  }

  /** The largest magnitude of a sum over some sixteens of inputs of 0 .. 255. */
  private static long extreme(WeightMatrix matrix, int start, int end) {
    long most = 0;
    for (int output = 0; output < matrix.outputs(); output++) {
      long positive = 0;
      long negative = 0;
      for (int i = 16 * start; i < 16 * end; i++) {
        positive += 255L * Math.max(matrix.at(output, i), 0);
        negative += 255L * Math.max(-matrix.at(output, i), 0);
      }
      most = Math.max(most, Math.max(positive, negative));
    }
    return most;
  }
}
