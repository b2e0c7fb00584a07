package org.dyadic.data;

/** The share of the heap that one data set may take. */
final class HeapShare {
  private static final double SHARE = 0.6;

  private HeapShare() {}

  /**
   * Refuses what would not leave enough memory for anything else.
   *
   * @param source what messages call the data
   * @param what what needs the memory
   * @param needed bytes
   * @param cure what the user can do besides a larger heap, or nothing
   */
  static void require(Object source, String what, long needed, String cure) {
    long heap = Runtime.getRuntime().maxMemory();
    long allowed = (long) (SHARE * heap);
    if (needed > allowed) {
      String numbers =
          "%s need %d MiB, more than %d of the heap's %d MiB"
              .formatted(what, needed >> 20, allowed >> 20, heap >> 20);
      throw new DatasetException(
          "%s: %s; %sstart java with a larger -Xmx".formatted(source, numbers, cure));
    }
  }
}
