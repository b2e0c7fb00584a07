package org.dyadic.quant;

/** How batch norm was folded into the requantization; a property of a packed model. */
public enum Fold {
  /** A multiplier per channel: one multiplication per output, none per weight. */
  EXACT,
  /** Every multiplier is 0 or plus or minus a power of two: no multiplication at all. */
  SHIFT
}
