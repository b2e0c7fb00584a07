package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link TableProduct}: for each output, the sums of vectors of pixels grow by a
 * table's entry for each tap. Sums and tables share an array. Taps are a loop, because the compiler
 * makes objects of four vectors whose additions stand one by one; it unrolls a loop of {@link
 * #NINE}, which takes two thirds of the time of others.
 */
final class TableTile {
  /** Vectors of pixels that {@link #four} sums. */
  static final int VECTORS = 4;

  /** Taps that are summed at a time, as long as there are so many. */
  static final int NINE = 9;

  private static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int UNSIGNED = 0xff;

  private TableTile() {}

  private static ShortVector at(short[] shorts, int index) {
    return ShortVector.fromArray(SPECIES, shorts, index);
  }

  /**
   * Adds a table's entries to four vectors' sums, which follow one another for each output.
   *
   * @param shorts sums and tables
   * @param from the first vector's pixel in the first entry
   * @param second from it to the second vector's
   * @param third to the third's
   * @param fourth to the fourth's
   * @param sumsAt the first sum
   */
  static void four(
      short[] shorts,
      int from,
      int second,
      int third,
      int fourth,
      TableLayout.Codes codes,
      int sumsAt) {
    int taps = codes.offsets().length;
    int tap = 0;
    for (; tap <= taps - NINE; tap += NINE) {
      nine(shorts, from, second, third, fourth, codes, tap, sumsAt);
    }
    if (tap < taps) {
      rest(shorts, from, second, third, fourth, codes, tap, sumsAt, VECTORS * LANES);
    }
  }

  /** The same for five vectors. */
  static void five(
      short[] shorts,
      int from,
      int second,
      int third,
      int fourth,
      int fifth,
      TableLayout.Codes codes,
      int sumsAt) {
    int taps = codes.offsets().length;
    int tap = 0;
    for (; tap <= taps - NINE; tap += NINE) {
      nine(shorts, from, second, third, fourth, fifth, codes, tap, sumsAt);
    }
    if (tap < taps) {
      int step = (VECTORS + 1) * LANES;
      rest(shorts, from, second, third, fourth, codes, tap, sumsAt, step);
      rest(shorts, from + fifth, codes, tap, sumsAt + VECTORS * LANES, step);
    }
  }

  private static void nine(
      short[] shorts,
      int from,
      int second,
      int third,
      int fourth,
      TableLayout.Codes codes,
      int first,
      int sumsAt) {
    byte[] bytes = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at() + first;
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector w = at(shorts, sum);
      ShortVector x = at(shorts, sum + LANES);
      ShortVector y = at(shorts, sum + 2 * LANES);
      ShortVector z = at(shorts, sum + 3 * LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[first + tap] + (bytes[code + tap] & UNSIGNED) * pitch;
        w = w.add(at(shorts, entry));
        x = x.add(at(shorts, entry + second));
        y = y.add(at(shorts, entry + third));
        z = z.add(at(shorts, entry + fourth));
      }
      w.intoArray(shorts, sum);
      x.intoArray(shorts, sum + LANES);
      y.intoArray(shorts, sum + 2 * LANES);
      z.intoArray(shorts, sum + 3 * LANES);
      code += offsets.length;
      sum += VECTORS * LANES;
    }
  }

  private static void nine(
      short[] shorts,
      int from,
      int second,
      int third,
      int fourth,
      int fifth,
      TableLayout.Codes codes,
      int first,
      int sumsAt) {
    byte[] bytes = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at() + first;
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector v = at(shorts, sum);
      ShortVector w = at(shorts, sum + LANES);
      ShortVector x = at(shorts, sum + 2 * LANES);
      ShortVector y = at(shorts, sum + 3 * LANES);
      ShortVector z = at(shorts, sum + 4 * LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[first + tap] + (bytes[code + tap] & UNSIGNED) * pitch;
        v = v.add(at(shorts, entry));
        w = w.add(at(shorts, entry + second));
        x = x.add(at(shorts, entry + third));
        y = y.add(at(shorts, entry + fourth));
        z = z.add(at(shorts, entry + fifth));
      }
      v.intoArray(shorts, sum);
      w.intoArray(shorts, sum + LANES);
      x.intoArray(shorts, sum + 2 * LANES);
      y.intoArray(shorts, sum + 3 * LANES);
      z.intoArray(shorts, sum + 4 * LANES);
      code += offsets.length;
      sum += (VECTORS + 1) * LANES;
    }
  }

  /** All taps from {@code first} on, of sums that are so far apart from output to output. */
  private static void rest(
      short[] shorts,
      int from,
      int second,
      int third,
      int fourth,
      TableLayout.Codes codes,
      int first,
      int sumsAt,
      int step) {
    byte[] bytes = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector w = at(shorts, sum);
      ShortVector x = at(shorts, sum + LANES);
      ShortVector y = at(shorts, sum + 2 * LANES);
      ShortVector z = at(shorts, sum + 3 * LANES);
      for (int tap = first; tap < offsets.length; tap++) {
        int entry = from + offsets[tap] + (bytes[code + tap] & UNSIGNED) * pitch;
        w = w.add(at(shorts, entry));
        x = x.add(at(shorts, entry + second));
        y = y.add(at(shorts, entry + third));
        z = z.add(at(shorts, entry + fourth));
      }
      w.intoArray(shorts, sum);
      x.intoArray(shorts, sum + LANES);
      y.intoArray(shorts, sum + 2 * LANES);
      z.intoArray(shorts, sum + 3 * LANES);
      code += offsets.length;
      sum += step;
    }
  }

  /** The same for one vector, whose sums of the outputs follow one another. */
  static void one(short[] shorts, int from, TableLayout.Codes codes, int sumsAt) {
    int taps = codes.offsets().length;
    int tap = 0;
    for (; tap <= taps - NINE; tap += NINE) {
      nine(shorts, from, codes, tap, sumsAt);
    }
    if (tap < taps) {
      rest(shorts, from, codes, tap, sumsAt, LANES);
    }
  }

  private static void nine(
      short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt) {
    byte[] bytes = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at() + first;
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector x = at(shorts, sum);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[first + tap] + (bytes[code + tap] & UNSIGNED) * pitch;
        x = x.add(at(shorts, entry));
      }
      x.intoArray(shorts, sum);
      code += offsets.length;
      sum += LANES;
    }
  }

  private static void rest(
      short[] shorts, int from, TableLayout.Codes codes, int first, int sumsAt, int step) {
    byte[] bytes = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ShortVector x = at(shorts, sum);
      for (int tap = first; tap < offsets.length; tap++) {
        int entry = from + offsets[tap] + (bytes[code + tap] & UNSIGNED) * pitch;
        x = x.add(at(shorts, entry));
      }
      x.intoArray(shorts, sum);
      code += offsets.length;
      sum += step;
    }
  }
}
