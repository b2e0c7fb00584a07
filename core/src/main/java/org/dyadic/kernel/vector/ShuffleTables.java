package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Builds the tables of {@link ShuffleProduct}: entry {@code e0 + 3 e1} is {@code a0 (e0 - 1) + a1
 * (e1 - 1) + bias} for two neighbouring inputs a. Its low bits stand in one vector of 16 bytes, the
 * others in the next. For inputs of few bits the first vector has all bits, and there is no other.
 */
final class ShuffleTables {
  /** Bytes of a vector, of which a table has one or two. */
  static final int VECTOR = 16;

  /** Bits of an entry in the first of two vectors. */
  static final int LOW_BITS = 5;

  /** The largest input, or minus the least, whose tables have entries of twice the low bits. */
  static final int LARGEST = ((1 << (2 * LOW_BITS)) - 1) / 4;

  /** The largest input, or minus the least, whose tables have entries of the low bits alone. */
  static final int LARGEST_LOW = ((1 << LOW_BITS) - 1) / 4;

  private static final int LOW = (1 << LOW_BITS) - 1;
  private static final int ENTRIES = 9;
  private static final int BYTE = (1 << Byte.SIZE) - 1;

  /** At most 16 shorts: what becomes a vector of bytes, or two. */
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(
          short.class,
          VectorShape.forBitSize(Math.min(256, ShortVector.SPECIES_PREFERRED.vectorBitSize())));

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));

  private static final short[] FIRST = digits(1);
  private static final short[] SECOND = digits(3);

  private final PairRows rows;
  private final boolean low;
  private final int bias;
  private final int block;

  /** The table of two inputs that are 0. */
  private final byte[] zero;

  /**
   * Tables of a layer.
   *
   * @param largest the largest input, or minus the least
   */
  ShuffleTables(PairRows rows, int largest) {
    this.rows = rows;
    low = largest <= LARGEST_LOW;
    bias = 2 * largest;
    int most = low ? Math.max(1, 2 * bias) : LOW;
    block = BYTE / most / PairRows.TABLES;
    zero = new byte[size()];
    build(new short[PairRows.INPUTS], 0, 1, zero, 0);
  }

  private static short[] digits(int place) {
    short[] digits = new short[VECTOR];
    for (int entry = 0; entry < ENTRIES; entry++) {
      digits[entry] = (short) (entry / place % 3 - 1);
    }
    return digits;
  }

  /** Whether tables have one vector. */
  boolean low() {
    return low;
  }

  /** What every entry is larger by, so that none is negative. */
  int bias() {
    return bias;
  }

  /** Code vectors whose sums of entries fit bytes whatever the entries are. */
  int block() {
    return block;
  }

  /** Bytes of a table. */
  int size() {
    return low ? VECTOR : 2 * VECTOR;
  }

  /** Bytes of the tables of one padded row, with one more that the last code may read. */
  int rowSize() {
    return (rows.pixels() * rows.pixelTables() + 1) * size();
  }

  /**
   * Builds the tables of one input row.
   *
   * @param y the row, inside the image
   * @param line scratch space for the padded row
   * @param tables receives the tables
   * @param to where
   */
  void build(int[] in, int y, short[] line, byte[] tables, int to) {
    Lines.copy(rows.window(), in, y, line, 0, rows.lineSize());
    int channels = rows.window().channels();
    int each = rows.pixelTables();
    int pixels = rows.pixels();
    if (channels % PairRows.INPUTS == 0) {
      build(line, 0, pixels * each, tables, to);
    } else {
      for (int pixel = 0; pixel < pixels; pixel++) {
        build(line, pixel * channels, each, tables, to + pixel * each * size());
      }
    }
    System.arraycopy(zero, 0, tables, to + pixels * each * size(), size());
  }

  private void build(short[] line, int from, int count, byte[] tables, int to) {
    for (int part = 0; part < VECTOR; part += SHORTS.length()) {
      ShortVector first = ShortVector.fromArray(SHORTS, FIRST, part);
      ShortVector second = ShortVector.fromArray(SHORTS, SECOND, part);
      for (int i = 0; i < count; i++) {
        int at = from + PairRows.INPUTS * i;
        ShortVector sum = first.mul(line[at]).add(second.mul(line[at + 1])).add((short) bias);
        int entry = to + i * size() + part;
        if (low) {
          sum.convertShape(VectorOperators.S2B, BYTES, 0)
              .reinterpretAsBytes()
              .intoArray(tables, entry);
        } else {
          sum.and((short) LOW)
              .convertShape(VectorOperators.S2B, BYTES, 0)
              .reinterpretAsBytes()
              .intoArray(tables, entry);
          sum.lanewise(VectorOperators.LSHR, LOW_BITS)
              .convertShape(VectorOperators.S2B, BYTES, 0)
              .reinterpretAsBytes()
              .intoArray(tables, entry + VECTOR);
        }
      }
    }
  }
}
