package org.dyadic.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The tables of a {@link ByteTableProduct}, and its sums of 8 bits and of 16. */
final class ByteTables {
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> HALVES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));

  private ByteTables() {}

  /**
   * As {@link MemoryTables#build}, with inputs and tables in one array.
   *
   * @param to where the tables go
   */
  static void build(byte[] bytes, int a, int b, int c, int d, int size, int to) {
    for (int x = 0; x < size; x += SPECIES.length()) {
      vector(bytes, a + x, b + x, c + x, d + x, size, to + x);
    }
  }

  private static void vector(byte[] bytes, int p, int q, int r, int s, int size, int to) {
    ByteVector a = ByteVector.fromArray(SPECIES, bytes, p);
    ByteVector b = ByteVector.fromArray(SPECIES, bytes, q);
    ByteVector c = ByteVector.fromArray(SPECIES, bytes, r);
    ByteVector d = ByteVector.fromArray(SPECIES, bytes, s);
    ByteVector both = a.add(b);
    ByteVector apart = a.sub(b);
    ByteVector rest = c.add(d).neg();
    int at = to;
    for (int i = 0; i < 9; i++) {
      rest.sub(both).intoArray(bytes, at);
      rest.sub(b).intoArray(bytes, at + size);
      rest.add(apart).intoArray(bytes, at + 2 * size);
      rest.sub(a).intoArray(bytes, at + 3 * size);
      rest.intoArray(bytes, at + 4 * size);
      rest.add(a).intoArray(bytes, at + 5 * size);
      rest.sub(apart).intoArray(bytes, at + 6 * size);
      rest.add(b).intoArray(bytes, at + 7 * size);
      rest.add(both).intoArray(bytes, at + 8 * size);
      at += 9 * size;
      rest = i % 3 == 2 ? rest.sub(c).sub(c).add(d) : rest.add(c);
    }
  }

  /**
   * Adds the sums of a block to sums of 16 bits.
   *
   * @param narrow the sums of the block, which become 0
   * @param count how many there are, a multiple of the lanes
   */
  static void join(byte[] narrow, short[] wide, int count) {
    for (int i = 0; i < count; i += SHORTS.length()) {
      ShortVector part =
          (ShortVector)
              ByteVector.fromArray(HALVES, narrow, i).convertShape(VectorOperators.B2S, SHORTS, 0);
      part.add(ShortVector.fromArray(SHORTS, wide, i)).intoArray(wide, i);
    }
    Arrays.fill(narrow, 0, count, (byte) 0);
  }
}
