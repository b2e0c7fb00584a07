package org.dyadic.export;

import java.util.Locale;

/** How much of a network in bytes is proven to equal the integer layers. */
final class ByteTally {
  private int channels;
  private int missing;
  private int joins;
  private int exactJoins;

  /** Counts an output channel. */
  void add(ByteChannel channel) {
    channels++;
    missing += channel.misses() > 0 ? 1 : 0;
  }

  /** Counts the join of a residual block, whose branch is rounded to a byte. */
  void addJoin(boolean exactWithinRange) {
    joins++;
    exactJoins += exactWithinRange ? 1 : 0;
  }

  /** A sentence or two for people. */
  String toText() {
    String text =
        String.format(
            Locale.ROOT,
            "%d of %d output channels proven to equal the integer rule",
            channels - missing,
            channels);
    return joins == 0
        ? text
        : text
            + String.format(
                Locale.ROOT,
                "; %d residual joins whose branch is a byte, %d of them exact unless it saturates",
                joins,
                exactJoins);
  }
}
