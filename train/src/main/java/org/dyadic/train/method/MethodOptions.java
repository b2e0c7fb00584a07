package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The values of a method's options: the user's, or else the defaults. */
public final class MethodOptions {
  private final Map<String, String> values;

  private MethodOptions(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The options of a method with a user's values.
   *
   * @throws IllegalArgumentException if the method has no such option, or a value breaks its rule
   */
  public static MethodOptions of(MethodProvider method, Map<String, String> given) {
    Map<String, String> values = new LinkedHashMap<>();
    method.options().forEach(option -> values.put(option.name(), option.defaultValue()));
    given.forEach(
        (name, value) -> {
          find(method, name).require(value);
          values.put(name, value);
        });
    return new MethodOptions(values);
  }

  private static MethodOption find(MethodProvider method, String name) {
    return method.options().stream()
        .filter(option -> option.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--set %s: method %s has no such option; it has %s"
                        .formatted(name, method.name(), names(method.options()))));
  }

  private static String names(List<MethodOption> options) {
    return options.isEmpty()
        ? "none"
        : options.stream().map(MethodOption::name).collect(Collectors.joining(", "));
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("option " + name + " is not declared");
    }
    return value;
  }

  /** A number. */
  public double number(String name) {
    return Double.parseDouble(value(name));
  }

  /** A number, or nothing where the method shall find it. */
  public OptionalDouble optional(String name) {
    String value = value(name);
    return value.equals("auto") ? OptionalDouble.empty() : OptionalDouble.of(number(name));
  }

  /** One of the option's words. */
  public String choice(String name) {
    return value(name);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(value(name));
  }
}
