package org.dyadic.site;

/** The site cannot be built from these documents. The message is for the person who wrote them. */
final class SiteException extends Exception {
  private static final long serialVersionUID = 1L;

  SiteException(String message) {
    super(message);
  }
}
