package org.dyadic.train.compare;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much of a comparison is done, and how long the rest takes at the pace since the start. */
final class Estimate {
  private final ComparisonFolder folder;
  private final Map<Cell, Integer> epochs = new HashMap<>();
  private final Map<Cell, Integer> atStart = new HashMap<>();
  private final int all;
  private final long start = System.nanoTime();

  Estimate(ComparisonPlan plan, ComparisonFolder folder) throws IOException {
    this.folder = folder;
    List<Cell> cells = plan.cells();
    for (Cell cell : cells) {
      epochs.put(cell, plan.epochs(cell));
      boolean done = folder.result(cell, plan) != null;
      atStart.put(cell, done ? plan.epochs(cell) : folder.epochs(cell));
    }
    this.all = epochs.values().stream().mapToInt(Integer::intValue).sum();
  }

  ComparisonListener.Progress progress(Collection<Cell> ended, Collection<Cell> running)
      throws IOException {
    int done = 0;
    int lately = 0;
    for (Cell cell : ended) {
      done += epochs.get(cell);
      lately += epochs.get(cell) - atStart.get(cell);
    }
    for (Cell cell : running) {
      int logged = folder.epochs(cell);
      done += logged;
      lately += Math.max(0, logged - atStart.get(cell));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double left = lately == 0 ? Double.NaN : seconds / lately * (all - done);
    return new ComparisonListener.Progress(ended.size(), epochs.size(), done, all, left);
  }
}
