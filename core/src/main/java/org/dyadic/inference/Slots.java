package org.dyadic.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Hands out numbered activation buffers while a network is compiled; free ones are used again. */
final class Slots {
  private final List<Integer> sizes = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  /** A buffer of at least {@code size} elements that nobody else holds. */
  int take(int size) {
    if (free.isEmpty()) {
      sizes.add(size);
      return sizes.size() - 1;
    }
    int slot = free.pop();
    sizes.set(slot, Math.max(sizes.get(slot), size));
    return slot;
  }

  void release(int slot) {
    free.push(slot);
  }

  /** The size of each buffer. */
  int[] sizes() {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }
}
