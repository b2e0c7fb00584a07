package org.dyadic.verify;

/** How far an executor has to agree with the integer executor. */
public enum Agreement {
  /** Every logit of every image is the same integer. */
  LOGITS,
  /** Classes are compared; some may differ, as where a runtime rounds otherwise. */
  CLASSES
}
