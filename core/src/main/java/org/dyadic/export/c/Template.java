package org.dyadic.export.c;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * C text with tokens {@code @name@}, a resource of this package. A line that is one token becomes
 * the token's lines, indented alike, or disappears. A line with {@code @if-name@} stays only if
 * that was switched on. A line with {@code @t@} is repeated for every word of a tile, t = 0, 1, ...
 */
final class Template {
  private static final Pattern TOKEN = Pattern.compile("@([a-z0-9-]+)@");
  private static final Pattern WHOLE_LINE = Pattern.compile("(\\s*)@([a-z0-9-]+)@");
  private static final Pattern CONDITION = Pattern.compile("\\s*@if-([a-z0-9-]+)@");

  private final String resource;
  private final Map<String, String> values = new HashMap<>();
  private int words = 1;

  private Template(String resource) {
    this.resource = resource;
  }

  static Template of(String resource) {
    return new Template(resource);
  }

  Template with(String token, Object value) {
    values.put(token, value.toString());
    return this;
  }

  Template with(Map<String, String> tokens) {
    values.putAll(tokens);
    return this;
  }

  /** Keeps or drops the lines of {@code @if-name@}. */
  Template when(String name, boolean keep) {
    values.put("if-" + name, Boolean.toString(keep));
    return this;
  }

  /** The words of a tile, with what follows from them. */
  Template words(int count) {
    words = count;
    int log = Integer.numberOfTrailingZeros(count);
    return with("words", count)
        .with("logwords", log)
        .with("log", log + 2)
        .with("entry", 4 * count)
        .with("table", 64 * count);
  }

  /** The C text. */
  String text() {
    List<String> lines = new ArrayList<>();
    for (String line : read().lines().toList()) {
      addLine(line, lines);
    }
    return String.join("\n", lines) + "\n";
  }

  private void addLine(String line, List<String> lines) {
    Matcher condition = CONDITION.matcher(line);
    if (condition.find()) {
      if (Boolean.parseBoolean(value("if-" + condition.group(1)))) {
        addLine(condition.replaceFirst(""), lines);
      }
      return;
    }
    Matcher whole = WHOLE_LINE.matcher(line);
    if (whole.matches()) {
      value(whole.group(2)).lines().forEach(part -> addLine(whole.group(1) + part, lines));
      return;
    }
    int copies = line.contains("@t@") ? words : 1;
    for (int t = 0; t < copies; t++) {
      lines.add(filled(line.replace("@t@", Integer.toString(t))));
    }
  }

  private String filled(String line) {
    return TOKEN
        .matcher(line)
        .replaceAll(token -> Matcher.quoteReplacement(filled(value(token.group(1)))));
  }

  private String value(String token) {
    String value = values.get(token);
    if (value == null) {
      throw new IllegalStateException(resource + ": no value for @" + token + "@");
    }
    return value;
  }

  private String read() {
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + resource, e);
    }
  }
}
