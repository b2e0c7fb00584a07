package org.dyadic.kernel.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops of {@link ByteTableProduct}; those of {@link TableTile} for bytes. */
final class ByteTableTile {
  /** Vectors of pixels that {@link #two} sums: images have half as many as of shorts. */
  static final int VECTORS = 2;

  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int TAPS = TableTile.NINE;
  private static final int UNSIGNED = 0xff;

  private ByteTableTile() {}

  private static ByteVector at(byte[] bytes, int index) {
    return ByteVector.fromArray(SPECIES, bytes, index);
  }

  /** As {@link TableTile#four}, for two vectors and nine taps. */
  static void two(byte[] bytes, int from, int second, TableLayout.Codes codes, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ByteVector x = at(bytes, sum);
      ByteVector y = at(bytes, sum + LANES);
      for (int tap = 0; tap < TAPS; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        x = x.add(at(bytes, entry));
        y = y.add(at(bytes, entry + second));
      }
      x.intoArray(bytes, sum);
      y.intoArray(bytes, sum + LANES);
      code += TAPS;
      sum += VECTORS * LANES;
    }
  }

  /** The same for one vector, whose sums of the outputs follow one another. */
  static void one(byte[] bytes, int from, TableLayout.Codes codes, int sumsAt) {
    byte[] packed = codes.bytes();
    int[] offsets = codes.offsets();
    int pitch = codes.pitch();
    int outputs = codes.outputs();
    int code = codes.at();
    int sum = sumsAt;
    for (int output = 0; output < outputs; output++) {
      ByteVector x = at(bytes, sum);
      for (int tap = 0; tap < TAPS; tap++) {
        int entry = from + offsets[tap] + (packed[code + tap] & UNSIGNED) * pitch;
        x = x.add(at(bytes, entry));
      }
      x.intoArray(bytes, sum);
      code += TAPS;
      sum += LANES;
    }
  }
}
