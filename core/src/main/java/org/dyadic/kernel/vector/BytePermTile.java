package org.dyadic.kernel.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.dyadic.kernel.Scratch;

/**
 * The inner loops of {@link BytePermProduct}, as {@link PermTaps} with sums of 8 bits: one
 * instruction looks 64 outputs up. A table is 32 entries, the last five of no use, written twice:
 * so bit 5 of an index does not matter, and neither do the bits above it, which a lookup ignores.
 *
 * <p>Codes of three columns for 64 outputs lie in two vectors of bytes: the first column's code in
 * bits 0-4 of the first, the second's in those of the second, and the third's low three bits in
 * bits 5-7 of the first, its high two in bits 5-6 of the second ({@link #interleave}).
 */
final class BytePermTile {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;

  /** Pixels of a tile. */
  static final int PIXELS = 8;

  /** Bytes of one table and of one vector, and outputs of a tile. */
  static final int SIZE = 64;

  /** Where in the bytes the sums of a tile go. */
  static final int SUMS = Scratch.FIRST_BYTE;

  private static final int FIELD = 5;
  private static final short LOW_BITS = 0x0707;
  private static final short LOW_BYTE = 0xFF;
  private static final short[] START = TileSums.starts();

  private BytePermTile() {}

  private static ByteVector load(byte[] from, int at) {
    return ByteVector.fromArray(BYTES, from, at);
  }

  /**
   * Packs the codes of 64 outputs, 32 in each half, each a short of three codes as {@link
   * WindowRows#pack} makes them. Bytes 2j and 2j + 1 are of output j of the first and of the second
   * half.
   *
   * @param codes holds 64 shorts
   * @param at where they begin
   * @param to receives 128 bytes, the two vectors
   * @param start where they begin
   */
  static void interleave(short[] codes, int at, byte[] to, int start) {
    int half = SIZE / 2;
    for (int j = 0; j < SIZE; j++) {
      int code = codes[at + j % 2 * half + j / 2];
      to[start + j] = (byte) first(code);
      to[start + SIZE + j] = (byte) second(code);
    }
  }

  private static int first(int codes) {
    return (codes & 31) | (codes >> 10 & 7) << FIELD;
  }

  private static int second(int codes) {
    return (codes >> 5 & 31) | (codes >> 13 & 3) << FIELD;
  }

