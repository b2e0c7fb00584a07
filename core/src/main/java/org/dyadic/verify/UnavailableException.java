package org.dyadic.verify;

/** What an executor needs is not installed. */
public final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * What is missing, and the cure.
   *
   * @param message one line
   */
  public UnavailableException(String message) {
    super(message);
  }

  /**
   * What is missing, and the cure.
   *
   * @param message one line
   * @param cause how it was found out
   */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
