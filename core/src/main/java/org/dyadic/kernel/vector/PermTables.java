package org.dyadic.kernel.vector;

import jdk.incubator.vector.ShortVector;

/**
 * Builds the tables of {@link PermProduct}: entry {@code e0 + 3 e1 + 9 e2} of a table is {@code a0
 * (e0 - 1) + a1 (e1 - 1) + a2 (e2 - 1)} for three neighbouring inputs a. The middle entry is 0 in
 * every table; codes that stand for no input select it.
 */
final class PermTables {
  private static final int ENTRIES = 27;
  private static final short[] DIGITS = digits();

  /** In all lanes the number of an input. */
  private static final short[] INPUTS = inputs();

  private PermTables() {}

  private static short[] digits() {
    short[] digits = new short[WindowRows.INPUTS * PermTile.LANES];
    int place = 1;
    for (int digit = 0; digit < WindowRows.INPUTS; digit++) {
      for (int entry = 0; entry < ENTRIES; entry++) {
        digits[digit * PermTile.LANES + entry] = (short) (entry / place % 3 - 1);
      }
      place *= 3;
    }
    return digits;
  }

  private static short[] inputs() {
    short[] inputs = new short[WindowRows.INPUTS * PermTile.LANES];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (short) (i / PermTile.LANES);
    }
    return inputs;
  }

  /** Shorts of scratch space that building a row's tables takes. */
  static int lineSize(WindowRows rows) {
    return rows.lineSize() + PermTile.LANES;
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
    int each = rows.slotTables();
    if (slots > each) {
      for (int i = 0; i < each; i++) {
        int from = WindowRows.INPUTS * i;
        build(
            line,
            from,
            rows.slotStep(),
            slots,
            tables,
            to + i * rows.tablePitch(),
            rows.slotPitch());
      }
    } else {
      for (int slot = 0; slot < slots; slot++) {
        int at = to + slot * rows.slotPitch();
        build(line, slot * rows.slotStep(), WindowRows.INPUTS, each, tables, at, rows.tablePitch());
      }
    }
  }

  /** Builds tables at constant distances, of inputs at constant distances. */
  private static void build(
      short[] line, int from, int step, int count, short[] tables, int to, int pitch) {
    ShortVector d0 = load(DIGITS, 0);
    ShortVector d1 = load(DIGITS, PermTile.LANES);
    ShortVector d2 = load(DIGITS, 2 * PermTile.LANES);
    ShortVector i0 = load(INPUTS, 0);
    ShortVector i1 = load(INPUTS, PermTile.LANES);
    ShortVector i2 = load(INPUTS, 2 * PermTile.LANES);
    for (int i = 0; i < count; i++) {
      ShortVector inputs = load(line, from + i * step);
      i0.selectFrom(inputs)
          .mul(d0)
          .add(i1.selectFrom(inputs).mul(d1))
          .add(i2.selectFrom(inputs).mul(d2))
          .intoArray(tables, to + i * pitch);
    }
  }

  private static ShortVector load(short[] from, int at) {
    return ShortVector.fromArray(PermTile.SPECIES, from, at);
  }
}
