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
      ByteVector z = ByteVector.fromArray(SPECIES, bytes, sum);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        z = z.add(ByteVector.fromArray(SPECIES, bytes, entry));
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
      ByteVector y = ByteVector.fromArray(SPECIES, bytes, sum);
      ByteVector z = ByteVector.fromArray(SPECIES, bytes, sum + LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        y = y.add(ByteVector.fromArray(SPECIES, bytes, entry));
        z = z.add(ByteVector.fromArray(SPECIES, bytes, entry + LANES));
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
      ByteVector w = ByteVector.fromArray(SPECIES, bytes, sum);
      ByteVector x = ByteVector.fromArray(SPECIES, bytes, sum + LANES);
      ByteVector y = ByteVector.fromArray(SPECIES, bytes, sum + 2 * LANES);
      ByteVector z = ByteVector.fromArray(SPECIES, bytes, sum + 3 * LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        w = w.add(ByteVector.fromArray(SPECIES, bytes, entry));
        x = x.add(ByteVector.fromArray(SPECIES, bytes, entry + LANES));
        y = y.add(ByteVector.fromArray(SPECIES, bytes, entry + 2 * LANES));
        z = z.add(ByteVector.fromArray(SPECIES, bytes, entry + 3 * LANES));
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
      ByteVector v = ByteVector.fromArray(SPECIES, bytes, sum);
      ByteVector w = ByteVector.fromArray(SPECIES, bytes, sum + LANES);
      ByteVector x = ByteVector.fromArray(SPECIES, bytes, sum + 2 * LANES);
      ByteVector y = ByteVector.fromArray(SPECIES, bytes, sum + 3 * LANES);
      ByteVector z = ByteVector.fromArray(SPECIES, bytes, sum + 4 * LANES);
      for (int tap = 0; tap < NINE; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        v = v.add(ByteVector.fromArray(SPECIES, bytes, entry));
        w = w.add(ByteVector.fromArray(SPECIES, bytes, entry + LANES));
        x = x.add(ByteVector.fromArray(SPECIES, bytes, entry + 2 * LANES));
        y = y.add(ByteVector.fromArray(SPECIES, bytes, entry + 3 * LANES));
        z = z.add(ByteVector.fromArray(SPECIES, bytes, entry + 4 * LANES));
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
