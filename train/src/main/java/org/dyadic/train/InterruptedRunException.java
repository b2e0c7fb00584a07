package org.dyadic.train;

/** The user stopped a run; everything up to the last whole step is saved. */
public final class InterruptedRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A message for the user. */
  public InterruptedRunException(String message) {
    super(message);
  }
}
