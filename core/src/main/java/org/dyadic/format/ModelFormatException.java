package org.dyadic.format;

/**
 * The contents of a model file are not what the format says. The one exception for anything wrong
 * with contents; {@link java.io.IOException} is left to real input and output.
 */
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long offset;
  private final String expected;
  private final String found;

  /**
   * A fault at a place.
   *
   * @param source the file, or what else the bytes came from
   * @param offset where the fault is, in bytes from the start
   * @param expected what the format asks for
   * @param found what is there
   */
  public ModelFormatException(String source, long offset, String expected, String found) {
    super(
        "%s: not a valid model file: at byte %d: expected %s, found %s"
            .formatted(source, offset, expected, found));
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  /** Where the fault is, in bytes from the start of the file. */
  public long offset() {
    return offset;
  }

  /** What the format asks for. */
  public String expected() {
    return expected;
  }

  /** What is there. */
  public String found() {
    return found;
  }
}