  /**
   * Eight pixels, 64 outputs.
   *
   * @param starts holds what the sums begin with, for each output
   * @param startAt where that is
   * @param tables the tables; receives the sums at {@link #SUMS}
   * @param units where the tables of each unit of the window begin, for the first pixel of a row
   * @param first the first unit that counts
   * @param end the one after the last
   * @param offset from the row's first pixel to the tile's
   * @param codes the codes, two vectors for each unit
   * @param codesAt those of the window's first unit
   */
  static void pixels8x64(
      byte[] starts,
      int startAt,
      byte[] tables,
      int[] units,
      int first,
      int end,
      int offset,
      byte[] codes,
      int codesAt) {
    ByteVector a0 = ByteVector.fromArray(BYTES, starts, startAt);
    ByteVector a1 = a0;
    ByteVector a2 = a0;
    ByteVector a3 = a0;
    ByteVector a4 = a0;
    ByteVector a5 = a0;
    ByteVector a6 = a0;
    ByteVector a7 = a0;
    for (int i = first; i < end; i++) {
      int at = units[i] + offset;
      ByteVector c = load(codes, codesAt + i * 2 * SIZE);
      ByteVector d = load(codes, codesAt + i * 2 * SIZE + SIZE);
      ByteVector e =
          d.reinterpretAsShorts()
              .lanewise(VectorOperators.LSHR, 2)
              .lanewise(
                  VectorOperators.BITWISE_BLEND,
                  c.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD),
                  LOW_BITS)
              .reinterpretAsBytes();
      ByteVector t0 = load(tables, at);
      ByteVector t1 = load(tables, at + SIZE);
      ByteVector t2 = load(tables, at + 2 * SIZE);
      ByteVector t3 = load(tables, at + 3 * SIZE);
      ByteVector t4 = load(tables, at + 4 * SIZE);
      ByteVector t5 = load(tables, at + 5 * SIZE);
      ByteVector t6 = load(tables, at + 6 * SIZE);
      ByteVector t7 = load(tables, at + 7 * SIZE);
      ByteVector t8 = load(tables, at + 8 * SIZE);
      ByteVector t9 = load(tables, at + 9 * SIZE);
      a0 = a0.add(c.selectFrom(t0));
      a0 = a0.add(d.selectFrom(t1));
      a0 = a0.add(e.selectFrom(t2));
      a1 = a1.add(c.selectFrom(t1));
      a1 = a1.add(d.selectFrom(t2));
      a1 = a1.add(e.selectFrom(t3));
      a2 = a2.add(c.selectFrom(t2));
      a2 = a2.add(d.selectFrom(t3));
      a2 = a2.add(e.selectFrom(t4));
      a3 = a3.add(c.selectFrom(t3));
      a3 = a3.add(d.selectFrom(t4));
      a3 = a3.add(e.selectFrom(t5));
      a4 = a4.add(c.selectFrom(t4));
      a4 = a4.add(d.selectFrom(t5));
      a4 = a4.add(e.selectFrom(t6));
      a5 = a5.add(c.selectFrom(t5));
      a5 = a5.add(d.selectFrom(t6));
      a5 = a5.add(e.selectFrom(t7));
      a6 = a6.add(c.selectFrom(t6));
      a6 = a6.add(d.selectFrom(t7));
      a6 = a6.add(e.selectFrom(t8));
      a7 = a7.add(c.selectFrom(t7));
      a7 = a7.add(d.selectFrom(t8));
      a7 = a7.add(e.selectFrom(t9));
    }
    a0.intoArray(tables, SUMS);
    a1.intoArray(tables, SUMS + SIZE);
    a2.intoArray(tables, SUMS + 2 * SIZE);
    a3.intoArray(tables, SUMS + 3 * SIZE);
    a4.intoArray(tables, SUMS + 4 * SIZE);
    a5.intoArray(tables, SUMS + 5 * SIZE);
    a6.intoArray(tables, SUMS + 6 * SIZE);
    a7.intoArray(tables, SUMS + 7 * SIZE);
  }

  /**
   * Widens the sums of a tile, 0 to 255 each, to shorts that begin as {@link TileSums} wants them:
   * even bytes are the first 32 of 64 outputs, odd ones the others.
   *
   * @param bytes holds the sums at {@link #SUMS}
   * @param starts holds what they began with
   * @param startAt where that is
   * @param sums begins with those of shorts
   * @param add whether they are added to what is there
   */
  static void widen(byte[] bytes, byte[] starts, int startAt, short[] sums, boolean add) {
    ShortVector start = load(starts, startAt).reinterpretAsShorts();
    ShortVector begin = ShortVector.fromArray(PermTile.SPECIES, START, 0);
    ShortVector startEven = start.and(LOW_BYTE);
    ShortVector startOdd = start.lanewise(VectorOperators.LSHR, Byte.SIZE);
    for (int at = 0; at < PIXELS * SIZE; at += SIZE) {
      ShortVector both = load(bytes, SUMS + at).reinterpretAsShorts();
      ShortVector even = both.and(LOW_BYTE).sub(startEven);
      ShortVector odd = both.lanewise(VectorOperators.LSHR, Byte.SIZE).sub(startOdd);
      if (!add) {
        even = even.add(begin);
        odd = odd.add(begin);
      } else {
        even = even.add(ShortVector.fromArray(PermTile.SPECIES, sums, at));
        odd = odd.add(ShortVector.fromArray(PermTile.SPECIES, sums, at + PermTile.LANES));
      }
      even.intoArray(sums, at);
      odd.intoArray(sums, at + PermTile.LANES);
    }
  }

  /** Which byte of a vector is the output at a place of two vectors of shorts. */
  static int lane(int place) {
    int within = place % SIZE;
    return place - within + within % PermTile.LANES * 2 + within / PermTile.LANES;
  }
}
