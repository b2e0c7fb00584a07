package org.dyadic.train.compare;

/** Whose settings a method is trained with. */
public enum Policy {
  /** The same for all methods. */
  COMMON,
  /** Those of the method's authors, where they differ from the common ones. */
  AUTHORS;

  /** As the user writes it. */
  @Override
  public String toString() {
    return this == COMMON ? "common" : "authors";
  }
}
