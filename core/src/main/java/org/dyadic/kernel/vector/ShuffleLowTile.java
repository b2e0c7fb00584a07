package org.dyadic.kernel.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ShuffleTile} for tables of one vector, of inputs of few bits: one lookup instead of two,
 * and longer blocks.
 */
final class ShuffleLowTile {
  private static final int OUTPUTS = ShuffleTile.OUTPUTS;
  private static final int STEP = PairRows.TABLES * OUTPUTS;
  private static final int LOW_BYTE = 0xff;
  private static final int LOW_SHORT = 0xffff;
  private static final int FIELD = 4;
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_128;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_128;
  private static final int LANES = INTS.length();

  private ShuffleLowTile() {}

  private static ByteVector load(byte[] from, int at) {
    return ByteVector.fromArray(SPECIES, from, at);
  }

  /** The codes of the second table; a lookup ignores all but four bits. */
  private static ByteVector second(ByteVector codes) {
    return codes.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
  }

  /** As {@link ShuffleTile#outputs64}, with 16 bytes of sums for each 16 outputs. */
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
      int end = Math.min(block, count - start);
      for (int i = 0; i < end; i++) {
        ByteVector entries = load(memory, t);
        ByteVector w = load(codes, at);
        ByteVector x = load(codes, at + OUTPUTS);
        ByteVector y = load(codes, at + 2 * OUTPUTS);
        ByteVector z = load(codes, at + 3 * OUTPUTS);
        a = a.add(w.selectFrom(entries));
        b = b.add(x.selectFrom(entries));
        c = c.add(y.selectFrom(entries));
        d = d.add(z.selectFrom(entries));
        entries = load(memory, t + OUTPUTS);
        a = a.add(second(w).selectFrom(entries));
        b = b.add(second(x).selectFrom(entries));
        c = c.add(second(y).selectFrom(entries));
        d = d.add(second(z).selectFrom(entries));
        t += STEP;
        at += ShuffleTile.WIDE;
      }
      a.intoArray(memory, sums);
      b.intoArray(memory, sums + OUTPUTS);
      c.intoArray(memory, sums + 2 * OUTPUTS);
      d.intoArray(memory, sums + 3 * OUTPUTS);
      sums += 4 * OUTPUTS;
    }
  }

  /** As {@link ShuffleTile#outputs16}, with 16 bytes of sums. */
  static void outputs16(
      byte[] memory, int table, byte[] codes, int from, int step, int count, int block, int to) {
    int t = table;
    int at = from;
    int sums = to;
    for (int start = 0; start < count; start += block) {
      ByteVector a = ByteVector.zero(SPECIES);
      int end = Math.min(block, count - start);
      for (int i = 0; i < end; i++) {
        ByteVector w = load(codes, at);
        a = a.add(w.selectFrom(load(memory, t)));
        a = a.add(second(w).selectFrom(load(memory, t + OUTPUTS)));
        t += STEP;
        at += step;
      }
      a.intoArray(memory, sums);
      sums += OUTPUTS;
    }
  }

  /** As {@link ShuffleTile#join}. */
  static void join(
      byte[] memory, int from, int step, int blocks, int bias, int weight, int[] sums, int to) {
    ShortVector even = ShortVector.zero(ShortVector.SPECIES_128);
    ShortVector odd = even;
    for (int block = 0; block < blocks; block++) {
      ShortVector found = load(memory, from + block * step).reinterpretAsShorts();
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
