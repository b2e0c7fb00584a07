package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;

/**
 * Builds the tables of {@link PermProduct}: entry {@code e0 + 3 e1 + 9 e2} of a table is {@code a0
 * (e0 - 1) + a1 (e1 - 1) + a2 (e2 - 1)} for three neighbouring inputs a. The middle entry is 0 in
 * every table; codes that stand for no input select it.
 *
 * <p>Nine inputs, three tables' worth, are multiplied by -1, 0 and 1 at once, and the products of
 * the first two inputs of each table are added in all nine ways. An entry is one of those sums and
 * a product of the third input, each picked by a lookup.
 */
final class PermTables {
  private static final int INPUTS = WindowRows.INPUTS;
  private static final int LANES = PermTile.LANES;

  /** Tables that one vector of products serves. */
  private static final int TABLES = 3;

  private static final int ENTRIES = 27;

  /** Which input the product in a lane is of, and by what it is multiplied. */
  private static final short[] INPUT = new short[LANES];

  private static final short[] DIGIT = new short[LANES];

  /** Which products the sums of two inputs are of, nine of each table. */
  private static final short[] FIRST = new short[LANES];

  private static final short[] SECOND = new short[LANES];

  /** For each table, which sum of two an entry picks, and which product of the third input. */
  private static final short[] PAIR = new short[TABLES * LANES];

  private static final short[] THIRD = new short[TABLES * LANES];

  /** For each input of a table, which product an entry picks. */
  private static final short[] PICKS = new short[INPUTS * LANES];

  static {
    for (int lane = 0; lane < ENTRIES; lane++) {
      INPUT[lane] = (short) (lane / 3);
      DIGIT[lane] = (short) (lane % 3 - 1);
      int products = lane / 9 * 9;
      FIRST[lane] = (short) (products + lane % 3);
      SECOND[lane] = (short) (products + 3 + lane % 9 / 3);
      for (int table = 0; table < TABLES; table++) {
        PAIR[table * LANES + lane] = (short) (9 * table + lane % 9);
        THIRD[table * LANES + lane] = (short) (9 * table + 6 + lane / 9);
      }
      int place = 1;
      for (int input = 0; input < INPUTS; input++) {
        PICKS[input * LANES + lane] = (short) (3 * input + lane / place % 3);
        place *= 3;
      }
    }
  }

  private PermTables() {}

  /** Shorts of scratch space that building a row's tables takes. */
  static int lineSize(WindowRows rows) {
    return rows.lineSize() + LANES;
  }

  /**
   * Builds the tables of one input row.
   *
   * @param y the row, inside the image
   * @param line scratch space of {@link #lineSize} shorts
   * @param to where the tables go
   */
  static void build(WindowRows rows, int[] in, int y, short[] line, short[] tables, int to) {
    Lines.copy(rows.window(), in, y, line, 0, rows.lineSize());
    int slots = rows.slots();
    int slotStep = rows.slotStep();
    int slotPitch = rows.slotPitch();
    int pitch = rows.tablePitch();
    int threes = rows.slotTables() / TABLES;
    int step = TABLES * INPUTS;
    if (slots > threes) {
      for (int i = 0; i < threes; i++) {
        int at = to + i * TABLES * pitch;
        three(line, i * step, slotStep, slots, tables, at, slotPitch, pitch);
      }
    } else {
      for (int slot = 0; slot < slots; slot++) {
        int at = to + slot * slotPitch;
        three(line, slot * slotStep, step, threes, tables, at, TABLES * pitch, pitch);
      }
    }
    for (int i = threes * TABLES; i < rows.slotTables(); i++) {
      one(line, i * INPUTS, slotStep, slots, tables, to + i * pitch, slotPitch);
    }
  }

  /**
   * Builds three tables at a time, for two places in a round; the last place comes twice if their
   * number is odd. So the method is too large for the compiler to put it into its caller, which has
   * a limit beyond which vectors become objects.
   *
   * @param from the first inputs
   * @param step from there to the next place's
   * @param count how many places there are
   * @param to the first table
   * @param next from there to the next place's
   * @param pitch from one table of the three to the next
   */
  private static void three(
      short[] line, int from, int step, int count, short[] tables, int to, int next, int pitch) {
    ShortVector input = ShortVector.fromArray(PermTile.SPECIES, INPUT, 0);
    ShortVector digit = ShortVector.fromArray(PermTile.SPECIES, DIGIT, 0);
    ShortVector first = ShortVector.fromArray(PermTile.SPECIES, FIRST, 0);
    ShortVector second = ShortVector.fromArray(PermTile.SPECIES, SECOND, 0);
    ShortVector a = ShortVector.fromArray(PermTile.SPECIES, PAIR, 0);
    ShortVector b = ShortVector.fromArray(PermTile.SPECIES, PAIR, LANES);
    ShortVector c = ShortVector.fromArray(PermTile.SPECIES, PAIR, 2 * LANES);
    ShortVector d = ShortVector.fromArray(PermTile.SPECIES, THIRD, 0);
    ShortVector e = ShortVector.fromArray(PermTile.SPECIES, THIRD, LANES);
    ShortVector f = ShortVector.fromArray(PermTile.SPECIES, THIRD, 2 * LANES);
    for (int i = 0; i < count; i += 2) {
      int k = Math.min(i + 1, count - 1);
      ShortVector x =
          input
              .selectFrom(ShortVector.fromArray(PermTile.SPECIES, line, from + i * step))
              .mul(digit);
      ShortVector y =
          input
              .selectFrom(ShortVector.fromArray(PermTile.SPECIES, line, from + k * step))
              .mul(digit);
      ShortVector sum = first.selectFrom(x).add(second.selectFrom(x));
      ShortVector other = first.selectFrom(y).add(second.selectFrom(y));
      int at = to + i * next;
      a.selectFrom(sum).add(d.selectFrom(x)).intoArray(tables, at);
      b.selectFrom(sum).add(e.selectFrom(x)).intoArray(tables, at + pitch);
      c.selectFrom(sum).add(f.selectFrom(x)).intoArray(tables, at + 2 * pitch);
      at = to + k * next;
      a.selectFrom(other).add(d.selectFrom(y)).intoArray(tables, at);
      b.selectFrom(other).add(e.selectFrom(y)).intoArray(tables, at + pitch);
      c.selectFrom(other).add(f.selectFrom(y)).intoArray(tables, at + 2 * pitch);
    }
  }

  /** Builds a table at a time, with three lookups: one less. */
  private static void one(
      short[] line, int from, int step, int count, short[] tables, int to, int next) {
    ShortVector input = ShortVector.fromArray(PermTile.SPECIES, INPUT, 0);
    ShortVector digit = ShortVector.fromArray(PermTile.SPECIES, DIGIT, 0);
    ShortVector a0 = ShortVector.fromArray(PermTile.SPECIES, PICKS, 0);
    ShortVector a1 = ShortVector.fromArray(PermTile.SPECIES, PICKS, LANES);
    ShortVector a2 = ShortVector.fromArray(PermTile.SPECIES, PICKS, 2 * LANES);
    for (int i = 0; i < count; i++) {
      ShortVector x =
          input
              .selectFrom(ShortVector.fromArray(PermTile.SPECIES, line, from + i * step))
              .mul(digit);
      a0.selectFrom(x).add(a1.selectFrom(x)).add(a2.selectFrom(x)).intoArray(tables, to + i * next);
    }
  }
}
