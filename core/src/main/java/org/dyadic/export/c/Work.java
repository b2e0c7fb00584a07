package org.dyadic.export.c;

/**
 * What a step costs in one inference.
 *
 * @param additions of sums, tables and look-ups; those of indices are not counted
 * @param multiplications of any kind
 */
record Work(long additions, long multiplications) {
  static final Work NONE = new Work(0, 0);

  Work plus(Work other) {
    return new Work(additions + other.additions, multiplications + other.multiplications);
  }
}
