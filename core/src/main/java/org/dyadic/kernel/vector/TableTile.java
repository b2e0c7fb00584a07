package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link TableProduct}: for each output, the sums of vectors of pixels grow by a
 * table's entry for each of the nine positions in the window. Sums and tables share an array. Four
 * vectors at a time are too many for the compiler, which then makes objects of them.
 */
final class TableTile {
  private static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int UNSIGNED = 0xff;

  private TableTile() {}

  private static ShortVector at(short[] shorts, int index) {
    return ShortVector.fromArray(SPECIES, shorts, index);
  }

  /**
   * Adds a table's entries to two vectors' sums, which follow one another for each output.
   *
   * @param shorts sums and tables
   * @param from the first vector's pixel in the first table
   * @param apart from it to the second vector's
   * @param line from one row of pixels to the next
   * @param pitch from one table entry to the next
   * @param codes of each output, nine bytes
   * @param codesAt the first code
   * @param outputs how many there are
   * @param sumsAt the first sum
   */
  static void two(
      short[] shorts,
      int from,
      int apart,
      int line,
      int pitch,
      byte[] codes,
      int codesAt,
      int outputs,
      int sumsAt) {
    int below = from + line;
    int last = below + line;
    for (int output = 0; output < outputs; output++) {
      int c = codesAt + 9 * output;
      int s = sumsAt + 2 * LANES * output;
      ShortVector x = at(shorts, s);
      ShortVector y = at(shorts, s + LANES);
      int o = from + (codes[c] & UNSIGNED) * pitch;
      x = x.add(at(shorts, o));
      y = y.add(at(shorts, o + apart));
      o = from + (codes[c + 1] & UNSIGNED) * pitch + 1;
      x = x.add(at(shorts, o));
      y = y.add(at(shorts, o + apart));
      o = from + (codes[c + 2] & UNSIGNED) * pitch + 2;
      x = x.add(at(shorts, o));
      y = y.add(at(shorts, o + apart));
      o = below + (codes[c + 3] & UNSIGNED) * pitch;
      x = x.add(at(shorts, o));
      y = y.add(at(shorts, o + apart));
      o = below + (codes[c + 4] & UNSIGNED) * pitch + 1;
      x = x.add(at(shorts, o));
      y = y.add(at(shorts, o + apart));
      o = below + (codes[c + 5] & UNSIGNED) * pitch + 2;
      x = x.add(at(shorts, o));
      y = y.add(at(shorts, o + apart));
      o = last + (codes[c + 6] & UNSIGNED) * pitch;
      x = x.add(at(shorts, o));
      y = y.add(at(shorts, o + apart));
      o = last + (codes[c + 7] & UNSIGNED) * pitch + 1;
      x = x.add(at(shorts, o));
      y = y.add(at(shorts, o + apart));
      o = last + (codes[c + 8] & UNSIGNED) * pitch + 2;
      x = x.add(at(shorts, o));
      y = y.add(at(shorts, o + apart));
      x.intoArray(shorts, s);
      y.intoArray(shorts, s + LANES);
    }
  }

  /** The same for one vector, whose sums of the outputs follow one another. */
  static void one(
      short[] shorts,
      int from,
      int line,
      int pitch,
      byte[] codes,
      int codesAt,
      int outputs,
      int sumsAt) {
    int below = from + line;
    int last = below + line;
    for (int output = 0; output < outputs; output++) {
      int c = codesAt + 9 * output;
      int s = sumsAt + LANES * output;
      at(shorts, s)
          .add(at(shorts, from + (codes[c] & UNSIGNED) * pitch))
          .add(at(shorts, from + (codes[c + 1] & UNSIGNED) * pitch + 1))
          .add(at(shorts, from + (codes[c + 2] & UNSIGNED) * pitch + 2))
          .add(at(shorts, below + (codes[c + 3] & UNSIGNED) * pitch))
          .add(at(shorts, below + (codes[c + 4] & UNSIGNED) * pitch + 1))
          .add(at(shorts, below + (codes[c + 5] & UNSIGNED) * pitch + 2))
          .add(at(shorts, last + (codes[c + 6] & UNSIGNED) * pitch))
          .add(at(shorts, last + (codes[c + 7] & UNSIGNED) * pitch + 1))
          .add(at(shorts, last + (codes[c + 8] & UNSIGNED) * pitch + 2))
          .intoArray(shorts, s);
    }
  }
}
