package org.dyadic.kernel.vector;

import static org.dyadic.kernel.vector.ShuffleTile.FIELD;
import static org.dyadic.kernel.vector.ShuffleTile.OUTPUTS;
import static org.dyadic.kernel.vector.ShuffleTile.SPECIES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link ShuffleTile} for tables of one vector, of inputs of few bits: one lookup instead of two,
 * and longer blocks.
 */
final class ShuffleLowTile {
  private static final int STEP = PairRows.TABLES * OUTPUTS;

  private ShuffleLowTile() {}

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
        ByteVector entries = ByteVector.fromArray(SPECIES, memory, t);
        ByteVector w = ByteVector.fromArray(SPECIES, codes, at);
        ByteVector x = ByteVector.fromArray(SPECIES, codes, at + OUTPUTS);
        ByteVector y = ByteVector.fromArray(SPECIES, codes, at + 2 * OUTPUTS);
        ByteVector z = ByteVector.fromArray(SPECIES, codes, at + 3 * OUTPUTS);
        a = a.add(w.selectFrom(entries));
        b = b.add(x.selectFrom(entries));
        c = c.add(y.selectFrom(entries));
        d = d.add(z.selectFrom(entries));
        entries = ByteVector.fromArray(SPECIES, memory, t + OUTPUTS);
        w = w.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        a = a.add(w.selectFrom(entries));
        x = x.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        b = b.add(x.selectFrom(entries));
        y = y.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        c = c.add(y.selectFrom(entries));
        z = z.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        d = d.add(z.selectFrom(entries));
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
        ByteVector w = ByteVector.fromArray(SPECIES, codes, at);
        a = a.add(w.selectFrom(ByteVector.fromArray(SPECIES, memory, t)));
        w = w.reinterpretAsShorts().lanewise(VectorOperators.LSHR, FIELD).reinterpretAsBytes();
        a = a.add(w.selectFrom(ByteVector.fromArray(SPECIES, memory, t + OUTPUTS)));
        t += STEP;
        at += step;
      }
      a.intoArray(memory, sums);
      sums += OUTPUTS;
    }
  }
}
