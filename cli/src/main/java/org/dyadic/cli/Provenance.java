package org.dyadic.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Where a model says that it comes from: mostly JSON, but a model file may hold any text. */
final class Provenance {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final JsonNode value;

  Provenance(String text) {
    value = parse(text);
  }

  /** The object, or the whole text if it is none. */
  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode object ? object : new TextNode(text);
    } catch (JsonProcessingException e) {
      return new TextNode(text);
    }
  }

  /** A JSON object, or a JSON string if the model holds something else. */
  JsonNode value() {
    return value;
  }

  /** One line a value, indented by depth. */
  String toText() {
    StringBuilder text = new StringBuilder();
    if (value.isObject()) {
      append(value, 1, text);
    } else {
      text.append("  ").append(printable(value.asText()));
    }
    return text.toString().stripTrailing();
  }

  private static void append(JsonNode object, int depth, StringBuilder text) {
    object
        .properties()
        .forEach(
            entry -> {
              text.append("  ".repeat(depth)).append(printable(entry.getKey())).append(':');
              JsonNode child = entry.getValue();
              if (child.isObject()) {
                text.append('\n');
                append(child, depth + 1, text);
              } else {
                String word = child.isTextual() ? child.asText() : child.toString();
                text.append(' ').append(printable(word)).append('\n');
              }
            });
  }

  /** A file from elsewhere must not move the cursor or change colours. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cc}|\\p{Cf}", "\uFFFD");
  }
}
