package org.dyadic.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dyadic.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dyadic reproduce}: recorded figures, measured again. */
@Command(
    name = "reproduce",
    description = {
      "Runs a recipe: a train or compare command with the figures that it gave when they were"
          + " recorded. The exit status is 1 if a figure is missing or worse than recorded by more"
          + " than its tolerance. The same command again goes on where the last one stopped.",
      "",
      "Example: dyadic reproduce digits-smoke",
      ""
    })
final class ReproduceCommand implements Callable<Integer> {
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A recipe of this installation, or a file NAME.json.")
  private String name;

  @Option(names = "--list", description = "List the recipes instead.")
  private boolean list;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the runs (default: runs/reproduce-NAME).")
  private Path out;

  @Option(names = "--data", paramLabel = "DIR", description = "Where to look for data sets first.")
  private Path data;

  @Option(names = "--jobs", description = "Runs at a time, for a comparison (default: as compare).")
  private Integer jobs;

  @Override
  public Integer call() throws IOException {
    if (list == (name != null)) {
      throw new IllegalArgumentException(
          "reproduce needs the NAME of a recipe, or --list, not both");
    }
    if (list) {
      return list();
    }
    Path file = RecipeFiles.find(name);
    Recipe recipe = Recipe.read(file);
    if (jobs != null && !recipe.isComparison()) {
      throw new IllegalArgumentException("--jobs: the recipe %s is a single run".formatted(name));
    }
    output.say("%s\n%s".formatted(recipe.description(), recipe.line()));
    StringWriter printed = new StringWriter();
    PrintWriter talk = spec.commandLine().getErr();
    int status =
        Main.run(
            new PrintWriter(printed), talk, Main.debugs(), words(recipe, RecipeFiles.name(file)));
    if (status != ExitCode.OK.code() && status != ExitCode.FALLS_SHORT.code()) {
      return status;
    }
    return report(recipe, new ObjectMapper().readTree(printed.toString()));
  }

  private int list() throws IOException {
    TextTable table = new TextTable(3, "name", "duration", "description");
    Map<String, Object> json = new LinkedHashMap<>();
    for (Map.Entry<String, Path> entry : RecipeFiles.all().entrySet()) {
      Recipe recipe = Recipe.read(entry.getValue());
      table.add(entry.getKey(), recipe.duration(), recipe.description());
      json.put(entry.getKey(), recipe);
    }
    output.say(table.toString());
    output.result(Map.of("recipes", json));
    return ExitCode.OK.code();
  }

  private String[] words(Recipe recipe, String called) {
    List<String> words = new ArrayList<>(recipe.command());
    Path folder = out != null ? out : Path.of("runs", "reproduce-" + called);
    words.addAll(List.of("--out", folder.toString(), "--json"));
    if (!recipe.isComparison()) {
      words.add("--resume");
    }
    if (data != null) {
      words.addAll(List.of("--data", data.toString()));
    }
    if (jobs != null) {
      words.addAll(List.of("--jobs", jobs.toString()));
    }
    return words.toArray(String[]::new);
  }

  private int report(Recipe recipe, JsonNode result) {
    TextTable table = new TextTable(1, "figure", "recorded", "measured", "tolerance", "verdict");
    List<Map<String, Object>> figures = new ArrayList<>();
    boolean holds = true;
    for (Recipe.Figure figure : recipe.figures()) {
      Double measured = measured(figure, result);
      Recipe.Verdict verdict = figure.verdict(measured);
      holds &= verdict.holds();
      table.add(
          figure.name(),
          text(figure.recorded()),
          text(measured),
          text(figure.tolerance()),
          verdict.text());
      figures.add(json(figure, measured, verdict));
    }
    output.say("\n" + table + "\nrecorded in " + recipe.source());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("reproduced", holds);
    json.put("command", recipe.line());
    json.put("figures", figures);
    output.result(json);
    return (holds ? ExitCode.OK : ExitCode.FALLS_SHORT).code();
  }

  private static Map<String, Object> json(
      Recipe.Figure figure, Double measured, Recipe.Verdict verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("row", figure.row());
    json.put("field", figure.field());
    json.put("recorded", figure.recorded());
    json.put("measured", measured);
    json.put("tolerance", figure.tolerance());
    json.put("verdict", verdict.text());
    return json;
  }

  /** The number of a figure; null if the command did not give it. */
  private static Double measured(Recipe.Figure figure, JsonNode result) {
    JsonNode found = result.path(figure.field());
    if (figure.row() != null) {
      for (JsonNode row : result.path("rows")) {
        if (row.path("method").asText().equals(figure.row())) {
          found = row.path(figure.field());
        }
      }
    }
    return found.isNumber() ? (Double) found.asDouble() : null;
  }

  private static String text(Double number) {
    return number == null ? "-" : String.format(Locale.ROOT, "%.3f", number);
  }
}
