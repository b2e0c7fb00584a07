package org.dyadic.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/** The tables of a {@link TableProduct}, and its sums of 16 bits and of 32. */
final class MemoryTables {
  private static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_PREFERRED;

  private MemoryTables() {}

  /**
   * The 81 sums of four channels times -1, 0 or 1, each for all pixels: that of factors t is at
   * index {@code sum of 3^i (t_i + 1)}.
   *
   * @param channels the pixels of the channels
   * @param from where the first channel begins
   * @param size pixels of a channel, a multiple of the lanes
   * @param tables receives the sums
   * @param to where
   */
  static void build(short[] channels, int from, int size, short[] tables, int to) {
    for (int x = 0; x < size; x += SPECIES.length()) {
      vector(channels, from + x, size, tables, to + x);
    }
  }

  private static void vector(short[] channels, int from, int size, short[] tables, int to) {
    ShortVector a = ShortVector.fromArray(SPECIES, channels, from);
    ShortVector b = ShortVector.fromArray(SPECIES, channels, from + size);
    ShortVector c = ShortVector.fromArray(SPECIES, channels, from + 2 * size);
    ShortVector d = ShortVector.fromArray(SPECIES, channels, from + 3 * size);
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
   * @param count how many there are
   * @param add whether to add to what is there
   */
  static void join(short[] narrow, int[] wide, int count, int weight, boolean add) {
    if (add) {
      for (int i = 0; i < count; i++) {
        wide[i] += weight * narrow[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        wide[i] = weight * narrow[i];
      }
    }
    Arrays.fill(narrow, 0, count, (short) 0);
  }
}
