package org.dyadic.train.compare;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** The seeds of a comparison, as a user writes them. */
public final class Seeds {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");
  private static final int MOST = 1000;

  private Seeds() {}

  /**
   * Reads a number of seeds ({@code 3} for 0, 1, 2), a list ({@code 0,5,7}) or a range ({@code
   * 3-5}).
   *
   * @return in ascending order, without repetition
   * @throws IllegalArgumentException if the text is none of these
   */
  public static List<Long> parse(String text) {
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      return range(text, Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
    }
    String[] words = text.split(",", -1);
    TreeSet<Long> seeds = new TreeSet<>();
    for (String word : words) {
      if (!word.matches("[0-9]{1,18}")) {
        throw wrong(text);
      }
      seeds.add(Long.parseLong(word));
    }
    return words.length == 1 ? range(text, 0, seeds.getFirst() - 1) : List.copyOf(seeds);
  }

  private static List<Long> range(String text, long first, long last) {
    if (last < first || last - first >= MOST) {
      throw wrong(text);
    }
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        ("--seeds %s must be a number of seeds such as 3 (for 0, 1, 2), a list such as 0,5,7 or a"
                + " range such as 3-5, of at most %d seeds")
            .formatted(text, MOST));
  }
}
