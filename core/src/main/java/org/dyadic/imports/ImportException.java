package org.dyadic.imports;

import java.util.List;

/** A file of another program is damaged, or holds what a Dyadic network cannot express. */
public final class ImportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * One fault.
   *
   * @param source the file
   * @param problem what is wrong, and where
   */
  public ImportException(String source, String problem) {
    super("%s: %s".formatted(source, problem));
  }

  /**
   * Everything that stands in the way, one line each.
   *
   * @param source the file
   * @param summary what the problems have in common
   * @param problems at least one
   */
  public ImportException(String source, String summary, List<String> problems) {
    super("%s: %s:\n  %s".formatted(source, summary, String.join("\n  ", problems)));
  }
}
