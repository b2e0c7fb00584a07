package org.dyadic.data;

/**
 * Says that a data set cannot be found, read or fetched. The message is written for the user: it
 * names the file, where in it, what was expected and what was found, and the cure where there is
 * one.
 */
public final class DatasetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure found by a check of our own. */
  public DatasetException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
