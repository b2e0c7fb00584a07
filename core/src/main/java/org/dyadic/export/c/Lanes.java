package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.quant.Grid;

/**
 * How sums of a convolution share words: two lanes of 16 bits where sums over some sixteens of
 * inputs provably fit, else one sum a word. Only the sum at the end of a segment has to fit a lane,
 * since words are added modulo 2^32.
 *
 * @param count 2, or 1
 * @param segments how many sixteens of inputs are summed until lanes must settle; with one lane a
 *     single segment
 */
record Lanes(int count, List<Integer> segments) {
  private static final int LANE_MIN = -(1 << 15);
  private static final int LANE_MAX = (1 << 15) - 1;

  Lanes {
    segments = List.copyOf(segments);
  }

  /** Whether sums must leave their lanes before they are complete. */
  boolean settles() {
    return segments.size() > 1;
  }

  /**
   * The lanes of given weights.
   *
   * @param input the grid of the inputs
   * @param split whether codes of different signs are summed apart
   */
  static Lanes of(WeightMatrix matrix, Grid input, boolean split) {
    int sixteens = (matrix.inputs() + Coding.SIXTEEN - 1) / Coding.SIXTEEN;
    List<Integer> segments = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= sixteens; end++) {
      if (!fits(matrix, input, split, start, end)) {
        if (end - start == 1) {
          return new Lanes(1, List.of(sixteens));
        }
        segments.add(end - 1 - start);
        start = end - 1;
        end--;
      }
    }
    segments.add(sixteens - start);
    return new Lanes(2, segments);
  }

  /** Whether the sums over sixteens start .. end - 1 fit a lane in every row. */
  private static boolean fits(WeightMatrix matrix, Grid input, boolean split, int start, int end) {
    for (int output = 0; output < matrix.outputs(); output++) {
      long positive = 0;
      long negative = 0;
      for (int i = start * Coding.SIXTEEN; i < end * Coding.SIXTEEN; i++) {
        int code = matrix.at(output, i);
        positive += Math.max(code, 0);
        negative += Math.max(-code, 0);
      }
      boolean fits =
          split
              ? inLane(input, positive, 0) && inLane(input, 0, negative)
              : inLane(input, positive, negative);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** Each input stands at the end of its grid that its code's sign asks for. */
  private static boolean inLane(Grid input, long positive, long negative) {
    return positive * input.max() - negative * input.min() <= LANE_MAX
        && positive * input.min() - negative * input.max() >= LANE_MIN;
  }
}
