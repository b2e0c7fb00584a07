package org.dyadic.train.imports;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of modules in the order in which they run, as far as names tell: numbers count as numbers,
 * {@code features.10} comes after {@code features.9}; and what begins like a convolution ({@code
 * features}) comes before what holds linear layers alone ({@code classifier}).
 */
final class NaturalOrder {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final int DIGITS = 12;

  private NaturalOrder() {}

  /**
   * An order of names.
   *
   * @param rank of a name; that of a group of names is its least
   */
  static Comparator<String> of(Set<String> names, ToIntFunction<String> rank) {
    Map<String, Integer> groups = new HashMap<>();
    names.forEach(name -> groups.merge(group(name), rank.applyAsInt(name), Math::min));
    return Comparator.<String>comparingInt(name -> groups.get(group(name)))
        .thenComparing(NaturalOrder::padded);
  }

  private static String group(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** The name with all its numbers of one length. */
  private static String padded(String name) {
    Matcher numbers = NUMBER.matcher(name);
    return numbers.replaceAll(
        number -> "0".repeat(Math.max(0, DIGITS - number.group().length())) + number.group());
  }
}
