package org.dyadic.train.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingConfigBuilder;

/**
 * What is compared, and what all runs share.
 *
 * @param base makes a new builder with the common settings
 * @param bits of a weight in all rows whose method offers so many; null for each method's default
 * @param policy whose settings the methods are trained with, unless a row has a policy of its own
 * @param variants the rows
 * @param seeds every row is trained once with each
 */
public record ComparisonPlan(
    Supplier<TrainingConfigBuilder> base,
    Integer bits,
    Policy policy,
    List<Variant> variants,
    List<Long> seeds) {
  private static final Variant START = new Variant("naive", "naive", Map.of());

  /**
   * Checks every row's settings.
   *
   * @throws IllegalArgumentException naming the row, the setting and the rule
   */
  public ComparisonPlan {
    variants = List.copyOf(variants);
    seeds = List.copyOf(seeds);
    for (Variant variant : variants) {
      variant.configure(base.get(), bits, policy);
    }
  }

  /** What all runs share, as the configuration of a run. */
  public TrainingConfig common() {
    return START.configure(base.get(), bits, Policy.COMMON);
  }

  /** The run that trains the float network of a seed; naive rounding ends it at once. */
  TrainingConfig start(long seed) {
    return START.configure(base.get().seed(seed), bits, Policy.COMMON);
  }

  /** A row's run from the float network of a seed. */
  TrainingConfig config(Variant variant, long seed, String startSha256) {
    return variant.configure(
        base.get().seed(seed).floatEpochs(0).startSha256(startSha256), bits, policy);
  }

  /** The configuration of a cell. */
  TrainingConfig config(Cell cell, String startSha256) {
    return cell.isStart() ? start(cell.seed()) : config(cell.variant(), cell.seed(), startSha256);
  }

  /** Epochs of a cell's training. */
  int epochs(Cell cell) {
    TrainingConfig config = config(cell, null);
    return cell.isStart() ? config.floatPhase().epochs() : config.methodEpochs();
  }

  /** All cells, those first that others wait for. */
  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    seeds.forEach(seed -> cells.add(Cell.start(seed)));
    for (long seed : seeds) {
      variants.forEach(variant -> cells.add(new Cell(variant, seed)));
    }
    return cells;
  }
}
