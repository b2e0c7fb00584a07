package org.dyadic.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The tables of a {@link TableProduct}, and its sums of 16 bits and of 32. */
final class MemoryTables {
  /** Sums of a table: 3^4. */
  static final int SUMS = 81;

  private static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> HALVES =
      VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
  private static final int LANES = SPECIES.length();

  private MemoryTables() {}

  /**
   * The 81 sums of four inputs times -1, 0 or 1, each for all pixels: that of factors t is at index
   * {@code sum of 3^i (t_i + 1)}.
   *
   * @param inputs the pixels
   * @param a where those of the first input begin
   * @param b of the second
   * @param c of the third
   * @param d of the fourth
   * @param size pixels of an entry, a multiple of the lanes
   * @param tables receives the sums
   * @param to where
   */
  static void build(short[] inputs, int a, int b, int c, int d, int size, short[] tables, int to) {
    for (int x = 0; x < size; x += LANES) {
      vector(inputs, a + x, b + x, c + x, d + x, size, tables, to + x);
    }
  }

  private static void vector(
      short[] inputs, int p, int q, int r, int s, int size, short[] tables, int to) {
    ShortVector a = ShortVector.fromArray(SPECIES, inputs, p);
    ShortVector b = ShortVector.fromArray(SPECIES, inputs, q);
    ShortVector c = ShortVector.fromArray(SPECIES, inputs, r);
    ShortVector d = ShortVector.fromArray(SPECIES, inputs, s);
    ShortVector both = a.add(b);
    ShortVector apart = a.sub(b);
    ShortVector rest = c.add(d).neg();
    int at = to;
    for (int i = 0; i < 9; i++) {
      rest.sub(both).intoArray(tables, at);
      rest.sub(b).intoArray(tables, at + size);
      rest.add(apart).intoArray(tables, at + 2 * size);
      rest.sub(a).intoArray(tables, at + 3 * size);
      rest.intoArray(tables, at + 4 * size);
      rest.add(a).intoArray(tables, at + 5 * size);
      rest.sub(apart).intoArray(tables, at + 6 * size);
      rest.add(b).intoArray(tables, at + 7 * size);
      rest.add(both).intoArray(tables, at + 8 * size);
      at += 9 * size;
      rest = i % 3 == 2 ? rest.sub(c).sub(c).add(d) : rest.add(c);
    }
  }

  /**
   * Moves the sums of a block, times the weight of a plane, to sums of 32 bits.
   *
   * @param narrow the sums of the block, which become 0
   * @param count how many there are, a multiple of the lanes
   * @param add whether to add to what is there
   */
  static void join(short[] narrow, int[] wide, int count, int weight, boolean add) {
    for (int i = 0; i < count; i += INTS.length()) {
      IntVector part =
          (IntVector)
              ShortVector.fromArray(HALVES, narrow, i).convertShape(VectorOperators.S2I, INTS, 0);
      IntVector sum = weight == 1 ? part : part.mul(weight);
      sum = add ? sum.add(IntVector.fromArray(INTS, wide, i)) : sum;
      sum.intoArray(wide, i);
    }
    Arrays.fill(narrow, 0, count, (short) 0);
  }
}
