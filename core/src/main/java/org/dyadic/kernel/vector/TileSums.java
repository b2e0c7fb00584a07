package org.dyadic.kernel.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.dyadic.kernel.Scratch;

/**
 * Widens the 16-bit sums of a tile, which stand at the beginning of the scratch memory's shorts,
 * and joins them to 32-bit sums. Codes are arranged such that the even lanes of a vector of shorts
 * are its first outputs and the odd ones those after them.
 *
 * @param pixels pixels of a tile
 * @param width outputs of a tile
 * @param pitch 32-bit sums from one pixel to the next; may be half a vector of shorts
 */
record TileSums(int pixels, int width, int pitch) {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** Shorts of scratch memory that hold the sums of a tile. */
  static final int SIZE = 256;

  /** Shorts of a vector. */
  static final int LANES = SHORTS.length();

  /** The pitch that the sums of so many outputs need at least, in groups of {@code width}. */
  static int pitch(int outputs, int width) {
    return outputs <= INTS.length() ? INTS.length() : Math.ceilDiv(outputs, width) * width;
  }

  /**
   * Joins the sums of a tile, times a weight.
   *
   * @param to where the tile's first 32-bit sum is
   * @param add whether they are added to what is there
   */
  void join(Scratch scratch, int to, int weight, boolean add) {
    short[] from = scratch.shorts();
    int[] sums = scratch.ints();
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int i = 0; i < width; i += LANES) {
        IntVector both = ShortVector.fromArray(SHORTS, from, pixel * width + i).reinterpretAsInts();
        IntVector even =
            both.lanewise(VectorOperators.LSHL, Short.SIZE)
                .lanewise(VectorOperators.ASHR, Short.SIZE);
        int at = to + pixel * pitch + i;
        store(even, weight, sums, at, add);
        if (pitch > INTS.length()) {
          IntVector odd = both.lanewise(VectorOperators.ASHR, Short.SIZE);
          store(odd, weight, sums, at + INTS.length(), add);
        }
      }
    }
  }

  private static void store(IntVector part, int weight, int[] sums, int at, boolean add) {
    IntVector sum = weight == 1 ? part : part.mul(weight);
    sum = add ? sum.add(IntVector.fromArray(INTS, sums, at)) : sum;
    sum.intoArray(sums, at);
  }
}
