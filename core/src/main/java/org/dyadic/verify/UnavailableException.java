package org.dyadic.verify;

/** An executor cannot run here, or not this network. */
public final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Why, and what helps.
   *
   * @param message one line
   */
  public UnavailableException(String message) {
    super(message);
  }

  /**
   * Why, and what helps.
   *
   * @param message one line
   */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
