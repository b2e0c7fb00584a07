package org.dyadic.kernel.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link ShuffleProduct}: a vector of codes of 16 outputs is looked up in the
 * two vectors of a table, and what is found joins sums of bytes, in blocks that bytes hold ({@link
 * ShuffleTables#block}). {@link ShuffleLowTile} does it for tables of one vector.
 */
final class ShuffleTile {
  /** Outputs of a vector. */
  static final int OUTPUTS = ShuffleTables.VECTOR;

  /** Outputs that {@link #outputs64} sums at once. */
  static final int WIDE = 4 * OUTPUTS;

  /** Bytes that a block's sums of 16 outputs take. */
  static final int SUMS = 2 * OUTPUTS;

  /** Blocks whose sums can be joined at once in 16 bits. */
  static final int BLOCKS = 32;

  private static final int STEP = PairRows.TABLES * 2 * OUTPUTS;
  private static final int LOW_BYTE = 0xff;
  private static final int LOW_SHORT = 0xffff;

  /**
   * Bits of a code. That of the second table is shifted down by it, a lookup ignores all others.
   */
  static final int FIELD = 4;

  static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_128;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_128;
  private static final int LANES = INTS.length();

  private ShuffleTile() {}

  /** Where an output of 16 stands, so that widening twice gives them in order. */
  static int lane(int output) {
    return LANES * (output % LANES) + output / LANES;
  }

  /**
   * A run of tables and 64 outputs, in blocks of code vectors and a last one that may be smaller.
   *
   * @param memory tables, and space for the sums
   * @param table where the run begins there
   * @param codes the weights
   * @param from where the run's begin
   * @param count code vectors of 16 outputs
   * @param block how many a block has
   * @param to where the sums go, block after block, {@link #SUMS} bytes for each 16 outputs
   */
  static void outputs64(
      byte[] memory, int table, byte[] codes, int from, int count, int block, int to) {
    int t = table;
    int at = from;
    int sums = to;
    for (int start = 0; start < count; start += block) {
      ByteVector a = ByteVector.zero(SPECIES);
      ByteVector b = a;
      ByteVector c = a;
      ByteVector d = a;
      ByteVector e = a;
      ByteVector f = a;
      ByteVector g = a;
      ByteVector h = a;
      int end = Math.min(block, count - start);
      for (int i = 0; i < end; i++) {
        ByteVector low = ByteVector.fromArray(SPECIES, memory, t);
        ByteVector high = ByteVector.fromArray(SPECIES, memory, t + OUTPUTS);
        ByteVector w = ByteVector.fromArray(SPECIES, codes, at);
        ByteVector x = ByteVector.fromArray(SPECIES, codes, at + OUTPUTS);
        ByteVector y = ByteVector.fromArray(SPECIES, codes, at + 2 * OUTPUTS);
        ByteVector z = ByteVector.fromArray(SPECIES, codes, at + 3 * OUTPUTS);
        a = a.add(w.selectFrom(low));
        b = b.add(w.selectFrom(high));
        c = c.add(x.selectFrom(low));
        d = d.add(x.selectFrom(high));
        e = e.add(y.selectFrom(low));
        f = f.add(y.selectFrom(high));
        g = g.add(z.selectFrom(low));
        h = h.add(z.selectFrom(high));
        low = ByteVector.fromArray(SPECIES, memory, t + 2 * OUTPUTS);
        high = ByteVector.fromArray(SPECIES, memory, t + 3 * OUTPUTS);
        w = w.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        x = x.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        y = y.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        z = z.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        a = a.add(w.selectFrom(low));
        b = b.add(w.selectFrom(high));
        c = c.add(x.selectFrom(low));
        d = d.add(x.selectFrom(high));
        e = e.add(y.selectFrom(low));
        f = f.add(y.selectFrom(high));
        g = g.add(z.selectFrom(low));
        h = h.add(z.selectFrom(high));
        t += STEP;
        at += WIDE;
      }
      a.intoArray(memory, sums);
      b.intoArray(memory, sums + OUTPUTS);
      c.intoArray(memory, sums + 2 * OUTPUTS);
      d.intoArray(memory, sums + 3 * OUTPUTS);
      e.intoArray(memory, sums + 4 * OUTPUTS);
      f.intoArray(memory, sums + 5 * OUTPUTS);
      g.intoArray(memory, sums + 6 * OUTPUTS);
      h.intoArray(memory, sums + 7 * OUTPUTS);
      sums += 8 * OUTPUTS;
    }
  }

  /**
   * 16 outputs; as {@link #outputs64}.
   *
   * @param step from one code vector to the next: less than 16 where there are fewer outputs
   */
  static void outputs16(
      byte[] memory, int table, byte[] codes, int from, int step, int count, int block, int to) {
    int t = table;
    int at = from;
    int sums = to;
    for (int start = 0; start < count; start += block) {
      ByteVector a = ByteVector.zero(SPECIES);
      ByteVector b = a;
      int end = Math.min(block, count - start);
      for (int i = 0; i < end; i++) {
        ByteVector w = ByteVector.fromArray(SPECIES, codes, at);
        a = a.add(w.selectFrom(ByteVector.fromArray(SPECIES, memory, t)));
        b = b.add(w.selectFrom(ByteVector.fromArray(SPECIES, memory, t + OUTPUTS)));
        w = w.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        a = a.add(w.selectFrom(ByteVector.fromArray(SPECIES, memory, t + 2 * OUTPUTS)));
        b = b.add(w.selectFrom(ByteVector.fromArray(SPECIES, memory, t + 3 * OUTPUTS)));
        t += STEP;
        at += step;
      }
      a.intoArray(memory, sums);
      b.intoArray(memory, sums + OUTPUTS);
      sums += SUMS;
    }
  }

  /**
   * Widens 16 bytes of the sums of blocks and adds them to sums of 32 bits. Nothing here is a
   * method of its own that takes vectors: the compiler would make objects of them.
   *
   * @param memory where the blocks' sums are
   * @param from the first block's of 16 outputs
   * @param step from one block to the next
   * @param blocks how many, at most {@link #BLOCKS}
   * @param bias what the sums are larger by
   * @param weight of the bytes
   * @param sums 16 sums that grow
   * @param to where
   */
  static void join(
      byte[] memory, int from, int step, int blocks, int bias, int weight, int[] sums, int to) {
    ShortVector even = ShortVector.zero(ShortVector.SPECIES_128);
    ShortVector odd = even;
    for (int block = 0; block < blocks; block++) {
      ShortVector found =
          ByteVector.fromArray(SPECIES, memory, from + block * step).reinterpretAsShorts();
      even = even.add(found.and((short) LOW_BYTE));
      odd = odd.add(found.lanewise(VectorOperators.LSHR, Byte.SIZE));
    }
    IntVector e = even.reinterpretAsInts();
    IntVector o = odd.reinterpretAsInts();
    e.and(LOW_SHORT)
        .sub(bias)
        .mul(weight)
        .add(IntVector.fromArray(INTS, sums, to))
        .intoArray(sums, to);
    e.lanewise(VectorOperators.LSHR, Short.SIZE)
        .sub(bias)
        .mul(weight)
        .add(IntVector.fromArray(INTS, sums, to + 2 * LANES))
        .intoArray(sums, to + 2 * LANES);
    o.and(LOW_SHORT)
        .sub(bias)
        .mul(weight)
        .add(IntVector.fromArray(INTS, sums, to + LANES))
        .intoArray(sums, to + LANES);
    o.lanewise(VectorOperators.LSHR, Short.SIZE)
        .sub(bias)
        .mul(weight)
        .add(IntVector.fromArray(INTS, sums, to + 3 * LANES))
        .intoArray(sums, to + 3 * LANES);
  }
}
