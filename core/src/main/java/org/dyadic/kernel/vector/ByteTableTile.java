package org.dyadic.kernel.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops of {@link ByteTableProduct}; those of {@link TableTile} for bytes. */
final class ByteTableTile {
  private static final int NINE = TableTile.NINE;
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int UNSIGNED = 0xff;

  /** As in {@link TableTile}. */
  private interface Loop {
    void run(byte[] bytes, int from, TableLayout.Codes codes, int sumsAt);
  }

  private static final Loop[] LOOPS = {
    null, ByteTableTile::one, ByteTableTile::two, null, ByteTableTile::four, ByteTableTile::five
  };

  private ByteTableTile() {}

  private static ByteVector at(byte[] bytes, int index) {
    return ByteVector.fromArray(SPECIES, bytes, index);
  }

  /** As {@link TableTile#look}, for nine taps. */
  static void look(int vectors, byte[] bytes, int from, TableLayout.Codes codes, int sumsAt) {
    LOOPS[vectors].run(bytes, from, codes, sumsAt);
  }

  private static void one(byte[] bytes, int from, TableLayout.Codes codes, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ByteVector z = at(bytes, sum);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        z = z.add(at(bytes, entry));
      }
      z.intoArray(bytes, sum);
      code += NINE;
      sum += LANES;
    }
  }

  private static void two(byte[] bytes, int from, TableLayout.Codes codes, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ByteVector y = at(bytes, sum);
      ByteVector z = at(bytes, sum + LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        y = y.add(at(bytes, entry));
        z = z.add(at(bytes, entry + LANES));
      }
      y.intoArray(bytes, sum);
      z.intoArray(bytes, sum + LANES);
      code += NINE;
      sum += 2 * LANES;
    }
  }

  private static void four(byte[] bytes, int from, TableLayout.Codes codes, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ByteVector w = at(bytes, sum);
      ByteVector x = at(bytes, sum + LANES);
      ByteVector y = at(bytes, sum + 2 * LANES);
      ByteVector z = at(bytes, sum + 3 * LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        w = w.add(at(bytes, entry));
        x = x.add(at(bytes, entry + LANES));
        y = y.add(at(bytes, entry + 2 * LANES));
        z = z.add(at(bytes, entry + 3 * LANES));
      }
      w.intoArray(bytes, sum);
      x.intoArray(bytes, sum + LANES);
      y.intoArray(bytes, sum + 2 * LANES);
      z.intoArray(bytes, sum + 3 * LANES);
      code += NINE;
      sum += 4 * LANES;
    }
  }

  private static void five(byte[] bytes, int from, TableLayout.Codes codes, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ByteVector v = at(bytes, sum);
      ByteVector w = at(bytes, sum + LANES);
      ByteVector x = at(bytes, sum + 2 * LANES);
      ByteVector y = at(bytes, sum + 3 * LANES);
      ByteVector z = at(bytes, sum + 4 * LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        v = v.add(at(bytes, entry));
        w = w.add(at(bytes, entry + LANES));
        x = x.add(at(bytes, entry + 2 * LANES));
        y = y.add(at(bytes, entry + 3 * LANES));
        z = z.add(at(bytes, entry + 4 * LANES));
      }
      v.intoArray(bytes, sum);
      w.intoArray(bytes, sum + LANES);
      x.intoArray(bytes, sum + 2 * LANES);
      y.intoArray(bytes, sum + 3 * LANES);
      z.intoArray(bytes, sum + 4 * LANES);
      code += NINE;
      sum += 5 * LANES;
    }
  }
}
