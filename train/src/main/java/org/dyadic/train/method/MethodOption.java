package org.dyadic.train.method;

import java.util.List;
import java.util.Locale;

/**
 * One option of a method, set by {@code --set NAME=VALUE}.
 *
 * @param name lower-case words joined by hyphens
 * @param defaultValue its text; {@code auto} where the method finds the value
 * @param choices the allowed values; empty for a number
 * @param least the smallest number
 * @param most the largest number
 * @param description one sentence
 */
public record MethodOption(
    String name,
    String defaultValue,
    List<String> choices,
    double least,
    double most,
    String description) {
  private static final String AUTO = "auto";

  /** Checks the default. */
  public MethodOption {
    choices = List.copyOf(choices);
    require(defaultValue, name, choices, least, most, defaultValue);
  }

  /** A number within {@code least .. most}. */
  public static MethodOption number(
      String name, double defaultValue, double least, double most, String description) {
    return new MethodOption(name, text(defaultValue), List.of(), least, most, description);
  }

  /** A number within {@code least .. most} that the method finds unless it is given. */
  public static MethodOption automatic(String name, double least, double most, String description) {
    return new MethodOption(name, AUTO, List.of(), least, most, description);
  }

  /** One of some words, the first of which is the default. */
  public static MethodOption choice(String name, String description, String... choices) {
    return new MethodOption(name, choices[0], List.of(choices), 0, 0, description);
  }

  /** {@code true} or {@code false}. */
  public static MethodOption flag(String name, boolean defaultValue, String description) {
    List<String> choices = List.of("true", "false");
    return new MethodOption(name, Boolean.toString(defaultValue), choices, 0, 0, description);
  }

  /**
   * The same option with another default.
   *
   * @throws IllegalArgumentException if it is not allowed
   */
  MethodOption withDefault(String value) {
    return new MethodOption(name, value, choices, least, most, description);
  }

  /**
   * Checks a value.
   *
   * @throws IllegalArgumentException naming option, value and rule
   */
  void require(String value) {
    require(value, name, choices, least, most, defaultValue);
  }

  private static void require(
      String value,
      String name,
      List<String> choices,
      double least,
      double most,
      String defaultValue) {
    boolean holds =
        choices.isEmpty()
            ? (value.equals(AUTO) && defaultValue.equals(AUTO)) || isWithin(value, least, most)
            : choices.contains(value);
    if (!holds) {
      throw new IllegalArgumentException(
          "--set %s=%s: %s must be %s"
              .formatted(name, value, name, rule(choices, least, most, defaultValue)));
    }
  }

  private static boolean isWithin(String value, double least, double most) {
    try {
      double number = Double.parseDouble(value);
      return number >= least && number <= most;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What is allowed, in words. */
  public String rule() {
    return rule(choices, least, most, defaultValue);
  }

  private static String rule(List<String> choices, double least, double most, String defaultValue) {
    if (!choices.isEmpty()) {
      return "one of: " + String.join(", ", choices);
    }
    String range = "a number in %s .. %s".formatted(text(least), text(most));
    return defaultValue.equals(AUTO) ? range + ", or " + AUTO : range;
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.format(Locale.ROOT, "%.0f", number)
        : Double.toString(number);
  }
}
