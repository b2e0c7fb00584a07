package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The C source while it is written: functions, each once, and constants. */
final class Source {
  private static final int NUMBERS_A_LINE = 12;

  private final Map<String, String> functions = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final List<String> constants = new ArrayList<>();
  private final Set<String> identifiers = new HashSet<>();
  private long constantBytes;
  private long weightBytes;

  /** Makes sure that the source holds what a resource without tokens says. */
  void need(String resource) {
    functions.computeIfAbsent(resource, name -> Template.of(name).text());
  }

  /** Makes sure that the source holds a filled template, once for every key. */
  void need(String key, Template template) {
    if (!functions.containsKey(key)) {
      functions.put(key, template.text());
    }
  }

  /**
   * The name of the function that a key stands for.
   *
   * @param key everything that distinguishes it from others of that kind
   * @param kind the start of its name
   * @param text gives the function's text for its name
   */
  String function(String key, String kind, Function<String, Template> text) {
    String name = names.get(key);
    if (name == null) {
      name =
          identifier(
              kind + "_" + (1 + names.keySet().stream().filter(k -> k.startsWith(kind)).count()));
      names.put(key, name);
      functions.put(name, text.apply(name).text());
    }
    return name;
  }

  /** A new identifier like {@code wanted}. */
  String identifier(String wanted) {
    String clean = wanted.replaceAll("[^A-Za-z0-9_]", "_");
    String name = clean;
    for (int i = 2; !identifiers.add(name); i++) {
      name = clean + "_" + i;
    }
    return name;
  }

  /** An array of constants, of {@code bytes} bytes each; gives its name. */
  String array(String type, int bytes, String wanted, LongStream values) {
    String name = identifier(wanted);
    List<Long> numbers = values.boxed().toList();
    constants.add(arrayText(type, name, numbers));
    constantBytes += (long) bytes * numbers.size();
    return name;
  }

  private static String arrayText(String type, String name, List<Long> numbers) {
    StringBuilder text = new StringBuilder();
    text.append("static const %s %s[%d] = {".formatted(type, name, numbers.size()));
    for (int i = 0; i < numbers.size(); i++) {
      text.append(i % NUMBERS_A_LINE == 0 ? "\n    " : " ");
      text.append(number(type, numbers.get(i))).append(',');
    }
    return text.append("\n};\n").toString();
  }

  private static String number(String type, long value) {
    return switch (type) {
      case "uint32_t" -> "0x%08xu".formatted(value);
      case "int32_t" -> value == Integer.MIN_VALUE ? "-2147483647 - 1" : Long.toString(value);
      case "int64_t" -> wide(value);
      default -> Long.toString(value);
    };
  }

  /** C99 has no suffix for int64_t, and no negative number is a constant of its own. */
  private static String wide(long value) {
    return value == Long.MIN_VALUE ? "-INT64_C(9223372036854775807) - 1" : "INT64_C(" + value + ")";
  }

  /** A table of the runtime, written before the functions that read it. */
  void table(String name, int[] values) {
    if (!functions.containsKey(name)) {
      functions.put(
          name, arrayText("uint16_t", name, Arrays.stream(values).asLongStream().boxed().toList()));
      constantBytes += 2L * values.length;
    }
  }

  /** A struct of constants; gives its name. */
  String struct(String type, int bytes, String wanted, String fields) {
    String name = identifier(wanted);
    constants.add("static const struct %s %s = {\n%s};\n".formatted(type, name, fields.indent(4)));
    constantBytes += bytes;
    return name;
  }

  /** The bytes of all constants so far. */
  long constantBytes() {
    return constantBytes;
  }

  /** Counts constants that are codes of weights. */
  void countWeights(long bytes) {
    weightBytes += bytes;
  }

  /** The bytes of all codes of weights so far. */
  long weightBytes() {
    return weightBytes;
  }

  /** All functions, in the order in which they were needed. */
  String functions() {
    return String.join("\n", functions.values());
  }

  /** All constants. */
  String constants() {
    return constants.stream().collect(Collectors.joining("\n"));
  }
}
