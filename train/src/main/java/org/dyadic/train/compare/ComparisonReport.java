package org.dyadic.train.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dyadic.data.Dataset;
import org.dyadic.model.Network;
import org.dyadic.report.TextTable;
import org.dyadic.train.TrainingConfig;

/** What came out of a comparison, finished or not: for people and for programs. */
public final class ComparisonReport {
  private final ComparisonPlan plan;
  private final Dataset dataset;
  private final Network model;
  private final String command;
  private final List<CellResult> cells;
  private final List<Map<String, Object>> rows;

  ComparisonReport(
      ComparisonPlan plan, Dataset dataset, Network model, String command, List<CellResult> cells) {
    this.plan = plan;
    this.dataset = dataset;
    this.model = model;
    this.command = command;
    this.cells = List.copyOf(cells);
    this.rows = plan.variants().stream().map(variant -> row(variant).toJson()).toList();
  }

  private Row row(Variant variant) {
    return new Row(
        variant,
        plan.config(variant, plan.seeds().getFirst(), null),
        of(variant.label()),
        of(Variant.REFERENCE));
  }

  private List<CellResult> of(String label) {
    return cells.stream()
        .filter(result -> !result.cell().isStart())
        .filter(result -> result.cell().variant().label().equals(label))
        .toList();
  }

  /** The runs that failed, in this call. */
  public List<CellResult> failures() {
    return cells.stream().filter(CellResult::failed).toList();
  }

  private List<CellResult> missing() {
    return cells.stream().filter(result -> !result.done() && !result.failed()).toList();
  }

  /**
   * The whole, for programs: {@code rows} is a list of objects, as {@code docs/compare.md} says.
   */
  public Map<String, Object> toJson() {
    TrainingConfig common = plan.common();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dataset", dataset.name());
    json.put("dataset_note", dataset.note());
    json.put("model", common.model());
    json.put("network", model.toString());
    json.put("float_epochs", common.floatPhase().epochs());
    json.put("epochs", common.methodPhase().epochs());
    json.put("batch", common.batchSize());
    json.put("validation", common.validation());
    json.put("policy", plan.policy().toString());
    json.put("seeds", plan.seeds());
    json.put("command", command);
    json.put("rows", rows);
    json.put("cells", cells.stream().map(CellResult::toJson).toList());
    return json;
  }

  /** One line a row, with the names of the JSON's numbers. */
  public String toCsv() {
    StringBuilder text = new StringBuilder();
    text.append(String.join(",", rows.getFirst().keySet())).append('\n');
    for (Map<String, Object> row : rows) {
      text.append(row.values().stream().map(Column::csv).collect(Collectors.joining(",")));
      text.append('\n');
    }
    return text.toString();
  }

  /** A table in Markdown, with the command that made it. */
  public String toMarkdown() {
    List<Column> columns = columns();
    StringBuilder text = new StringBuilder("# " + title() + "\n\n");
    if (!command.isEmpty()) {
      text.append("```sh\n").append(command).append("\n```\n\n");
    }
    text.append(columns.stream().map(Column::title).collect(Collectors.joining(" | ", "| ", " |")));
    text.append("\n|---").append("|---:".repeat(columns.size() - 1)).append("|\n");
    for (Map<String, Object> row : rows) {
      text.append(
          columns.stream().map(c -> c.text(row)).collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    notes().forEach(note -> text.append("\n").append(note).append("\n"));
    return text.toString();
  }

  /** An aligned table, with its title and notes. */
  public String toText() {
    List<Column> columns = columns();
    TextTable table = new TextTable(1, columns.stream().map(Column::title).toArray(String[]::new));
    for (Map<String, Object> row : rows) {
      table.add(columns.stream().map(column -> column.text(row)).toArray(String[]::new));
    }
    return title()
        + "\n\n"
        + table
        + notes().stream().map(n -> "\n" + n + "\n").collect(Collectors.joining());
  }

  private List<Column> columns() {
    return Column.all(plan.common().validation() > 0);
  }

  private String title() {
    TrainingConfig common = plan.common();
    return String.format(
        Locale.ROOT,
        "%s, %s; epochs: %d in float, then %d of each method; seeds: %s; settings: %s",
        dataset.name(),
        common.model(),
        common.floatPhase().epochs(),
        common.methodPhase().epochs(),
        plan.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")),
        plan.policy());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!dataset.note().isEmpty()) {
      notes.add("note: " + dataset.note());
    }
    failures().forEach(cell -> notes.add(cell.cell().name() + " failed: " + cell.reason()));
    if (!missing().isEmpty()) {
      notes.add(
          "not done: "
              + missing().stream()
                  .map(cell -> cell.cell().name())
                  .collect(Collectors.joining(", ")));
    }
    return notes;
  }
}
