package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link LaneProduct}: weights of two bits are widened in their lanes and
 * multiplied by an input that fills all lanes.
 */
final class LaneTile {
  private static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int INPUTS = LineRows.INPUTS;
  private static final int FIELD = 2;
  private static final short[] START = TileSums.starts();
  private static final int TOP = Short.SIZE - FIELD;

  private LaneTile() {}

  /**
   * Four pixels, two vectors of outputs.
   *
   * @param lines padded rows of the input
   * @param starts where the inputs of each unit of the window begin there, for the first pixel of a
   *     row
   * @param first the first unit that counts
   * @param end the one after the last
   * @param offset from the row's first pixel to the tile's
   * @param pitch from one pixel's first input to the next's
   * @param codes the weights, two vectors for each unit
   * @param codesAt those of the window's first unit
   * @param out receives the sums, eight vectors
   * @param to where in it
   */
  static void pixels4(
      short[] lines,
      int[] starts,
      int first,
      int end,
      int offset,
      int pitch,
      short[] codes,
      int codesAt,
      short[] out,
      int to) {
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
      ShortVector c = ShortVector.fromArray(SPECIES, codes, codesAt + 2 * LANES * i);
      ShortVector d = ShortVector.fromArray(SPECIES, codes, codesAt + 2 * LANES * i + LANES);
      for (int k = 0; k < INPUTS; k++) {
        ShortVector v = c.lanewise(VectorOperators.ASHR, TOP);
        ShortVector w = d.lanewise(VectorOperators.ASHR, TOP);
        c = c.lanewise(VectorOperators.LSHL, FIELD);
        d = d.lanewise(VectorOperators.LSHL, FIELD);
        ShortVector x = ShortVector.broadcast(SPECIES, lines[p0 + k]);
        a0 = a0.add(v.mul(x));
        b0 = b0.add(w.mul(x));
        x = ShortVector.broadcast(SPECIES, lines[p1 + k]);
        a1 = a1.add(v.mul(x));
        b1 = b1.add(w.mul(x));
        x = ShortVector.broadcast(SPECIES, lines[p2 + k]);
        a2 = a2.add(v.mul(x));
        b2 = b2.add(w.mul(x));
        x = ShortVector.broadcast(SPECIES, lines[p3 + k]);
        a3 = a3.add(v.mul(x));
        b3 = b3.add(w.mul(x));
      }
    }
    a0.intoArray(out, to);
    b0.intoArray(out, to + LANES);
    a1.intoArray(out, to + 2 * LANES);
    b1.intoArray(out, to + 3 * LANES);
    a2.intoArray(out, to + 4 * LANES);
    b2.intoArray(out, to + 5 * LANES);
    a3.intoArray(out, to + 6 * LANES);
    b3.intoArray(out, to + 7 * LANES);
  }

  /** One pixel, two vectors of outputs; as {@link #pixels4}. */
  static void pixel(
      short[] lines,
      int[] starts,
      int first,
      int end,
      int offset,
      short[] codes,
      int codesAt,
      short[] out,
      int to) {
    ShortVector a = ShortVector.fromArray(SPECIES, START, 0);
    ShortVector b = a;
    for (int i = first; i < end; i++) {
      int pixel = starts[i] + offset;
      ShortVector c = ShortVector.fromArray(SPECIES, codes, codesAt + 2 * LANES * i);
      ShortVector d = ShortVector.fromArray(SPECIES, codes, codesAt + 2 * LANES * i + LANES);
      for (int k = 0; k < INPUTS; k++) {
        ShortVector x = ShortVector.broadcast(SPECIES, lines[pixel + k]);
        a = a.add(c.lanewise(VectorOperators.ASHR, TOP).mul(x));
        b = b.add(d.lanewise(VectorOperators.ASHR, TOP).mul(x));
        c = c.lanewise(VectorOperators.LSHL, FIELD);
        d = d.lanewise(VectorOperators.LSHL, FIELD);
      }
    }
    a.intoArray(out, to);
    b.intoArray(out, to + LANES);
  }
}
