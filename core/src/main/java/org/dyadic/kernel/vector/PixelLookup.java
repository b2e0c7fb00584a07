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

  /** Pixels looked up at once. */
  static final int LANES = INTS.length();

  /** Channels that can be joined. */
  static final int COLORS = 3;

  /** For each of the numbers of sixteen pixels, its place among those of red and green. */
  private static final int[] OF_TWO = new int[COLORS * LANES];

  /** Its place among those found so and those of blue. */
  private static final int[] OF_THREE = new int[COLORS * LANES];

  static {
    for (int i = 0; i < COLORS * LANES; i++) {
      int pixel = i / COLORS;
      int color = i % COLORS;
      OF_TWO[i] = color == 1 ? LANES + pixel : pixel;
      OF_THREE[i] = color == 2 ? LANES + pixel : i % LANES;
    }
  }

  private PixelLookup() {}

  /** Whether results with so many channels can be written. */
  static boolean canDo(int channels) {
    return channels == 1 || channels == COLORS;
  }

  /**
   * Looks up the pixels of a channel. Sixteen results follow one another, and always are written by
   * the same instruction: of two, the compiler would make objects for the one that was rare before.
   *
   * @param first where the channel's part of the table begins
   * @param from where its pixels begin
   * @param count how many there are, a multiple of 16
   * @param to where the first result goes
   * @param step from sixteen results to the next sixteen, in vectors
   */
  static void plane(
      int[] table, int first, byte[] pixels, int from, int count, int[] out, int to, int step) {
    IntVector t0 = IntVector.fromArray(INTS, table, first);
    IntVector t1 = IntVector.fromArray(INTS, table, first + LANES);
    IntVector t2 = IntVector.fromArray(INTS, table, first + 2 * LANES);
    IntVector t3 = IntVector.fromArray(INTS, table, first + 3 * LANES);
    IntVector t4 = IntVector.fromArray(INTS, table, first + 4 * LANES);
    IntVector t5 = IntVector.fromArray(INTS, table, first + 5 * LANES);
    IntVector t6 = IntVector.fromArray(INTS, table, first + 6 * LANES);
    IntVector t7 = IntVector.fromArray(INTS, table, first + 7 * LANES);
    IntVector t8 = IntVector.fromArray(INTS, table, first + 8 * LANES);
    IntVector t9 = IntVector.fromArray(INTS, table, first + 9 * LANES);
    IntVector t10 = IntVector.fromArray(INTS, table, first + 10 * LANES);
    IntVector t11 = IntVector.fromArray(INTS, table, first + 11 * LANES);
    IntVector t12 = IntVector.fromArray(INTS, table, first + 12 * LANES);
    IntVector t13 = IntVector.fromArray(INTS, table, first + 13 * LANES);
    IntVector t14 = IntVector.fromArray(INTS, table, first + 14 * LANES);
    IntVector t15 = IntVector.fromArray(INTS, table, first + 15 * LANES);
    for (int i = 0; i < count; i += LANES) {
      IntVector x =
          (IntVector)
              ByteVector.fromArray(BYTES, pixels, from + i)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
      VectorMask<Integer> bit5 = x.and(1 << 5).compare(VectorOperators.NE, 0);
      VectorMask<Integer> bit6 = x.and(1 << 6).compare(VectorOperators.NE, 0);
      VectorMask<Integer> bit7 = x.and(1 << 7).compare(VectorOperators.NE, 0);
      IntVector a = x.selectFrom(t0, t1).blend(x.selectFrom(t2, t3), bit5);
      IntVector b = x.selectFrom(t4, t5).blend(x.selectFrom(t6, t7), bit5);
      IntVector c = x.selectFrom(t8, t9).blend(x.selectFrom(t10, t11), bit5);
      IntVector d = x.selectFrom(t12, t13).blend(x.selectFrom(t14, t15), bit5);
      IntVector result = a.blend(b, bit6).blend(c.blend(d, bit6), bit7);
      result.intoArray(out, to + step * i);
    }
  }

  /**
   * Gives every pixel its three numbers in a row, where sixteen of red, sixteen of green and
   * sixteen of blue followed one another.
   *
   * @param count how many pixels there are, a multiple of 16
   */
  static void joinColors(int[] out, int count) {
    for (int at = 0; at < COLORS * count; at += COLORS * LANES) {
      IntVector red = IntVector.fromArray(INTS, out, at);
      IntVector green = IntVector.fromArray(INTS, out, at + LANES);
      IntVector blue = IntVector.fromArray(INTS, out, at + 2 * LANES);
      for (int i = 0; i < COLORS * LANES; i += LANES) {
        IntVector two = IntVector.fromArray(INTS, OF_TWO, i).selectFrom(red, green);
        IntVector.fromArray(INTS, OF_THREE, i).selectFrom(two, blue).intoArray(out, at + i);
      }
    }
  }
}
