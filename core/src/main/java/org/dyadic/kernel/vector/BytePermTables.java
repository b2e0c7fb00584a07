package org.dyadic.kernel.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;

/**
 * All tables that three inputs of few values can have, and the tables of a row of inputs, which are
 * copies of them. Entries are those of {@link PermTables}, a byte each, and all 32 are there twice.
 */
final class BytePermTables {
  /** The most values that an input may have: 64 tables then, 4 KB. */
  static final int MOST_VALUES = 4;

  private static final int ENTRIES = 32;

  private final int values;
  private final int first;
  private final byte[] all;

  /** Tables for inputs in min .. max, at most {@link #MOST_VALUES} of them. */
  BytePermTables(int min, int max) {
    values = max - min + 1;
    first = ((values + 1) * values + 1) * min;
    all = new byte[values * values * values * BytePermTile.SIZE];
    for (int a2 = 0; a2 < values; a2++) {
      for (int a1 = 0; a1 < values; a1++) {
        for (int a0 = 0; a0 < values; a0++) {
          fill((a2 * values + a1) * values + a0, a0 + min, a1 + min, a2 + min);
        }
      }
    }
  }

  private void fill(int table, int a0, int a1, int a2) {
    for (int entry = 0; entry < 2 * ENTRIES; entry++) {
      int e = entry % ENTRIES;
      int sum = a0 * (e % 3 - 1) + a1 * (e / 3 % 3 - 1) + a2 * (e / 9 % 3 - 1);
      all[table * BytePermTile.SIZE + entry] = (byte) sum;
    }
  }

  /** Builds the tables of one input row, as {@link PermTables#build}. */
  void build(WindowRows rows, int[] in, int y, short[] line, byte[] tables, int to) {
    Lines.copy(rows.window(), in, y, line, 0, rows.lineSize());
    number(line, rows.lineSize());
    int count = rows.slotTables();
    int pitch = rows.slots() * BytePermTile.SIZE;
    for (int i = 0; i < count; i++) {
      copy(line, WindowRows.INPUTS * i, rows.slotStep(), rows.slots(), tables, to + i * pitch);
    }
  }

  /** Replaces every input by the number of the table for it and the next two. */
  private void number(short[] line, int size) {
    int end = size - (WindowRows.INPUTS - 1);
    int i = 0;
    for (; i <= end - PermTile.LANES; i += PermTile.LANES) {
      ShortVector a0 = ShortVector.fromArray(PermTile.SPECIES, line, i);
      ShortVector a1 = ShortVector.fromArray(PermTile.SPECIES, line, i + 1);
      ShortVector a2 = ShortVector.fromArray(PermTile.SPECIES, line, i + 2);
      a2.mul((short) values)
          .add(a1)
          .mul((short) values)
          .add(a0)
          .sub((short) first)
          .intoArray(line, i);
    }
    for (; i < end; i++) {
      line[i] = (short) ((line[i + 2] * values + line[i + 1]) * values + line[i] - first);
    }
  }

  /** The tables of the same inputs of all pixels. */
  private void copy(short[] numbers, int from, int step, int count, byte[] tables, int to) {
    for (int i = 0; i < count; i++) {
      int table = numbers[from + i * step];
      ByteVector.fromArray(ByteVector.SPECIES_512, all, table * BytePermTile.SIZE)
          .intoArray(tables, to + i * BytePermTile.SIZE);
    }
  }
}
