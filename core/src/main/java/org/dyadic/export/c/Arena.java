package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where every buffer lies. No two that are in use at the same time overlap. The size is the least
 * that this order of steps allows, if it equals {@code least}: either that is the bytes that are in
 * use in one step, which no arrangement can go below, or all arrangements were compared.
 *
 * @param bytes of the arena
 * @param least a number of bytes that no arrangement can go below
 */
record Arena(int bytes, int least) {
  /** How many partial arrangements are compared before the search gives up. */
  private static final int MAX_TRIED = 300_000;

  /** Whether no arrangement needs fewer bytes. */
  boolean minimal() {
    return bytes == least;
  }

  /** Places the buffers of a schedule. */
  static Arena of(Schedule schedule) {
    List<Buffer> buffers = new ArrayList<>(schedule.buffers());
    long least = 0;
    for (int step = 0; step < schedule.steps().size(); step++) {
      least = Math.max(least, schedule.live(step));
    }
    return new Search(buffers, Math.toIntExact(least)).run();
  }

  /**
   * Every arrangement in which no buffer can move down is reached by placing buffers one after
   * another, each as low as it fits; so the orders of placing are searched.
   */
  private static final class Search {
    private final List<Buffer> buffers;
    private final int least;
    private int best = Integer.MAX_VALUE;
    private int[] offsets = new int[0];
    private int tried;

    Search(List<Buffer> buffers, int least) {
      this.buffers = buffers;
      this.least = least;
    }

    Arena run() {
      tryOrder(Comparator.comparingInt(Buffer::bytes).reversed());
      tryOrder(Comparator.comparingInt(Buffer::first));
      tryOrder(Comparator.comparingInt((Buffer b) -> b.first() - b.last()));
      boolean complete = best == least || extend(new ArrayList<>(), 0);
      for (int i = 0; i < offsets.length; i++) {
        buffers.get(i).place(offsets[i]);
      }
      return new Arena(best, complete ? best : least);
    }

    private void tryOrder(Comparator<Buffer> order) {
      List<Buffer> placed = new ArrayList<>();
      int top = 0;
      for (Buffer buffer : buffers.stream().sorted(order).toList()) {
        buffer.place(lowest(buffer, placed));
        placed.add(buffer);
        top = Math.max(top, buffer.offset() + buffer.bytes());
      }
      keep(top);
    }

    private void keep(int top) {
      if (top < best) {
        best = top;
        offsets = buffers.stream().mapToInt(Buffer::offset).toArray();
      }
    }

    /** Tries all buffers as the next one; false if there were too many to try. */
    private boolean extend(List<Buffer> placed, int top) {
      if (placed.size() == buffers.size()) {
        keep(top);
        return true;
      }
      for (Buffer buffer : buffers) {
        if (best == least) {
          return true;
        }
        if (++tried > MAX_TRIED) {
          return false;
        }
        if (!placed.contains(buffer)) {
          int at = lowest(buffer, placed);
          int end = Math.max(top, at + buffer.bytes());
          if (end < best) {
            buffer.place(at);
            placed.add(buffer);
            boolean complete = extend(placed, end);
            placed.removeLast();
            if (!complete) {
              return false;
            }
          }
        }
      }
      return true;
    }

    /** The lowest offset at which a buffer overlaps none that is in use at the same time. */
    private static int lowest(Buffer buffer, List<Buffer> placed) {
      List<Buffer> others =
          placed.stream()
              .filter(buffer::meets)
              .sorted(Comparator.comparingInt(Buffer::offset))
              .toList();
      int at = 0;
      for (Buffer other : others) {
        if (at + buffer.bytes() <= other.offset()) {
          break;
        }
        at = Math.max(at, other.offset() + other.bytes());
      }
      return at;
    }
  }
}
