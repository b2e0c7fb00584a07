package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link PermProduct} for windows of three columns at distance 1, the usual
 * ones, and at distance 2. Here a code short holds the codes of the three columns for the same
 * inputs of a pixel, so that ten tables serve eight windows: fewer than half the loads of {@link
 * PermTile}.
 */
final class PermTaps {
  private static final VectorSpecies<Short> SPECIES = PermTile.SPECIES;
  private static final int LANES = PermTile.LANES;
  private static final int FIELD = 5;
  private static final short[] START = TileSums.starts();
  private static final short CODE = 31;

  /** In odd lanes a bit that selects from the second of two tables. */
  private static final short[] ODD = odd();

  private PermTaps() {}

  private static short[] odd() {
    short[] odd = new short[LANES];
    for (int i = 1; i < LANES; i += 2) {
      odd[i] = CODE + 1;
    }
    return odd;
  }

  /**
   * Four pixels, 64 outputs; as {@link PermTile#pixels4x64}, but tables of neighbouring pixels
   * follow one another.
   */
  static void pixels4x64(
      short[] tables,
      int to,
      int[] starts,
      int first,
      int end,
      int offset,
      short[] codes,
      int codesAt) {
    ShortVector a0 = ShortVector.fromArray(SPECIES, START, 0);
    ShortVector a1 = a0;
    ShortVector a2 = a0;
    ShortVector a3 = a0;
    ShortVector b0 = a0;
    ShortVector b1 = a0;
    ShortVector b2 = a0;
    ShortVector b3 = a0;
    for (int i = first; i < end; i++) {
      int at = starts[i] + offset;
      ShortVector t0 = ShortVector.fromArray(SPECIES, tables, at);
      ShortVector t1 = ShortVector.fromArray(SPECIES, tables, at + LANES);
      ShortVector t2 = ShortVector.fromArray(SPECIES, tables, at + 2 * LANES);
      ShortVector t3 = ShortVector.fromArray(SPECIES, tables, at + 3 * LANES);
      ShortVector t4 = ShortVector.fromArray(SPECIES, tables, at + 4 * LANES);
      ShortVector t5 = ShortVector.fromArray(SPECIES, tables, at + 5 * LANES);
      ShortVector c = ShortVector.fromArray(SPECIES, codes, codesAt + i * 64);
      a0 = a0.add(c.selectFrom(t0));
      a1 = a1.add(c.selectFrom(t1));
      a2 = a2.add(c.selectFrom(t2));
      a3 = a3.add(c.selectFrom(t3));
      c = c.lanewise(VectorOperators.LSHR, FIELD);
      a0 = a0.add(c.selectFrom(t1));
      a1 = a1.add(c.selectFrom(t2));
      a2 = a2.add(c.selectFrom(t3));
      a3 = a3.add(c.selectFrom(t4));
      c = c.lanewise(VectorOperators.LSHR, FIELD);
      a0 = a0.add(c.selectFrom(t2));
      a1 = a1.add(c.selectFrom(t3));
      a2 = a2.add(c.selectFrom(t4));
      a3 = a3.add(c.selectFrom(t5));
      ShortVector d = ShortVector.fromArray(SPECIES, codes, codesAt + i * 64 + LANES);
      b0 = b0.add(d.selectFrom(t0));
      b1 = b1.add(d.selectFrom(t1));
      b2 = b2.add(d.selectFrom(t2));
      b3 = b3.add(d.selectFrom(t3));
      d = d.lanewise(VectorOperators.LSHR, FIELD);
      b0 = b0.add(d.selectFrom(t1));
      b1 = b1.add(d.selectFrom(t2));
      b2 = b2.add(d.selectFrom(t3));
      b3 = b3.add(d.selectFrom(t4));
      d = d.lanewise(VectorOperators.LSHR, FIELD);
      b0 = b0.add(d.selectFrom(t2));
      b1 = b1.add(d.selectFrom(t3));
      b2 = b2.add(d.selectFrom(t4));
      b3 = b3.add(d.selectFrom(t5));
    }
    a0.intoArray(tables, to);
    b0.intoArray(tables, to + LANES);
    a1.intoArray(tables, to + 2 * LANES);
    b1.intoArray(tables, to + 3 * LANES);
    a2.intoArray(tables, to + 4 * LANES);
    b2.intoArray(tables, to + 5 * LANES);
    a3.intoArray(tables, to + 6 * LANES);
    b3.intoArray(tables, to + 7 * LANES);
  }

