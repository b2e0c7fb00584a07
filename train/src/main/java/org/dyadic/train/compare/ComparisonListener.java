package org.dyadic.train.compare;

/** Hears what a comparison does, on the thread that runs it. */
public interface ComparisonListener {

  /** Something that the person who watches should know. */
  default void message(String text) {}

  /** A run begins or goes on. */
  default void started(Cell cell) {}

  /** A run is done or has failed, now or in an earlier call. */
  default void ended(CellResult result) {}

  /** Called about once a second. */
  default void progress(Progress progress) {}

  /**
   * How far a comparison is.
   *
   * @param cells runs that are done or failed
   * @param allCells of so many
   * @param epochs trained
   * @param allEpochs of so many
   * @param secondsLeft an estimate; NaN while there is nothing to estimate from
   */
  record Progress(int cells, int allCells, int epochs, int allEpochs, double secondsLeft) {}
}
