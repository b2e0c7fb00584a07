package org.dyadic.train.live;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The newest state of a run for any number of readers. Publishing replaces what was there and waits
 * for nobody; a reader takes what is newest whenever it is ready, so a slow one skips states and
 * holds at most one of each kind in memory.
 */
final class Broadcast {
  /** What there is to know: how the run stands, and the report's document. */
  enum Kind {
    STATUS,
    DOCUMENT;

    /** The event's name for a browser. */
    String event() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A state.
   *
   * @param number grows with every state that is published
   * @param json one line
   */
  record Frame(Kind kind, long number, byte[] json) {}

  private final Map<Kind, Frame> newest = new EnumMap<>(Kind.class);
  private long number;
  private int readers;
  private boolean ended;

  /** Replaces the newest state of a kind. */
  synchronized void publish(Kind kind, byte[] json) {
    newest.put(kind, new Frame(kind, ++number, json));
    notifyAll();
  }

  /** Says that nothing follows. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** A new reader, who begins with what is newest now. */
  synchronized Reader join() {
    readers++;
    notifyAll();
    return new Reader();
  }

  synchronized int readers() {
    return readers;
  }

  /** Waits until somebody reads, or the end. */
  synchronized void awaitReaders() throws InterruptedException {
    while (readers == 0 && !ended) {
      wait();
    }
  }

  /**
   * Waits until nobody reads any more.
   *
   * @param millis at most, at least 1
   */
  synchronized void awaitNoReaders(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; readers > 0 && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  private synchronized List<Frame> after(long seen) throws InterruptedException {
    while (number == seen && !ended) {
      wait();
    }
    return newest.values().stream()
        .filter(frame -> frame.number() > seen)
        .sorted(Comparator.comparingLong(Frame::number))
        .toList();
  }

  private synchronized void leave() {
    readers--;
    notifyAll();
  }

  /** One who reads, on a thread of its own. */
  final class Reader implements AutoCloseable {
    private long seen;

    /**
     * Waits for states that it has not had.
     *
     * @return in the order in which they were published; empty at the end
     */
    List<Frame> next() throws InterruptedException {
      List<Frame> frames = after(seen);
      if (!frames.isEmpty()) {
        seen = frames.getLast().number();
      }
      return frames;
    }

    @Override
    public void close() {
      leave();
    }
  }
}
