package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.List;

/**
 * What is traded between memory and time.
 *
 * @param words of a tile: how many words of lanes a convolution sums for each output at once
 * @param byteTables whether fully connected layers may look 8 inputs up at once, with 2 KiB
 * @param overlapping whether convolutions join pools with overlapping windows, and compute what
 *     these share several times; windows that do not overlap are always joined
 */
record Plan(int words, boolean byteTables, boolean overlapping) {

  /** Plans from the fastest to that of the smallest arena. */
  static List<Plan> ladder(int words) {
    List<Plan> plans = new ArrayList<>();
    plans.add(new Plan(words, true, false));
    plans.add(new Plan(words, true, true));
    for (int fewer = words; fewer >= 1; fewer /= 2) {
      plans.add(new Plan(fewer, false, false));
      plans.add(new Plan(fewer, false, true));
    }
    return plans;
  }
}
