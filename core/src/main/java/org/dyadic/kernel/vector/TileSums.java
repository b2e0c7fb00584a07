package org.dyadic.kernel.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Widens the 16-bit sums of a tile and joins those of several blocks to 32-bit sums. The blocks'
 * sums stand {@link #SIZE} shorts apart. Codes are arranged such that the even lanes of a vector of
 * shorts are its first outputs and the odd ones those after them.
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
  static final int BLOCKS = 4;

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
   * @param from holds the sums of the blocks
   * @param first where the first block's are
   * @param blocks how many blocks, 1 to {@link #BLOCKS}
   * @param sums receives the 32-bit sums
   * @param to where in it the tile's first is
   * @param add whether they are added to what is there
   */
  void join(short[] from, int first, int blocks, int[] sums, int to, int weight, boolean add) {
    for (int i = 0; i < width; i += LANES) {
      join(from, first + i, blocks, weight, sums, to + i, add);
    }
  }

  /**
   * Joins a vector of outputs of all pixels. All in one method, which is too large for the compiler
   * to put it into its caller: that has a limit beyond which vectors become objects.
   */
  private void join(
      short[] from, int first, int blocks, int weight, int[] sums, int to, boolean add) {
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = first + pixel * width;
      IntVector all = ShortVector.fromArray(SHORTS, from, at).reinterpretAsInts();
      IntVector odd = all.lanewise(VectorOperators.ASHR, Short.SIZE);
      // Not a loop: of so few rounds, it would take longer than what it does.
      if (blocks > 1) {
        IntVector second = ShortVector.fromArray(SHORTS, from, at + SIZE).reinterpretAsInts();
        all = all.add(second);
        odd = odd.add(second.lanewise(VectorOperators.ASHR, Short.SIZE));
      }
      if (blocks > 2) {
        IntVector third = ShortVector.fromArray(SHORTS, from, at + 2 * SIZE).reinterpretAsInts();
        all = all.add(third);
        odd = odd.add(third.lanewise(VectorOperators.ASHR, Short.SIZE));
      }
      if (blocks > 3) {
        IntVector fourth = ShortVector.fromArray(SHORTS, from, at + 3 * SIZE).reinterpretAsInts();
        all = all.add(fourth);
        odd = odd.add(fourth.lanewise(VectorOperators.ASHR, Short.SIZE));
      }
      IntVector even = all.sub(odd.lanewise(VectorOperators.LSHL, Short.SIZE)).sub(blocks * HALF);
      int at32 = to + pixel * pitch;
      if (weight != 1) {
        even = even.mul(weight);
        odd = odd.mul(weight);
      }
      if (add) {
        even = even.add(IntVector.fromArray(INTS, sums, at32));
      }
      even.intoArray(sums, at32);
      if (pitch > INTS.length()) {
        at32 += INTS.length();
        odd = add ? odd.add(IntVector.fromArray(INTS, sums, at32)) : odd;
        odd.intoArray(sums, at32);
      }
    }
  }
}