  /**
   * Sixteen pixels, 16 outputs; as {@link PermTile#pixels4x64}. Two pixels share a register: the
   * codes of an output stand in an even lane for the first and in the odd lane beside it for the
   * second.
   */
  static void pixels16x16(
      short[] tables,
      int to,
      int[] starts,
      int first,
      int end,
      int offset,
      short[] codes,
      int codesAt) {
    ShortVector a0 = ShortVector.fromArray(SPECIES, START, 0);
    ShortVector a2 = a0;
    ShortVector a4 = a0;
    ShortVector a6 = a0;
    ShortVector a8 = a0;
    ShortVector a10 = a0;
    ShortVector a12 = a0;
    ShortVector a14 = a0;
    ShortVector odd = ShortVector.fromArray(SPECIES, ODD, 0);
    for (int i = first; i < end; i++) {
      int at = starts[i] + offset;
      ShortVector c = ShortVector.fromArray(SPECIES, codes, codesAt + i * LANES);
      ShortVector d = c.lanewise(VectorOperators.LSHR, FIELD);
      ShortVector e = c.lanewise(VectorOperators.LSHR, 2 * FIELD).and(CODE).or(odd);
      c = c.and(CODE).or(odd);
      d = d.and(CODE).or(odd);
      ShortVector t0 = ShortVector.fromArray(SPECIES, tables, at);
      ShortVector t1 = ShortVector.fromArray(SPECIES, tables, at + LANES);
      ShortVector t2 = ShortVector.fromArray(SPECIES, tables, at + 2 * LANES);
      ShortVector t3 = ShortVector.fromArray(SPECIES, tables, at + 3 * LANES);
      ShortVector t4 = ShortVector.fromArray(SPECIES, tables, at + 4 * LANES);
      ShortVector t5 = ShortVector.fromArray(SPECIES, tables, at + 5 * LANES);
      ShortVector t6 = ShortVector.fromArray(SPECIES, tables, at + 6 * LANES);
      ShortVector t7 = ShortVector.fromArray(SPECIES, tables, at + 7 * LANES);
      ShortVector t8 = ShortVector.fromArray(SPECIES, tables, at + 8 * LANES);
      ShortVector t9 = ShortVector.fromArray(SPECIES, tables, at + 9 * LANES);
      ShortVector t10 = ShortVector.fromArray(SPECIES, tables, at + 10 * LANES);
      ShortVector t11 = ShortVector.fromArray(SPECIES, tables, at + 11 * LANES);
      ShortVector t12 = ShortVector.fromArray(SPECIES, tables, at + 12 * LANES);
      ShortVector t13 = ShortVector.fromArray(SPECIES, tables, at + 13 * LANES);
      ShortVector t14 = ShortVector.fromArray(SPECIES, tables, at + 14 * LANES);
      ShortVector t15 = ShortVector.fromArray(SPECIES, tables, at + 15 * LANES);
      ShortVector t16 = ShortVector.fromArray(SPECIES, tables, at + 16 * LANES);
      ShortVector t17 = ShortVector.fromArray(SPECIES, tables, at + 17 * LANES);
      a0 = a0.add(c.selectFrom(t0, t1));
      a0 = a0.add(d.selectFrom(t1, t2));
      a0 = a0.add(e.selectFrom(t2, t3));
      a2 = a2.add(c.selectFrom(t2, t3));
      a2 = a2.add(d.selectFrom(t3, t4));
      a2 = a2.add(e.selectFrom(t4, t5));
      a4 = a4.add(c.selectFrom(t4, t5));
      a4 = a4.add(d.selectFrom(t5, t6));
      a4 = a4.add(e.selectFrom(t6, t7));
      a6 = a6.add(c.selectFrom(t6, t7));
      a6 = a6.add(d.selectFrom(t7, t8));
      a6 = a6.add(e.selectFrom(t8, t9));
      a8 = a8.add(c.selectFrom(t8, t9));
      a8 = a8.add(d.selectFrom(t9, t10));
      a8 = a8.add(e.selectFrom(t10, t11));
      a10 = a10.add(c.selectFrom(t10, t11));
      a10 = a10.add(d.selectFrom(t11, t12));
      a10 = a10.add(e.selectFrom(t12, t13));
      a12 = a12.add(c.selectFrom(t12, t13));
      a12 = a12.add(d.selectFrom(t13, t14));
      a12 = a12.add(e.selectFrom(t14, t15));
      a14 = a14.add(c.selectFrom(t14, t15));
      a14 = a14.add(d.selectFrom(t15, t16));
      a14 = a14.add(e.selectFrom(t16, t17));
    }
    a0.intoArray(tables, to);
    a2.intoArray(tables, to + LANES);
    a4.intoArray(tables, to + 2 * LANES);
    a6.intoArray(tables, to + 3 * LANES);
    a8.intoArray(tables, to + 4 * LANES);
    a10.intoArray(tables, to + 5 * LANES);
    a12.intoArray(tables, to + 6 * LANES);
    a14.intoArray(tables, to + 7 * LANES);
  }

