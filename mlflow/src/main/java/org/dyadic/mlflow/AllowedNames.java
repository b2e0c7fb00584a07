package org.dyadic.mlflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names that every MLflow server takes: letters and digits of ASCII, and {@code _ - . / space}; a
 * name is also a relative path without empty parts, {@code .} and {@code ..}, of at most 250
 * characters. Source: {@code mlflow/utils/validation.py}. Different names stay different.
 */
final class AllowedNames {
  private static final int LONGEST = 250;
  private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_./ -]");
  private static final Pattern NO_PART = Pattern.compile("(?<=^|/)\\.{0,2}(?=/|$)");

  private final Map<String, String> allowed = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** The name itself if it is allowed, else one like it; the same at every call. */
  String of(String name) {
    return allowed.computeIfAbsent(name, this::choose);
  }

  private String choose(String name) {
    String like = NO_PART.matcher(FOREIGN.matcher(name).replaceAll("_")).replaceAll("_");
    String candidate = cut(like, "");
    for (int number = 2; !taken.add(candidate); number++) {
      candidate = cut(like, "_" + number);
    }
    return candidate;
  }

  private static String cut(String name, String end) {
    return name.substring(0, Math.min(name.length(), LONGEST - end.length())) + end;
  }
}
