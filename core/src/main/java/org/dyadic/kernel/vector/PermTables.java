package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;

/**
 * Builds the tables of {@link PermProduct}: entry {@code e0 + 3 e1 + 9 e2} of a table is {@code a0
 * (e0 - 1) + a1 (e1 - 1) + a2 (e2 - 1)} for three neighbouring inputs a. The middle entry is 0 in
 * every table; codes that stand for no input select it.
 *
 * <p>Nine inputs, three tables' worth, are multiplied by -1, 0 and 1 at once; the entries of a
 * table then are sums of three of those products, each picked by a lookup.
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

  /** For each table and input, which product an entry picks. */
  private static final short[] PICKS = new short[TABLES * INPUTS * LANES];

  static {
    for (int lane = 0; lane < ENTRIES; lane++) {
      INPUT[lane] = (short) (lane / 3);
      DIGIT[lane] = (short) (lane % 3 - 1);
    }
    for (int input = 0; input < TABLES * INPUTS; input++) {
      int place = (int) Math.pow(3, input % INPUTS);
      for (int entry = 0; entry < ENTRIES; entry++) {
        PICKS[input * LANES + entry] = (short) (3 * input + entry / place % 3);
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
   * Builds three tables at a time.
   *
   * @param from the first inputs
   * @param step from there to the next
   * @param count how often
   * @param to the first table
   * @param next from there to the next three tables
   * @param pitch from one table of the three to the next
   */
  private static void three(
      short[] line, int from, int step, int count, short[] tables, int to, int next, int pitch) {
    ShortVector input = load(INPUT, 0);
    ShortVector digit = load(DIGIT, 0);
    ShortVector a0 = load(PICKS, 0);
    ShortVector a1 = load(PICKS, LANES);
    ShortVector a2 = load(PICKS, 2 * LANES);
    ShortVector b0 = load(PICKS, 3 * LANES);
    ShortVector b1 = load(PICKS, 4 * LANES);
    ShortVector b2 = load(PICKS, 5 * LANES);
    ShortVector c0 = load(PICKS, 6 * LANES);
    ShortVector c1 = load(PICKS, 7 * LANES);
    ShortVector c2 = load(PICKS, 8 * LANES);
    for (int i = 0; i < count; i++) {
      ShortVector x = input.selectFrom(load(line, from + i * step)).mul(digit);
      int at = to + i * next;
      a0.selectFrom(x).add(a1.selectFrom(x)).add(a2.selectFrom(x)).intoArray(tables, at);
      at += pitch;
      b0.selectFrom(x).add(b1.selectFrom(x)).add(b2.selectFrom(x)).intoArray(tables, at);
      at += pitch;
      c0.selectFrom(x).add(c1.selectFrom(x)).add(c2.selectFrom(x)).intoArray(tables, at);
    }
  }

  /** Builds a table at a time; as {@link #three}. */
  private static void one(
      short[] line, int from, int step, int count, short[] tables, int to, int next) {
    ShortVector input = load(INPUT, 0);
    ShortVector digit = load(DIGIT, 0);
    ShortVector a0 = load(PICKS, 0);
    ShortVector a1 = load(PICKS, LANES);
    ShortVector a2 = load(PICKS, 2 * LANES);
    for (int i = 0; i < count; i++) {
      ShortVector x = input.selectFrom(load(line, from + i * step)).mul(digit);
      a0.selectFrom(x).add(a1.selectFrom(x)).add(a2.selectFrom(x)).intoArray(tables, to + i * next);
    }
  }

  private static ShortVector load(short[] from, int at) {
    return ShortVector.fromArray(PermTile.SPECIES, from, at);
  }
}
