package org.dyadic.export;

import java.util.Iterator;
import java.util.Map;

/** Maps, lists, strings, numbers and truth values as JSON (RFC 8259), in ASCII and on one line. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  /**
   * The JSON of a value.
   *
   * @throws IllegalArgumentException for a value of any other kind, or a number that is not finite
   */
  static String of(Object value) {
    JsonText json = new JsonText();
    json.append(value);
    return json.text.toString();
  }

  private void append(Object value) {
    switch (value) {
      case Map<?, ?> map -> object(map);
      case Iterable<?> list -> array(list);
      case String word -> string(word);
      case Integer _, Long _, Boolean _ -> text.append(value);
      case Number number when Double.isFinite(number.doubleValue()) -> text.append(number);
      default -> throw new IllegalArgumentException("JSON has no form for " + value);
    }
  }

  private void object(Map<?, ?> map) {
    text.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator);
      string((String) entry.getKey());
      text.append(':');
      append(entry.getValue());
      separator = ",";
    }
    text.append('}');
  }

  private void array(Iterable<?> list) {
    text.append('[');
    for (Iterator<?> values = list.iterator(); values.hasNext(); ) {
      append(values.next());
      text.append(values.hasNext() ? "," : "");
    }
    text.append(']');
  }

  private void string(String word) {
    text.append('"');
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
