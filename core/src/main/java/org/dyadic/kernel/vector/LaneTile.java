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

  private static ShortVector load(short[] from, int at) {
    return ShortVector.fromArray(SPECIES, from, at);
  }

  private static ShortVector weight(ShortVector codes) {
    return codes.lanewise(VectorOperators.ASHR, TOP);
  }

  private static ShortVector next(ShortVector codes) {
    return codes.lanewise(VectorOperators.LSHL, FIELD);
  }

  /**
   * Four pixels, two vectors of outputs.
   *
   * @param lines padded rows of the input
   * @param rows where each row of the window begins there
   * @param firstRow the first row that counts
   * @param endRow the one after the last
   * @param offset from there to the first pixel's first input
   * @param pitch from one pixel's first input to the next's
   * @param codes the weights
   * @param codesAt the codes of row 0
   * @param codeRow codes of one row
   * @param count code vectors a row and vector of outputs
   * @param out receives the sums, eight vectors
   * @param to where in it
   */
  static void pixels4(
      short[] lines,
      int[] rows,
      int firstRow,
      int endRow,
      int offset,
      int pitch,
      short[] codes,
      int codesAt,
      int codeRow,
      int count,
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
    for (int row = firstRow; row < endRow; row++) {
      int p0 = rows[row] + offset;
      int p1 = p0 + pitch;
      int p2 = p1 + pitch;
      int p3 = p2 + pitch;
      int from = codesAt + row * codeRow;
      for (int i = 0; i < count; i++) {
        ShortVector c = load(codes, from + 2 * LANES * i);
        ShortVector d = load(codes, from + 2 * LANES * i + LANES);
        for (int k = i * INPUTS; k < (i + 1) * INPUTS; k++) {
          ShortVector v = weight(c);
          ShortVector w = weight(d);
          c = next(c);
          d = next(d);
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
      int[] rows,
      int firstRow,
      int endRow,
      int offset,
      short[] codes,
      int codesAt,
      int codeRow,
      int count,
      short[] out,
      int to) {
    ShortVector a = ShortVector.fromArray(SPECIES, START, 0);
    ShortVector b = a;
    for (int row = firstRow; row < endRow; row++) {
      int pixel = rows[row] + offset;
      int from = codesAt + row * codeRow;
      for (int i = 0; i < count; i++) {
        ShortVector c = load(codes, from + 2 * LANES * i);
        ShortVector d = load(codes, from + 2 * LANES * i + LANES);
        for (int k = i * INPUTS; k < (i + 1) * INPUTS; k++) {
          ShortVector x = ShortVector.broadcast(SPECIES, lines[pixel + k]);
          a = a.add(weight(c).mul(x));
          b = b.add(weight(d).mul(x));
          c = next(c);
          d = next(d);
        }
      }
    }
    a.intoArray(out, to);
    b.intoArray(out, to + LANES);
  }
}
