package org.dyadic.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names that are used once: a second layer of a name gets a number. */
final class UniqueNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** The name itself if it is free, else the first free one of NAME_2, NAME_3 and so on. */
  String of(String name) {
    String unique = name;
    while (!taken.add(unique)) {
      unique = name + "_" + (counts.merge(name, 1, Integer::sum) + 1);
    }
    return unique;
  }

  /** The name with a number, counted from 1. */
  String numbered(String name) {
    String unique;
    do {
      unique = name + counts.merge(name, 1, Integer::sum);
    } while (!taken.add(unique));
    return unique;
  }
}
