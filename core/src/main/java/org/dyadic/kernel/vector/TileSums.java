package org.dyadic.kernel.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.dyadic.kernel.Scratch;

/**
 * Widens the 16-bit sums of a tile and joins those of several blocks to 32-bit sums. The blocks'
 * sums stand in the scratch memory's shorts, {@link #SIZE} shorts each. Codes are arranged such
 * that the even lanes of a vector of shorts are its first outputs and the odd ones those after
 * them.
 *
 * <p>Two shorts are read as one int x. With sums that begin with {@link #start}, an even lane is e
 * + 2^15 without sign, and x = 2^16 o + e + 2^15 for the odd lane o = x &gt;&gt; 16. So e need not
 * be widened block by block: the sum of e is that of x, less 2^16 times that of o, less 2^15 a
 * block.
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

  /** Blocks whose sums are joined at once. */
  static final int BLOCKS = 8;

  /** Shorts of a vector. */
  static final int LANES = SHORTS.length();

  private static final int HALF = 1 << (Short.SIZE - 1);

  /** What the sums of a block begin with in even lanes; in odd ones with 0. */
  static short start(int lane) {
    return lane % 2 == 0 ? Short.MIN_VALUE : 0;
  }

  /** A vector of them. */
  static short[] starts() {
    short[] starts = new short[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      starts[lane] = start(lane);
    }
    return starts;
  }

  /** The pitch that the sums of so many outputs need at least, in groups of {@code width}. */
  static int pitch(int outputs, int width) {
    return outputs <= INTS.length() ? INTS.length() : Math.ceilDiv(outputs, width) * width;
  }

  /**
   * Joins the sums of a tile, times a weight.
   *
   * @param first where the first block's sums are
   * @param blocks how many blocks, 1 to {@link #BLOCKS}
   * @param to where the tile's first 32-bit sum is
   * @param add whether they are added to what is there
   */
  void join(Scratch scratch, int first, int blocks, int to, int weight, boolean add) {
    short[] from = scratch.shorts();
    int[] sums = scratch.ints();
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int i = 0; i < width; i += LANES) {
        join(from, first + pixel * width + i, blocks, weight, sums, to + pixel * pitch + i, add);
      }
    }
  }

  private void join(
      short[] from, int first, int blocks, int weight, int[] sums, int to, boolean add) {
    IntVector all = ShortVector.fromArray(SHORTS, from, first).reinterpretAsInts();
    IntVector odd = all.lanewise(VectorOperators.ASHR, Short.SIZE);
    for (int block = 1; block < blocks; block++) {
      IntVector both =
          ShortVector.fromArray(SHORTS, from, first + block * SIZE).reinterpretAsInts();
      all = all.add(both);
      odd = odd.add(both.lanewise(VectorOperators.ASHR, Short.SIZE));
    }
    IntVector even = all.sub(odd.lanewise(VectorOperators.LSHL, Short.SIZE)).sub(blocks * HALF);
    store(even, weight, sums, to, add);
    if (pitch > INTS.length()) {
      store(odd, weight, sums, to + INTS.length(), add);
    }
  }

  private static void store(IntVector part, int weight, int[] sums, int at, boolean add) {
    IntVector sum = weight == 1 ? part : part.mul(weight);
    sum = add ? sum.add(IntVector.fromArray(INTS, sums, at)) : sum;
    sum.intoArray(sums, at);
  }
}
