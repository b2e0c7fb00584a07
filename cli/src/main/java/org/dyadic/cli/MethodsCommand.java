package org.dyadic.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.dyadic.report.TextTable;
import org.dyadic.train.method.AuthorsSettings;
import org.dyadic.train.method.MethodOption;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.Methods;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dyadic methods}: which weight-quantization methods there are, and their options. */
@Command(
    name = "methods",
    description = {
      "Lists the weight-quantization methods; of one, its options and its authors' settings.",
      "",
      "Example: dyadic methods sgm",
      ""
    })
final class MethodsCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The method to describe (default: list all).")
  private String name;

  @Override
  public Integer call() {
    if (name == null) {
      output.say(list(Methods.all()));
      output.say("dyadic methods NAME shows the options of one.");
      output.result(Map.of("methods", Methods.all().stream().map(MethodsCommand::json).toList()));
    } else {
      MethodProvider method = find(name);
      output.say(description(method));
      output.result(json(method));
    }
    return ExitCode.OK.code();
  }

  private static MethodProvider find(String name) {
    return Methods.all().stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no method '%s'; there are: %s"
                        .formatted(
                            name,
                            Methods.all().stream()
                                .map(MethodProvider::name)
                                .collect(Collectors.joining(", ")))));
  }

  private static String list(List<MethodProvider> methods) {
    TextTable table =
        new TextTable(5, "name", "bits", "scale", "float scales", "summary", "source");
    for (MethodProvider method : methods) {
      table.add(
          method.name(),
          bits(method),
          method.scale().text(),
          Integer.toString(method.scale().floats()),
          method.summary(),
          method.source());
    }
    return table.toString();
  }

  /** Such as {@code 2-8}, {@code 1, 4} or {@code 1-8 (2)} with a default that is not the least. */
  static String bits(MethodProvider method) {
    if (method.scale() == MethodProvider.Scale.NONE) {
      return Integer.toString(Float.SIZE);
    }
    List<Integer> sorted = method.bits().stream().sorted().toList();
    int least = sorted.getFirst();
    boolean range = sorted.size() > 2 && sorted.getLast() - least == sorted.size() - 1;
    String all =
        range
            ? least + "-" + sorted.getLast()
            : sorted.stream().map(String::valueOf).collect(Collectors.joining(", "));
    int chosen = method.bits().getFirst();
    return chosen == least ? all : "%s (%d)".formatted(all, chosen);
  }

  private static String description(MethodProvider method) {
    StringBuilder text = new StringBuilder();
    text.append("%s: %s\n\n".formatted(method.name(), method.summary()));
    text.append("source: %s\n".formatted(method.source()));
    text.append("bits: %s\n".formatted(bits(method)));
    text.append("scale: %s\n".formatted(method.scale().text()));
    if (method.trains()) {
      text.append("weight decay: %s\n".formatted(method.weightDecay()));
    } else {
      text.append("trains nothing\n");
    }
    text.append('\n').append(options(method));
    text.append('\n').append(authors(method.authors()));
    return text.toString();
  }

  private static String options(MethodProvider method) {
    if (method.options().isEmpty()) {
      return "It has no options.\n";
    }
    TextTable table = new TextTable(4, "--set", "default", "allowed", "");
    for (MethodOption option : method.options()) {
      table.add(option.name(), option.defaultValue(), option.rule(), option.description());
    }
    return table.toString();
  }

  private static String authors(AuthorsSettings authors) {
    Map<String, Object> settings = json(authors);
    return settings.isEmpty()
        ? "dyadic compare --policy authors changes nothing.\n"
        : "dyadic compare --policy authors sets: "
            + settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "))
            + "\n";
  }

  private static Map<String, Object> json(MethodProvider method) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", method.name());
    json.put("summary", method.summary());
    json.put("source", method.source());
    json.put("bits", method.bits());
    json.put("scale", method.scale().text());
    json.put("float_scales", method.scale().floats());
    json.put("fixed_point", method.scale() == MethodProvider.Scale.FIXED_POINT);
    json.put("trains", method.trains());
    json.put("weight_decay", method.weightDecay());
    json.put("options", method.options().stream().map(MethodsCommand::json).toList());
    json.put("authors", json(method.authors()));
    return json;
  }

  private static Map<String, Object> json(MethodOption option) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", option.name());
    json.put("default", option.defaultValue());
    json.put("rule", option.rule());
    json.put("description", option.description());
    return json;
  }

  /** What the authors did otherwise, by the names of a row's settings in a comparison. */
  private static Map<String, Object> json(AuthorsSettings authors) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("optimizer", lower(authors.optimizer()));
    json.put("schedule", lower(authors.schedule()));
    json.put("lr", authors.learningRate());
    json.put("lr-end", authors.learningRateEnd());
    json.put("weight-decay", authors.weightDecay());
    json.put("first-last-bits", authors.firstLastBits());
    authors.options().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(option -> json.put(option.getKey(), option.getValue()));
    json.values().removeIf(value -> value == null);
    return json;
  }

  private static String lower(Enum<?> constant) {
    return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
  }
}
