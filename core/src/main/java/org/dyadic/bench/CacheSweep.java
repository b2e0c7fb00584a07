package org.dyadic.bench;

/** Empties the caches of the processor by streaming through more memory than they hold. */
public final class CacheSweep {
  private final long[] memory;
  private long sum;

  /**
   * Takes the memory.
   *
   * @param cacheBytes the size of the last-level cache; twice as much is streamed
   */
  public CacheSweep(long cacheBytes) {
    memory = new long[Math.toIntExact(Math.max(1, 2 * cacheBytes / Long.BYTES))];
  }

  /** Bytes that are streamed. */
  public long bytes() {
    return (long) Long.BYTES * memory.length;
  }

  /** Reads and writes all of it. */
  public void run() {
    long s = sum;
    for (int i = 0; i < memory.length; i++) {
      s += memory[i];
      memory[i] = s;
    }
    sum = s;
  }
}
