package org.dyadic.train.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs of a report, each with a name of its own.
 *
 * @param title what they are together
 * @param runs at least one
 * @param comparison the table of a comparison ({@code comparison.json}), if the report is on one; a
 *     missing node otherwise
 * @param notes what a reader must know, such as runs that are left out
 */
public record RunSet(String title, List<RunHistory> runs, JsonNode comparison, List<String> notes) {
  private static final String SETTINGS = "settings.json";
  private static final String TABLE = "comparison.json";

  /** Copies the lists. */
  public RunSet {
    runs = List.copyOf(runs);
    notes = List.copyOf(notes);
  }

  /**
   * Reads run folders, and the runs in folders of comparisons. Runs of a comparison that have not
   * come to the end of an epoch are left out, with a note.
   *
   * @throws IOException if a folder is neither, or cannot be read
   */
  public static RunSet read(List<Path> folders) throws IOException {
    List<Path> runs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Path folder : folders) {
      if (isComparison(folder)) {
        addCells(folder, runs, notes);
      } else {
        runs.add(folder);
      }
    }
    List<String> names = names(runs);
    List<RunHistory> histories = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      histories.add(RunHistory.read(runs.get(i), names.get(i)));
    }
    return new RunSet(title(folders, histories), histories, table(folders), notes);
  }

  private static boolean isComparison(Path folder) {
    return !RunHistory.isRun(folder) && Files.isRegularFile(folder.resolve(SETTINGS));
  }

  private static void addCells(Path comparison, List<Path> runs, List<String> notes)
      throws IOException {
    List<Path> cells;
    try (Stream<Path> entries = Files.list(comparison)) {
      cells = entries.filter(RunHistory::isRun).sorted().toList();
    }
    List<Path> begun = cells.stream().filter(RunHistory::hasLog).toList();
    if (begun.isEmpty()) {
      throw new IOException("comparison " + comparison + " has no run with a log.jsonl yet");
    }
    runs.addAll(begun);
    String others =
        cells.stream()
            .filter(cell -> !begun.contains(cell))
            .map(RunHistory::nameOf)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      notes.add("Runs that have not come to the end of an epoch are left out: " + others);
    }
  }

  /** The folders' names; of several of one name the folder above too, and then a number. */
  private static List<String> names(List<Path> folders) {
    Map<String, Long> counts =
        folders.stream().collect(Collectors.groupingBy(RunHistory::nameOf, Collectors.counting()));
    Map<String, Integer> seen = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (Path folder : folders) {
      String name = RunHistory.nameOf(folder);
      if (counts.get(name) > 1) {
        Path above = folder.toAbsolutePath().normalize().getParent();
        name = above == null ? name : RunHistory.nameOf(above) + "/" + name;
      }
      int number = seen.merge(name, 1, Integer::sum);
      names.add(number == 1 ? name : "%s (%d)".formatted(name, number));
    }
    return names;
  }

  private static String title(List<Path> folders, List<RunHistory> runs) {
    if (folders.size() == 1) {
      return RunHistory.nameOf(folders.getFirst());
    }
    return runs.stream().map(RunHistory::name).limit(3).collect(Collectors.joining(", "))
        + (runs.size() > 3 ? " and %d more".formatted(runs.size() - 3) : "");
  }

  private static JsonNode table(List<Path> folders) throws IOException {
    Path table = folders.getFirst().resolve(TABLE);
    return folders.size() == 1 && isComparison(folders.getFirst()) && Files.exists(table)
        ? RunHistory.readJson(table)
        : MissingNode.getInstance();
  }
}