  /** Eight pixels, 32 outputs; as {@link #pixels4x64}. */
  static void pixels8x32(
      short[] tables,
      int to,
      int[] starts,
      int first,
      int end,
      int offset,
      short[] codes,
      int codesAt) {
    ShortVector a0 = ShortVector.fromArray(SPECIES, START, 0);
    ShortVector a1 = a0;
    ShortVector a2 = a0;
    ShortVector a3 = a0;
    ShortVector a4 = a0;
    ShortVector a5 = a0;
    ShortVector a6 = a0;
    ShortVector a7 = a0;
    for (int i = first; i < end; i++) {
      int at = starts[i] + offset;
      ShortVector c = ShortVector.fromArray(SPECIES, codes, codesAt + i * LANES);
      ShortVector d = c.lanewise(VectorOperators.LSHR, FIELD);
      ShortVector e = c.lanewise(VectorOperators.LSHR, 2 * FIELD);
      ShortVector t0 = ShortVector.fromArray(SPECIES, tables, at);
      ShortVector t1 = ShortVector.fromArray(SPECIES, tables, at + LANES);
      ShortVector t2 = ShortVector.fromArray(SPECIES, tables, at + 2 * LANES);
      ShortVector t3 = ShortVector.fromArray(SPECIES, tables, at + 3 * LANES);
      ShortVector t4 = ShortVector.fromArray(SPECIES, tables, at + 4 * LANES);
      ShortVector t5 = ShortVector.fromArray(SPECIES, tables, at + 5 * LANES);
      ShortVector t6 = ShortVector.fromArray(SPECIES, tables, at + 6 * LANES);
      ShortVector t7 = ShortVector.fromArray(SPECIES, tables, at + 7 * LANES);
      ShortVector t8 = ShortVector.fromArray(SPECIES, tables, at + 8 * LANES);
      ShortVector t9 = ShortVector.fromArray(SPECIES, tables, at + 9 * LANES);
      a0 = a0.add(c.selectFrom(t0));
      a1 = a1.add(c.selectFrom(t1));
      a2 = a2.add(c.selectFrom(t2));
      a3 = a3.add(c.selectFrom(t3));
      a4 = a4.add(c.selectFrom(t4));
      a5 = a5.add(c.selectFrom(t5));
      a6 = a6.add(c.selectFrom(t6));
      a7 = a7.add(c.selectFrom(t7));
      a0 = a0.add(d.selectFrom(t1));
      a1 = a1.add(d.selectFrom(t2));
      a2 = a2.add(d.selectFrom(t3));
      a3 = a3.add(d.selectFrom(t4));
      a4 = a4.add(d.selectFrom(t5));
      a5 = a5.add(d.selectFrom(t6));
      a6 = a6.add(d.selectFrom(t7));
      a7 = a7.add(d.selectFrom(t8));
      a0 = a0.add(e.selectFrom(t2));
      a1 = a1.add(e.selectFrom(t3));
      a2 = a2.add(e.selectFrom(t4));
      a3 = a3.add(e.selectFrom(t5));
      a4 = a4.add(e.selectFrom(t6));
      a5 = a5.add(e.selectFrom(t7));
      a6 = a6.add(e.selectFrom(t8));
      a7 = a7.add(e.selectFrom(t9));
    }
    a0.intoArray(tables, to);
    a1.intoArray(tables, to + LANES);
    a2.intoArray(tables, to + 2 * LANES);
    a3.intoArray(tables, to + 3 * LANES);
    a4.intoArray(tables, to + 4 * LANES);
    a5.intoArray(tables, to + 5 * LANES);
    a6.intoArray(tables, to + 6 * LANES);
    a7.intoArray(tables, to + 7 * LANES);
  }

