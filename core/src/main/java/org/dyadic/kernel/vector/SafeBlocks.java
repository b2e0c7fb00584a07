package org.dyadic.kernel.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts windows into blocks whose sums cannot leave 16 bits: with p weights +1 and n weights -1 of
 * an output in a block and inputs in min .. max, every partial sum lies in {@code p min - n max ..
 * p max - n min}. Each block is as large as the weights of all outputs allow.
 */
final class SafeBlocks {
  private final PermWeights weights;
  private final int min;
  private final int max;
  private final int outputs;
  private final int planes;

  /** Blocks for inputs in min .. max, which hold 0. */
  SafeBlocks(PermWeights weights, int min, int max) {
    this.weights = weights;
    this.min = min;
    this.max = max;
    outputs = weights.window().outChannels();
    planes = weights.planes();
  }

  /** Whether one code vector can be a block at all. */
  static boolean possible(int min, int max) {
    return fits(3 * WindowRows.INPUTS, 0, min, max) && fits(0, 3 * WindowRows.INPUTS, min, max);
  }

  private static boolean fits(int positive, int negative, int min, int max) {
    long most = (long) positive * max - (long) negative * min;
    long least = (long) positive * min - (long) negative * max;
    return most <= Short.MAX_VALUE && least >= Short.MIN_VALUE;
  }

  List<PermWeights.Block> find() {
    int rowCount = weights.window().size().rows();
    int[][] counts = new int[rowCount][];
    List<PermWeights.Block> parts = new ArrayList<>();
    for (int row = 0; row < rowCount; row++) {
      counts[row] = cut(row, parts);
    }
    return parts.size() == rowCount ? merge(counts) : parts;
  }

  /** Cuts a row, and returns its positive and negative weights for each plane and output. */
  private int[] cut(int row, List<PermWeights.Block> parts) {
    int vectors = weights.rows().codeVectors();
    int[] sums = new int[2 * planes * outputs];
    int[] next = new int[sums.length];
    int from = 0;
    for (int vector = 0; vector < vectors; vector++) {
      Arrays.fill(next, 0);
      count(row, vector, next);
      if (!add(sums, next)) {
        parts.add(new PermWeights.Block(row, row + 1, from, vector - from));
        from = vector;
        System.arraycopy(next, 0, sums, 0, sums.length);
      }
    }
    parts.add(new PermWeights.Block(row, row + 1, from, vectors - from));
    return sums;
  }

  private void count(int row, int vector, int[] counts) {
    for (int plane = 0; plane < planes; plane++) {
      for (int output = 0; output < outputs; output++) {
        int at = 2 * (plane * outputs + output);
        for (int i = 0; i < 3 * WindowRows.INPUTS; i++) {
          int table = 3 * vector + i / WindowRows.INPUTS;
          int trit = weights.trit(plane, output, row, table, i % WindowRows.INPUTS);
          counts[at] += trit > 0 ? 1 : 0;
          counts[at + 1] += trit < 0 ? 1 : 0;
        }
      }
    }
  }

  /** Adds counts if every sum stays within 16 bits, else leaves them. */
  private boolean add(int[] sums, int[] more) {
    for (int i = 0; i < sums.length; i += 2) {
      if (!fits(sums[i] + more[i], sums[i + 1] + more[i + 1], min, max)) {
        return false;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
    return true;
  }

  /** Whole rows, as many together as fit. */
  private List<PermWeights.Block> merge(int[][] counts) {
    int vectors = weights.rows().codeVectors();
    List<PermWeights.Block> merged = new ArrayList<>();
    int[] sums = counts[0].clone();
    int first = 0;
    for (int row = 1; row < counts.length; row++) {
      if (!add(sums, counts[row])) {
        merged.add(new PermWeights.Block(first, row, 0, vectors));
        first = row;
        sums = counts[row].clone();
      }
    }
    merged.add(new PermWeights.Block(first, counts.length, 0, vectors));
    return merged;
  }
}
