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

  /** Where in the bytes the sums of blocks begin. */
  static final int SUMS = Scratch.FIRST_BYTE;

  /** Bytes that the sums of a block take. */
  static final int BLOCK = PIXELS * SIZE;

  /** Shorts that widening takes: the sums of a tile, and what they begin with. */
  static final int SHORTS = BLOCK + SIZE;

  /** Blocks whose sums are widened at once. */
  static final int BLOCKS = 4;

  private static final int FIELD = 5;
  private static final short LOW_BITS = 0x0707;
  private static final short LOW_BYTE = 0xFF;
  private static final short[] START = TileSums.starts();

  private BytePermTile() {}

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
   * @param tables the tables; receives the sums
   * @param to where those go
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
      int to,
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
      ByteVector c = ByteVector.fromArray(BYTES, codes, codesAt + i * 2 * SIZE);
      ByteVector d = ByteVector.fromArray(BYTES, codes, codesAt + i * 2 * SIZE + SIZE);
      ByteVector e =
          d.reinterpretAsShorts()
              .lanewise(VectorOperators.LSHR, 2)
              .lanewise(
                  VectorOperators.BITWISE_BLEND,
                  c.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD),
                  LOW_BITS)
              .reinterpretAsBytes();
      ByteVector t0 = ByteVector.fromArray(BYTES, tables, at);
      ByteVector t1 = ByteVector.fromArray(BYTES, tables, at + SIZE);
      ByteVector t2 = ByteVector.fromArray(BYTES, tables, at + 2 * SIZE);
      ByteVector t3 = ByteVector.fromArray(BYTES, tables, at + 3 * SIZE);
      ByteVector t4 = ByteVector.fromArray(BYTES, tables, at + 4 * SIZE);
      ByteVector t5 = ByteVector.fromArray(BYTES, tables, at + 5 * SIZE);
      ByteVector t6 = ByteVector.fromArray(BYTES, tables, at + 6 * SIZE);
      ByteVector t7 = ByteVector.fromArray(BYTES, tables, at + 7 * SIZE);
      ByteVector t8 = ByteVector.fromArray(BYTES, tables, at + 8 * SIZE);
      ByteVector t9 = ByteVector.fromArray(BYTES, tables, at + 9 * SIZE);
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
    a0.intoArray(tables, to);
    a1.intoArray(tables, to + SIZE);
    a2.intoArray(tables, to + 2 * SIZE);
    a3.intoArray(tables, to + 3 * SIZE);
    a4.intoArray(tables, to + 4 * SIZE);
    a5.intoArray(tables, to + 5 * SIZE);
    a6.intoArray(tables, to + 6 * SIZE);
    a7.intoArray(tables, to + 7 * SIZE);
  }

  /**
   * Widens the sums of a tile, 0 to 255 each, to shorts that begin as {@link TileSums} wants them:
   * even bytes are the first 32 of 64 outputs, odd ones the others.
   *
   * @param bytes holds the sums of the blocks, from {@link #SUMS} on
   * @param blocks how many there are, 1 to {@link #BLOCKS}
   * @param starts holds what they began with
   * @param startAt where that is, block after block
   * @param sums begins with those of shorts; {@link #SHORTS} of them are used
   * @param add whether they are added to what is there
   */
  static void widen(
      byte[] bytes, int blocks, byte[] starts, int startAt, short[] sums, boolean add) {
    start(starts, startAt, blocks, sums, add);
    widen(bytes, blocks, sums, add);
  }

  /** Notes behind the sums what is to be subtracted from them. */
  private static void start(byte[] starts, int startAt, int blocks, short[] sums, boolean add) {
    ShortVector even =
        add
            ? ShortVector.zero(PermTile.SPECIES)
            : ShortVector.fromArray(PermTile.SPECIES, START, 0).neg();
    ShortVector odd = even;
    for (int block = 0; block < blocks; block++) {
      ShortVector both =
          ByteVector.fromArray(BYTES, starts, startAt + block * SIZE).reinterpretAsShorts();
      even = even.add(both.and(LOW_BYTE));
      odd = odd.add(both.lanewise(VectorOperators.LSHR, Byte.SIZE));
    }
    even.intoArray(sums, BLOCK);
    odd.intoArray(sums, BLOCK + PermTile.LANES);
  }

  private static void widen(byte[] bytes, int blocks, short[] sums, boolean add) {
    ShortVector startEven = ShortVector.fromArray(PermTile.SPECIES, sums, BLOCK);
    ShortVector startOdd = ShortVector.fromArray(PermTile.SPECIES, sums, BLOCK + PermTile.LANES);
    for (int to = 0; to < BLOCK; to += SIZE) {
      int at = SUMS + to;
      ShortVector both = ByteVector.fromArray(BYTES, bytes, at).reinterpretAsShorts();
      ShortVector even = both.and(LOW_BYTE).sub(startEven);
      ShortVector odd = both.lanewise(VectorOperators.LSHR, Byte.SIZE).sub(startOdd);
      if (blocks > 1) {
        both = ByteVector.fromArray(BYTES, bytes, at + BLOCK).reinterpretAsShorts();
        even = even.add(both.and(LOW_BYTE));
        odd = odd.add(both.lanewise(VectorOperators.LSHR, Byte.SIZE));
      }
      if (blocks > 2) {
        both = ByteVector.fromArray(BYTES, bytes, at + 2 * BLOCK).reinterpretAsShorts();
        even = even.add(both.and(LOW_BYTE));
        odd = odd.add(both.lanewise(VectorOperators.LSHR, Byte.SIZE));
      }
      if (blocks > 3) {
        both = ByteVector.fromArray(BYTES, bytes, at + 3 * BLOCK).reinterpretAsShorts();
        even = even.add(both.and(LOW_BYTE));
        odd = odd.add(both.lanewise(VectorOperators.LSHR, Byte.SIZE));
      }
      if (add) {
        even = even.add(ShortVector.fromArray(PermTile.SPECIES, sums, to));
        odd = odd.add(ShortVector.fromArray(PermTile.SPECIES, sums, to + PermTile.LANES));
      }
      even.intoArray(sums, to);
      odd.intoArray(sums, to + PermTile.LANES);
    }
  }

  /** Which byte of a vector is the output at a place of two vectors of shorts. */
  static int lane(int place) {
    int within = place % SIZE;
    return place - within + within % PermTile.LANES * 2 + within / PermTile.LANES;
  }
}
