package org.dyadic.kernel.vector;

import java.util.Arrays;

/**
 * Which vectors of pixels are summed at a time: four or five, since what finds a table's entry
 * serves them all; two or one where so few are left.
 */
final class Tiles {
  /** Vectors of a tile at most. */
  static final int MOST = 5;

  private static final int USUAL = 4;
  private static final int PAIR = 2;

  private final int[] sizes;
  private final int[] firsts;

  /** The tile of each vector. */
  private final int[] tiles;

  Tiles(int vectors) {
    int left = vectors % USUAL;
    int most = Math.min(left, vectors / USUAL);
    int usual = vectors / USUAL - most;
    left -= most;
    int pairs = left / PAIR;
    sizes = new int[usual + most + pairs + left % PAIR];
    Arrays.fill(sizes, 1);
    Arrays.fill(sizes, 0, usual, USUAL);
    Arrays.fill(sizes, usual, usual + most, MOST);
    Arrays.fill(sizes, usual + most, usual + most + pairs, PAIR);
    firsts = new int[sizes.length];
    tiles = new int[vectors];
    int first = 0;
    for (int i = 0; i < sizes.length; i++) {
      firsts[i] = first;
      Arrays.fill(tiles, first, first + sizes[i], i);
      first += sizes[i];
    }
  }

  /** How many tiles there are. */
  int count() {
    return sizes.length;
  }

  /** Vectors of a tile. */
  int size(int tile) {
    return sizes[tile];
  }

  /** The first vector of a tile. */
  int first(int tile) {
    return firsts[tile];
  }

  /** The tile of a vector. */
  int of(int vector) {
    return tiles[vector];
  }
}
