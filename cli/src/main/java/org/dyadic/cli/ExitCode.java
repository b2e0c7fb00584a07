package org.dyadic.cli;

/** What the exit status of {@code dyadic} says. Scripts may rely on these numbers. */
enum ExitCode {
  OK(0, "done"),
  FALLS_SHORT(1, "done, but the result falls short of what was asked for, or differs"),
  USAGE(2, "an option or a value is wrong"),
  DATA(3, "a data set is missing, unreadable or damaged"),
  MODEL(4, "a model is damaged, of an unknown version, or cannot be imported"),
  DIVERGED(5, "training diverged; the last good checkpoint is kept"),
  FILE(6, "a file could not be read or written, or a server refused"),
  UNAVAILABLE(7, "a part that was asked for is not installed, such as ONNX Runtime"),
  NO_BUILD(69, "no JDK or Maven to start with, or the build failed"),
  INTERNAL(70, "a defect in Dyadic, or not enough memory"),
  INTERRUPTED(130, "interrupted by Ctrl-C; what was saved can be resumed");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The exit status. */
  int code() {
    return code;
  }

  /** One line for the user. */
  String meaning() {
    return meaning;
  }
}
