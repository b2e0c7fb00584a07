package org.dyadic.bench;

import java.time.Duration;
import org.dyadic.inference.WarmUp;

/** One way of running a network, ready to be timed. One thread at a time. */
public interface Contender extends AutoCloseable {

  /** What reports call it, such as {@code perm} or {@code ort-int8}. */
  String name();

  /**
   * Takes the images that every call runs, outside the time that is measured.
   *
   * @param pixels a batch of images, unsigned bytes, planar
   */
  void load(byte[] pixels);

  /** The call that is timed: from input to logits. Throws unchecked exceptions only. */
  void run();

  /**
   * Runs until it is no longer getting faster.
   *
   * @param stretch of time of {@link WarmUp#run}
   */
  default void warmUp(Duration stretch) {
    WarmUp.run(this::run, stretch);
  }

  /** The classes that the last call gave, one an image. */
  int[] classes();

  @Override
  void close();
}
