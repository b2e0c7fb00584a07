package org.dyadic.kernel.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Looks sixteen pixels up at once, in a table of 256 numbers that fills sixteen registers. A lookup
 * serves two of them, by the low five bits of a pixel; the other three choose between eight
 * lookups.
 */
final class PixelLookup {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;
  private static final int LANES = INTS.length();
  private static final int COLORS = 3;

  /** Where the numbers of one color go. */
  private static final int[] EVERY_THIRD = new int[LANES];

  static {
    for (int lane = 0; lane < LANES; lane++) {
      EVERY_THIRD[lane] = COLORS * lane;
    }
  }

  private PixelLookup() {}

  /** Whether results with so many channels can be written. */
  static boolean canDo(int channels) {
    return channels == 1 || channels == COLORS;
  }

  private static IntVector load(int[] table, int at) {
    return IntVector.fromArray(INTS, table, at);
  }

  private static VectorMask<Integer> bit(IntVector pixels, int bit) {
    return pixels.and(bit).compare(VectorOperators.NE, 0);
  }

  /**
   * Looks up the pixels of a channel, as many as fill vectors.
   *
   * @param first where the channel's part of the table begins
   * @param from where its pixels begin
   * @param area how many there are
   * @param to where the first result goes
   * @param step from one result to the next, 1 or 3
   * @return how many pixels were looked up
   */
  static int plane(
      int[] table, int first, byte[] pixels, int from, int area, int[] out, int to, int step) {
    IntVector t0 = load(table, first);
    IntVector t1 = load(table, first + LANES);
    IntVector t2 = load(table, first + 2 * LANES);
    IntVector t3 = load(table, first + 3 * LANES);
    IntVector t4 = load(table, first + 4 * LANES);
    IntVector t5 = load(table, first + 5 * LANES);
    IntVector t6 = load(table, first + 6 * LANES);
    IntVector t7 = load(table, first + 7 * LANES);
    IntVector t8 = load(table, first + 8 * LANES);
    IntVector t9 = load(table, first + 9 * LANES);
    IntVector t10 = load(table, first + 10 * LANES);
    IntVector t11 = load(table, first + 11 * LANES);
    IntVector t12 = load(table, first + 12 * LANES);
    IntVector t13 = load(table, first + 13 * LANES);
    IntVector t14 = load(table, first + 14 * LANES);
    IntVector t15 = load(table, first + 15 * LANES);
    int end = area - area % LANES;
    for (int i = 0; i < end; i += LANES) {
      IntVector x =
          (IntVector)
              ByteVector.fromArray(BYTES, pixels, from + i)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
      VectorMask<Integer> bit5 = bit(x, 1 << 5);
      VectorMask<Integer> bit6 = bit(x, 1 << 6);
      VectorMask<Integer> bit7 = bit(x, 1 << 7);
      IntVector a = x.selectFrom(t0, t1).blend(x.selectFrom(t2, t3), bit5);
      IntVector b = x.selectFrom(t4, t5).blend(x.selectFrom(t6, t7), bit5);
      IntVector c = x.selectFrom(t8, t9).blend(x.selectFrom(t10, t11), bit5);
      IntVector d = x.selectFrom(t12, t13).blend(x.selectFrom(t14, t15), bit5);
      IntVector result = a.blend(b, bit6).blend(c.blend(d, bit6), bit7);
      if (step == 1) {
        result.intoArray(out, to + i);
      } else {
        result.intoArray(out, to + COLORS * i, EVERY_THIRD, 0);
      }
    }
    return end;
  }
}
