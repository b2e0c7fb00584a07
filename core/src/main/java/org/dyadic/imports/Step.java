package org.dyadic.imports;

/** What an operator adds to the layers so far. */
interface Step {
  /** Adds nothing. */
  Step NOTHING = _ -> {};

  /**
   * Adds layers.
   *
   * @throws IllegalArgumentException if they do not fit what comes in
   */
  void addTo(Chain chain);
}
