package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link TableProduct}: for each output, the sums of neighbouring vectors of
 * pixels grow by a table's entry for each tap. Sums and tables share an array. Taps are a loop,
 * because the compiler makes objects of four vectors whose additions stand one by one; it unrolls a
 * loop of {@link #NINE}, which takes two thirds of the time of others.
 */
final class TableTile {
  /** Taps that are summed at a time, as long as there are so many. */
  static final int NINE = 9;

  private static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int UNSIGNED = 0xff;

  /**
   * Nine taps, of a tile of a certain size. An interface, lest the compiler join all loops in one
   * method, which it then leaves half done: a loop of two vectors took four times as long.
   */
  private interface Loop {
    void run(short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt);
  }

  private static final Loop[] LOOPS = {
    null, TableTile::one, TableTile::two, null, TableTile::four, TableTile::five
  };

  private TableTile() {}

  /**
   * Adds a table's entries to the sums of a tile ({@link Tiles}), which follow one another for each
   * output.
   *
   * @param vectors of the tile
   * @param shorts sums and tables
   * @param from the tile's first pixel in the first entry
   * @param sumsAt the first sum
   */
  static void look(int vectors, short[] shorts, int from, TableLayout.Codes codes, int sumsAt) {
    int taps = codes.offsets().length;
    int tap = 0;
    for (; tap <= taps - NINE; tap += NINE) {
      LOOPS[vectors].run(shorts, from, codes, tap, sumsAt);
    }
    if (tap < taps) {
      rest(vectors, shorts, from, codes, tap, sumsAt);
    }
  }

  private static void rest(
      int vectors, short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt) {
    int step = vectors * LANES;
    int vector = 0;
    if (vectors >= 4) {
      fourOfRest(shorts, from, codes, first, sumsAt, step);
      vector = 4;
    }
    for (; vector < vectors; vector++) {
      int lane = vector * LANES;
      oneOfRest(shorts, from + lane, codes, first, sumsAt + lane, step);
    }
  }

  private static void one(
      short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at() + first;
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector z = ShortVector.fromArray(SPECIES, shorts, sum);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[first + tap] + (packed[code + tap] & UNSIGNED) * pitch;
        z = z.add(ShortVector.fromArray(SPECIES, shorts, entry));
      }
      z.intoArray(shorts, sum);
      code += offsets.length;
      sum += LANES;
    }
  }

  private static void two(
      short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at() + first;
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector y = ShortVector.fromArray(SPECIES, shorts, sum);
      ShortVector z = ShortVector.fromArray(SPECIES, shorts, sum + LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[first + tap] + (packed[code + tap] & UNSIGNED) * pitch;
        y = y.add(ShortVector.fromArray(SPECIES, shorts, entry));
        z = z.add(ShortVector.fromArray(SPECIES, shorts, entry + LANES));
      }
      y.intoArray(shorts, sum);
      z.intoArray(shorts, sum + LANES);
      code += offsets.length;
      sum += 2 * LANES;
    }
  }

  private static void four(
      short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at() + first;
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector w = ShortVector.fromArray(SPECIES, shorts, sum);
      ShortVector x = ShortVector.fromArray(SPECIES, shorts, sum + LANES);
      ShortVector y = ShortVector.fromArray(SPECIES, shorts, sum + 2 * LANES);
      ShortVector z = ShortVector.fromArray(SPECIES, shorts, sum + 3 * LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[first + tap] + (packed[code + tap] & UNSIGNED) * pitch;
        w = w.add(ShortVector.fromArray(SPECIES, shorts, entry));
        x = x.add(ShortVector.fromArray(SPECIES, shorts, entry + LANES));
        y = y.add(ShortVector.fromArray(SPECIES, shorts, entry + 2 * LANES));
        z = z.add(ShortVector.fromArray(SPECIES, shorts, entry + 3 * LANES));
      }
      w.intoArray(shorts, sum);
      x.intoArray(shorts, sum + LANES);
      y.intoArray(shorts, sum + 2 * LANES);
      z.intoArray(shorts, sum + 3 * LANES);
      code += offsets.length;
      sum += 4 * LANES;
    }
  }

  private static void five(
      short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at() + first;
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector v = ShortVector.fromArray(SPECIES, shorts, sum);
      ShortVector w = ShortVector.fromArray(SPECIES, shorts, sum + LANES);
      ShortVector x = ShortVector.fromArray(SPECIES, shorts, sum + 2 * LANES);
      ShortVector y = ShortVector.fromArray(SPECIES, shorts, sum + 3 * LANES);
      ShortVector z = ShortVector.fromArray(SPECIES, shorts, sum + 4 * LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[first + tap] + (packed[code + tap] & UNSIGNED) * pitch;
        v = v.add(ShortVector.fromArray(SPECIES, shorts, entry));
        w = w.add(ShortVector.fromArray(SPECIES, shorts, entry + LANES));
        x = x.add(ShortVector.fromArray(SPECIES, shorts, entry + 2 * LANES));
        y = y.add(ShortVector.fromArray(SPECIES, shorts, entry + 3 * LANES));
        z = z.add(ShortVector.fromArray(SPECIES, shorts, entry + 4 * LANES));
      }
      v.intoArray(shorts, sum);
      w.intoArray(shorts, sum + LANES);
      x.intoArray(shorts, sum + 2 * LANES);
      y.intoArray(shorts, sum + 3 * LANES);
      z.intoArray(shorts, sum + 4 * LANES);
      code += offsets.length;
      sum += 5 * LANES;
    }
  }

  /** All taps from {@code first} on, of sums that are so far apart from output to output. */
  private static void fourOfRest(
      short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt, int step) {
    byte[] bytes = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector w = ShortVector.fromArray(SPECIES, shorts, sum);
      ShortVector x = ShortVector.fromArray(SPECIES, shorts, sum + LANES);
      ShortVector y = ShortVector.fromArray(SPECIES, shorts, sum + 2 * LANES);
      ShortVector z = ShortVector.fromArray(SPECIES, shorts, sum + 3 * LANES);
      for (int tap = first; tap < offsets.length; tap++) {
        int entry = from + offsets[tap] + (bytes[code + tap] & UNSIGNED) * pitch;
        w = w.add(ShortVector.fromArray(SPECIES, shorts, entry));
        x = x.add(ShortVector.fromArray(SPECIES, shorts, entry + LANES));
        y = y.add(ShortVector.fromArray(SPECIES, shorts, entry + 2 * LANES));
        z = z.add(ShortVector.fromArray(SPECIES, shorts, entry + 3 * LANES));
      }
      w.intoArray(shorts, sum);
      x.intoArray(shorts, sum + LANES);
      y.intoArray(shorts, sum + 2 * LANES);
      z.intoArray(shorts, sum + 3 * LANES);
      code += offsets.length;
      sum += step;
    }
  }

  private static void oneOfRest(
      short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt, int step) {
    byte[] bytes = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector x = ShortVector.fromArray(SPECIES, shorts, sum);
      for (int tap = first; tap < offsets.length; tap++) {
        int entry = from + offsets[tap] + (bytes[code + tap] & UNSIGNED) * pitch;
        x = x.add(ShortVector.fromArray(SPECIES, shorts, entry));
      }
      x.intoArray(shorts, sum);
      code += offsets.length;
      sum += step;
    }
  }
}