  /** Eight pixels at distance 2, 32 outputs; as {@link #pixels4x64}. */
  static void pixels8x32apart(
      short[] tables,
      int to,
      int[] starts,
      int first,
      int end,
      int offset,
      short[] codes,
      int codesAt) {
    ShortVector a0 = ShortVector.fromArray(SPECIES, START, 0);
    ShortVector a1 = a0;
    ShortVector a2 = a0;
    ShortVector a3 = a0;
    ShortVector a4 = a0;
    ShortVector a5 = a0;
    ShortVector a6 = a0;
    ShortVector a7 = a0;
    for (int i = first; i < end; i++) {
      int at = starts[i] + offset;
      ShortVector c = ShortVector.fromArray(SPECIES, codes, codesAt + i * LANES);
      ShortVector d = c.lanewise(VectorOperators.LSHR, FIELD);
      ShortVector e = c.lanewise(VectorOperators.LSHR, 2 * FIELD);
      ShortVector t0 = ShortVector.fromArray(SPECIES, tables, at);
      ShortVector t1 = ShortVector.fromArray(SPECIES, tables, at + LANES);
      ShortVector t2 = ShortVector.fromArray(SPECIES, tables, at + 2 * LANES);
      ShortVector t3 = ShortVector.fromArray(SPECIES, tables, at + 3 * LANES);
      ShortVector t4 = ShortVector.fromArray(SPECIES, tables, at + 4 * LANES);
      ShortVector t5 = ShortVector.fromArray(SPECIES, tables, at + 5 * LANES);
      ShortVector t6 = ShortVector.fromArray(SPECIES, tables, at + 6 * LANES);
      ShortVector t7 = ShortVector.fromArray(SPECIES, tables, at + 7 * LANES);
      ShortVector t8 = ShortVector.fromArray(SPECIES, tables, at + 8 * LANES);
      ShortVector t9 = ShortVector.fromArray(SPECIES, tables, at + 9 * LANES);
      ShortVector t10 = ShortVector.fromArray(SPECIES, tables, at + 10 * LANES);
      ShortVector t11 = ShortVector.fromArray(SPECIES, tables, at + 11 * LANES);
      ShortVector t12 = ShortVector.fromArray(SPECIES, tables, at + 12 * LANES);
      ShortVector t13 = ShortVector.fromArray(SPECIES, tables, at + 13 * LANES);
      ShortVector t14 = ShortVector.fromArray(SPECIES, tables, at + 14 * LANES);
      ShortVector t15 = ShortVector.fromArray(SPECIES, tables, at + 15 * LANES);
      ShortVector t16 = ShortVector.fromArray(SPECIES, tables, at + 16 * LANES);
      a0 = a0.add(c.selectFrom(t0));
      a1 = a1.add(c.selectFrom(t2));
      a2 = a2.add(c.selectFrom(t4));
      a3 = a3.add(c.selectFrom(t6));
      a4 = a4.add(c.selectFrom(t8));
      a5 = a5.add(c.selectFrom(t10));
      a6 = a6.add(c.selectFrom(t12));
      a7 = a7.add(c.selectFrom(t14));
      a0 = a0.add(d.selectFrom(t1));
      a1 = a1.add(d.selectFrom(t3));
      a2 = a2.add(d.selectFrom(t5));
      a3 = a3.add(d.selectFrom(t7));
      a4 = a4.add(d.selectFrom(t9));
      a5 = a5.add(d.selectFrom(t11));
      a6 = a6.add(d.selectFrom(t13));
      a7 = a7.add(d.selectFrom(t15));
      a0 = a0.add(e.selectFrom(t2));
      a1 = a1.add(e.selectFrom(t4));
      a2 = a2.add(e.selectFrom(t6));
      a3 = a3.add(e.selectFrom(t8));
      a4 = a4.add(e.selectFrom(t10));
      a5 = a5.add(e.selectFrom(t12));
      a6 = a6.add(e.selectFrom(t14));
      a7 = a7.add(e.selectFrom(t16));
    }
    a0.intoArray(tables, to);
    a1.intoArray(tables, to + LANES);
    a2.intoArray(tables, to + 2 * LANES);
    a3.intoArray(tables, to + 3 * LANES);
    a4.intoArray(tables, to + 4 * LANES);
    a5.intoArray(tables, to + 5 * LANES);
    a6.intoArray(tables, to + 6 * LANES);
    a7.intoArray(tables, to + 7 * LANES);
  }
}
