package org.dyadic.train.compare;

/**
 * One run of a comparison.
 *
 * @param variant the row; null for the float network that a seed's rows start from
 * @param seed of the run
 */
public record Cell(Variant variant, long seed) {

  /** The float network of a seed. */
  static Cell start(long seed) {
    return new Cell(null, seed);
  }

  /** Whether this is the float network of a seed. */
  public boolean isStart() {
    return variant == null;
  }

  /** The name of its run folder. */
  public String name() {
    return (isStart() ? "float" : variant.folder()) + "-" + seed;
  }
}
