package org.dyadic.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.dyadic.kernel.Window;

/** Rows of inputs as shorts between their padding. */
final class Lines {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> HALVES =
      VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));

  private Lines() {}

  /**
   * Copies a row.
   *
   * @param in the input, channels last
   * @param y the row
   * @param line receives the padded row
   * @param from where in it
   * @param end up to where zeros follow
   */
  static void copy(Window window, int[] in, int y, short[] line, int from, int end) {
    int size = window.width() * window.channels();
    int start = from + window.padding().columns() * window.channels();
    Arrays.fill(line, from, start, (short) 0);
    narrow(in, y * size, line, start, size);
    Arrays.fill(line, start + size, end, (short) 0);
  }

  private static void narrow(int[] from, int at, short[] to, int start, int size) {
    int i = 0;
    for (; i <= size - INTS.length(); i += INTS.length()) {
      ShortVector part =
          (ShortVector)
              IntVector.fromArray(INTS, from, at + i).convertShape(VectorOperators.I2S, HALVES, 0);
      part.intoArray(to, start + i);
    }
    for (; i < size; i++) {
      to[start + i] = (short) from[at + i];
    }
  }
}
