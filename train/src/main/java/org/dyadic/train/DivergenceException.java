package org.dyadic.train;

/** Training left the finite numbers. The message says where and what to try. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A message for the user. */
  public DivergenceException(String message) {
    super(message);
  }
}
