package org.dyadic.export.c;

/** A part of the arena, from the first step that uses it to the last one. */
final class Buffer {
  /** Every buffer begins at a multiple of this many bytes and takes a multiple of them. */
  static final int UNIT = 4;

  private final int bytes;
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private int offset = -1;
  private Buffer same;

  Buffer(long bytes) {
    this.bytes = Math.toIntExact((bytes + UNIT - 1) / UNIT * UNIT);
  }

  /** Remembers a use by a step. */
  void use(int step) {
    Buffer one = root();
    one.first = Math.min(one.first, step);
    one.last = Math.max(one.last, step);
  }

  /** Lets this buffer lie where another one does, which is at least as large. */
  void takePlaceOf(Buffer other) {
    Buffer one = other.root();
    one.first = Math.min(one.first, first);
    one.last = Math.max(one.last, last);
    same = one;
  }

  /** The buffer whose place this one takes, or itself. */
  Buffer root() {
    return same == null ? this : same.root();
  }

  int bytes() {
    return root().bytes;
  }

  int first() {
    return root().first;
  }

  int last() {
    return root().last;
  }

  /** Where the buffer lies in the arena, in bytes. */
  int offset() {
    return root().offset;
  }

  void place(int at) {
    offset = at;
  }

  /** Whether both are used by one step, or between uses of the other. */
  boolean meets(Buffer other) {
    return first <= other.last && other.first <= last;
  }
}
