package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link PermProduct}. A table of 27 sums of three inputs fills one register; 32
 * codes select from it at once and are added to the sums of 32 outputs. A code short holds three
 * codes of 5 bits, for three tables that follow one another.
 *
 * <p>Each method ends by storing its accumulators; what happens to them stands elsewhere, because
 * the compiler stops inlining in a method this large and would then box vectors.
 */
final class PermTile {
  static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_512;

  /** Shorts of one table and of one vector. */
  static final int LANES = 32;

  private static final int FIELD = 5;
  private static final short[] START = TileSums.starts();

  private PermTile() {}

  /**
   * Four pixels, 64 outputs.
   *
   * @param tables the tables
   * @param to where in it the sums go, {@link TileSums#SIZE} shorts
   * @param starts where the tables of each unit of the window begin, for the first pixel of a row
   * @param first the first unit that counts
   * @param end the one after the last
   * @param offset from the row's first pixel to the tile's
   * @param pitch from one pixel's tables to the next
   * @param codes the codes, a vector for each unit and 32 outputs
   * @param codesAt those of the window's first unit
   */
  static void pixels4x64(
      short[] tables,
      int to,
      int[] starts,
      int first,
      int end,
      int offset,
      int pitch,
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
      int p0 = starts[i] + offset;
      int p1 = p0 + pitch;
      int p2 = p1 + pitch;
      int p3 = p2 + pitch;
      ShortVector c = ShortVector.fromArray(SPECIES, codes, codesAt + i * 64);
      ShortVector d = ShortVector.fromArray(SPECIES, codes, codesAt + i * 64 + LANES);
      ShortVector t0 = ShortVector.fromArray(SPECIES, tables, p0);
      ShortVector t1 = ShortVector.fromArray(SPECIES, tables, p1);
      ShortVector t2 = ShortVector.fromArray(SPECIES, tables, p2);
      ShortVector t3 = ShortVector.fromArray(SPECIES, tables, p3);
      a0 = a0.add(c.selectFrom(t0));
      a1 = a1.add(c.selectFrom(t1));
      a2 = a2.add(c.selectFrom(t2));
      a3 = a3.add(c.selectFrom(t3));
      b0 = b0.add(d.selectFrom(t0));
      b1 = b1.add(d.selectFrom(t1));
      b2 = b2.add(d.selectFrom(t2));
      b3 = b3.add(d.selectFrom(t3));
      c = c.lanewise(VectorOperators.LSHR, FIELD);
      d = d.lanewise(VectorOperators.LSHR, FIELD);
      t0 = ShortVector.fromArray(SPECIES, tables, p0 + LANES);
      t1 = ShortVector.fromArray(SPECIES, tables, p1 + LANES);
      t2 = ShortVector.fromArray(SPECIES, tables, p2 + LANES);
      t3 = ShortVector.fromArray(SPECIES, tables, p3 + LANES);
      a0 = a0.add(c.selectFrom(t0));
      a1 = a1.add(c.selectFrom(t1));
      a2 = a2.add(c.selectFrom(t2));
      a3 = a3.add(c.selectFrom(t3));
      b0 = b0.add(d.selectFrom(t0));
      b1 = b1.add(d.selectFrom(t1));
      b2 = b2.add(d.selectFrom(t2));
      b3 = b3.add(d.selectFrom(t3));
      c = c.lanewise(VectorOperators.LSHR, FIELD);
      d = d.lanewise(VectorOperators.LSHR, FIELD);
      t0 = ShortVector.fromArray(SPECIES, tables, p0 + 2 * LANES);
      t1 = ShortVector.fromArray(SPECIES, tables, p1 + 2 * LANES);
      t2 = ShortVector.fromArray(SPECIES, tables, p2 + 2 * LANES);
      t3 = ShortVector.fromArray(SPECIES, tables, p3 + 2 * LANES);
      a0 = a0.add(c.selectFrom(t0));
      a1 = a1.add(c.selectFrom(t1));
      a2 = a2.add(c.selectFrom(t2));
      a3 = a3.add(c.selectFrom(t3));
      b0 = b0.add(d.selectFrom(t0));
      b1 = b1.add(d.selectFrom(t1));
      b2 = b2.add(d.selectFrom(t2));
      b3 = b3.add(d.selectFrom(t3));
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

  /** Four pixels, 32 outputs; as {@link #pixels4x64}. */
  static void pixels4x32(
      short[] tables,
      int to,
      int[] starts,
      int first,
      int end,
      int offset,
      int pitch,
      short[] codes,
      int codesAt) {
    ShortVector a0 = ShortVector.fromArray(SPECIES, START, 0);
    ShortVector a1 = a0;
    ShortVector a2 = a0;
    ShortVector a3 = a0;
    for (int i = first; i < end; i++) {
      int p0 = starts[i] + offset;
      int p1 = p0 + pitch;
      int p2 = p1 + pitch;
      int p3 = p2 + pitch;
      ShortVector c = ShortVector.fromArray(SPECIES, codes, codesAt + i * LANES);
      a0 = a0.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p0)));
      a1 = a1.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p1)));
      a2 = a2.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p2)));
      a3 = a3.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p3)));
      c = c.lanewise(VectorOperators.LSHR, FIELD);
      a0 = a0.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p0 + LANES)));
      a1 = a1.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p1 + LANES)));
      a2 = a2.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p2 + LANES)));
      a3 = a3.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p3 + LANES)));
      c = c.lanewise(VectorOperators.LSHR, FIELD);
      a0 = a0.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p0 + 2 * LANES)));
      a1 = a1.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p1 + 2 * LANES)));
      a2 = a2.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p2 + 2 * LANES)));
      a3 = a3.add(c.selectFrom(ShortVector.fromArray(SPECIES, tables, p3 + 2 * LANES)));
    }
    a0.intoArray(tables, to);
    a1.intoArray(tables, to + LANES);
    a2.intoArray(tables, to + 2 * LANES);
    a3.intoArray(tables, to + 3 * LANES);
  }

  /** One pixel, 128 outputs; as {@link #pixels4x64}. */
  static void pixels1x128(
      short[] tables,
      int to,
      int[] starts,
      int first,
      int end,
      int offset,
      short[] codes,
      int codesAt) {
    ShortVector a = ShortVector.fromArray(SPECIES, START, 0);
    ShortVector b = a;
    ShortVector c = a;
    ShortVector d = a;
    for (int i = first; i < end; i++) {
      int at = starts[i] + offset;
      ShortVector t0 = ShortVector.fromArray(SPECIES, tables, at);
      ShortVector t1 = ShortVector.fromArray(SPECIES, tables, at + LANES);
      ShortVector t2 = ShortVector.fromArray(SPECIES, tables, at + 2 * LANES);
      ShortVector p = ShortVector.fromArray(SPECIES, codes, codesAt + i * 128);
      ShortVector q = ShortVector.fromArray(SPECIES, codes, codesAt + i * 128 + LANES);
      ShortVector r = ShortVector.fromArray(SPECIES, codes, codesAt + i * 128 + 2 * LANES);
      ShortVector s = ShortVector.fromArray(SPECIES, codes, codesAt + i * 128 + 3 * LANES);
      a = a.add(p.selectFrom(t0));
      b = b.add(q.selectFrom(t0));
      c = c.add(r.selectFrom(t0));
      d = d.add(s.selectFrom(t0));
      a = a.add(p.lanewise(VectorOperators.LSHR, FIELD).selectFrom(t1));
      b = b.add(q.lanewise(VectorOperators.LSHR, FIELD).selectFrom(t1));
      c = c.add(r.lanewise(VectorOperators.LSHR, FIELD).selectFrom(t1));
      d = d.add(s.lanewise(VectorOperators.LSHR, FIELD).selectFrom(t1));
      a = a.add(p.lanewise(VectorOperators.LSHR, 2 * FIELD).selectFrom(t2));
      b = b.add(q.lanewise(VectorOperators.LSHR, 2 * FIELD).selectFrom(t2));
      c = c.add(r.lanewise(VectorOperators.LSHR, 2 * FIELD).selectFrom(t2));
      d = d.add(s.lanewise(VectorOperators.LSHR, 2 * FIELD).selectFrom(t2));
    }
    a.intoArray(tables, to);
    b.intoArray(tables, to + LANES);
    c.intoArray(tables, to + 2 * LANES);
    d.intoArray(tables, to + 3 * LANES);
  }

  /** One pixel, 32 outputs; as {@link #pixels4x64}. */
  static void pixels1x32(
      short[] tables,
      int to,
      int[] starts,
      int first,
      int end,
      int offset,
      short[] codes,
      int codesAt) {
    ShortVector a = ShortVector.fromArray(SPECIES, START, 0);
    ShortVector b = ShortVector.zero(SPECIES);
    ShortVector c = b;
    for (int i = first; i < end; i++) {
      int at = starts[i] + offset;
      ShortVector code = ShortVector.fromArray(SPECIES, codes, codesAt + i * LANES);
      a = a.add(code.selectFrom(ShortVector.fromArray(SPECIES, tables, at)));
      code = code.lanewise(VectorOperators.LSHR, FIELD);
      b = b.add(code.selectFrom(ShortVector.fromArray(SPECIES, tables, at + LANES)));
      code = code.lanewise(VectorOperators.LSHR, FIELD);
      c = c.add(code.selectFrom(ShortVector.fromArray(SPECIES, tables, at + 2 * LANES)));
    }
    a.add(b).add(c).intoArray(tables, to);
  }
}
