package org.dyadic.export.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArenaTest {
  private static final int UNIT = Buffer.UNIT;

  /** A buffer of some units, in use from one step to another. */
  private record Wish(int units, int first, int last) {
    boolean meets(Wish other) {
      return first <= other.last && other.first <= last;
    }
  }

  @Test
  void noArrangementIsSmaller() {
    for (int seed = 0; seed < 300; seed++) {
      List<Wish> wishes = wishes(new Random(seed));
      Arena arena = placed(wishes, "seed " + seed);
      int best = smallest(wishes);
      assertEquals(best * UNIT, arena.bytes(), "seed " + seed);
      assertTrue(arena.minimal(), "seed " + seed);
    }
  }

  /** Never more than four units are in use, and yet no arrangement has four. */
  @Test
  void whatIsInUseAtOnceIsNotAlwaysEnough() {
    List<Wish> wishes =
        List.of(
            new Wish(2, 0, 3),
            new Wish(2, 0, 1),
            new Wish(1, 2, 5),
            new Wish(1, 3, 4),
            new Wish(1, 4, 5),
            new Wish(2, 5, 7),
            new Wish(2, 6, 6));
    assertEquals(4, load(wishes));
    assertEquals(5, smallest(wishes));
    Arena arena = placed(wishes, "above the bound");
    assertEquals(5 * UNIT, arena.bytes());
    assertTrue(arena.minimal());
  }

  @Test
  void manyBuffersInAChainNeedTwoNeighbours() {
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      wishes.add(new Wish(1 + i * 37 % 50, i, i + 1));
    }
    Arena arena = placed(wishes, "chain");
    assertEquals(load(wishes) * UNIT, arena.bytes());
    assertTrue(arena.minimal());
  }

  private static List<Wish> wishes(Random random) {
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int first = random.nextInt(7);
      wishes.add(new Wish(1 + random.nextInt(4), first, first + random.nextInt(4)));
    }
    return wishes;
  }

  /** Plans an arena and checks that no two buffers overlap that are in use together. */
  private static Arena placed(List<Wish> wishes, String message) {
    List<Buffer> buffers = wishes.stream().map(w -> new Buffer((long) w.units() * UNIT)).toList();
    Schedule schedule = new Schedule(new Source());
    int steps = wishes.stream().mapToInt(Wish::last).max().orElseThrow() + 1;
    for (int step = 0; step < steps; step++) {
      List<Argument> used = new ArrayList<>();
      for (int i = 0; i < wishes.size(); i++) {
        if (wishes.get(i).first() <= step && step <= wishes.get(i).last()) {
          used.add(new Argument.Words(buffers.get(i)));
        }
      }
      schedule.add(new Step("step", "f", used, Work.NONE));
    }
    Arena arena = Arena.of(schedule);
    for (int a = 0; a < wishes.size(); a++) {
      assertTrue(buffers.get(a).offset() + buffers.get(a).bytes() <= arena.bytes(), message);
      for (int b = 0; b < a; b++) {
        boolean apart =
            buffers.get(a).offset() + buffers.get(a).bytes() <= buffers.get(b).offset()
                || buffers.get(b).offset() + buffers.get(b).bytes() <= buffers.get(a).offset();
        assertFalse(wishes.get(a).meets(wishes.get(b)) && !apart, message);
      }
    }
    return arena;
  }

  /** The most units in use at any time. */
  private static int load(List<Wish> wishes) {
    int most = 0;
    for (Wish at : wishes) {
      int units = 0;
      for (Wish wish : wishes) {
        units += wish.first() <= at.first() && at.first() <= wish.last() ? wish.units() : 0;
      }
      most = Math.max(most, units);
    }
    return most;
  }

  /** The least size, by trying every offset of every buffer. */
  private static int smallest(List<Wish> wishes) {
    int size = load(wishes);
    while (!fits(wishes, new int[wishes.size()], 0, size)) {
      size++;
    }
    return size;
  }

  private static boolean fits(List<Wish> wishes, int[] offsets, int next, int size) {
    if (next == wishes.size()) {
      return true;
    }
    for (int at = 0; at + wishes.get(next).units() <= size; at++) {
      offsets[next] = at;
      if (isFree(wishes, offsets, next) && fits(wishes, offsets, next + 1, size)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFree(List<Wish> wishes, int[] offsets, int next) {
    for (int other = 0; other < next; other++) {
      if (wishes.get(next).meets(wishes.get(other))
          && offsets[next] < offsets[other] + wishes.get(other).units()
          && offsets[other] < offsets[next] + wishes.get(next).units()) {
        return false;
      }
    }
    return true;
  }
}
