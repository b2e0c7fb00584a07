package org.dyadic.train;

import java.io.IOException;

/** Another process holds a folder that one process at a time may hold. */
public final class FolderInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A message for the user. */
  public FolderInUseException(String message) {
    super(message);
  }
}
