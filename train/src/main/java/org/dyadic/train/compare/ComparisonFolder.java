package org.dyadic.train.compare;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.dyadic.format.AtomicFile;
import org.dyadic.train.FolderInUseException;
import org.dyadic.train.RunFolder;
import org.dyadic.train.TrainingConfig;

/**
 * The folder of a comparison: {@code settings.json} with what all runs share and every row and seed
 * that was ever asked for, the tables, and a run folder for each cell. One process at a time holds
 * it.
 */
final class ComparisonFolder implements AutoCloseable {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String SETTINGS = "settings.json";
  private static final String LOCK = "comparison.lock";

  private final Path folder;
  private final FileChannel channel;

  private ComparisonFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Creates the folder if it is missing and holds it until it is closed.
   *
   * @throws FolderInUseException if another process holds it
   * @throws IllegalArgumentException if it holds something else than a comparison
   */
  static ComparisonFolder open(Path folder) throws IOException {
    requireComparison(folder);
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // held by this very process: the same message
    }
    if (lock == null) {
      channel.close();
      throw new FolderInUseException("--out " + folder + " is in use by another comparison");
    }
    return new ComparisonFolder(folder, channel);
  }

  private static void requireComparison(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || Files.exists(folder.resolve(SETTINGS))) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.anyMatch(file -> !List.of(LOCK, SETTINGS + ".tmp").contains(name(file)))) {
        throw new IllegalArgumentException(
            "--out %s holds something else than a comparison (no %s); choose another folder"
                .formatted(folder, SETTINGS));
      }
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  Path path() {
    return folder;
  }

  Path run(Cell cell) {
    return folder.resolve(cell.name());
  }

  /**
   * Ties a new folder to a plan, or checks that an old one belongs to it.
   *
   * @return the plan with all rows and seeds that the folder has ever been asked for
   * @throws IllegalArgumentException naming what differs
   */
  ComparisonPlan bind(ComparisonPlan plan, String dataSha256) throws IOException {
    Settings mine = Settings.of(plan, dataSha256);
    if (Files.exists(folder.resolve(SETTINGS))) {
      mine = mine.over(readSettings(), folder);
    }
    write(SETTINGS, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(mine) + "\n");
    return new ComparisonPlan(
        plan.base(), plan.bits(), plan.policy(), mine.variants(), mine.seeds());
  }

  private Settings readSettings() throws IOException {
    Path file = folder.resolve(SETTINGS);
    try {
      return JSON.treeToValue(read(file), Settings.class);
    } catch (JacksonException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Checks that what is there of a cell belongs to the plan.
   *
   * @throws IllegalArgumentException naming what differs
   */
  void requireBelongs(Cell cell, ComparisonPlan plan) throws IOException {
    if (!RunFolder.hasConfig(run(cell))) {
      return;
    }
    TrainingConfig saved = RunFolder.readConfig(run(cell));
    List<String> different = RunFolder.differences(plan.config(cell, saved.startSha256()), saved);
    if (!different.isEmpty()) {
      throw new IllegalArgumentException(
          "run folder %s belongs to another comparison; different: %s. Choose another --out"
              .formatted(run(cell), String.join(", ", different)));
    }
  }

  /**
   * The result of a cell; null if it has none yet.
   *
   * @throws IOException if the file cannot be read, or lacks a number that the tables need
   */
  JsonNode result(Cell cell, ComparisonPlan plan) throws IOException {
    Path file = run(cell).resolve("result.json");
    if (!Files.exists(file)) {
      return null;
    }
    JsonNode numbers = read(file);
    for (String name : Row.needed(numbers, plan.common().validation() > 0)) {
      if (!numbers.has(name)) {
        throw new IOException(
            "%s is no result of a run: it has no %s; delete it to finish the run again"
                .formatted(file, name));
      }
    }
    return numbers;
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw unreadable(file, e);
    }
  }

  private static IOException unreadable(Path file, JacksonException e) {
    return new IOException("%s cannot be read: %s".formatted(file, e.getOriginalMessage()), e);
  }

  /** How many epochs a cell has behind it. */
  int epochs(Cell cell) throws IOException {
    Path log = run(cell).resolve("log.jsonl");
    if (!Files.exists(log)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(log)) {
      return (int) lines.filter(line -> line.startsWith("{\"event\":\"epoch\"")).count();
    }
  }

  /** Writes a file that appears whole or not at all. */
  void write(String name, String text) throws IOException {
    AtomicFile.write(folder.resolve(name), StandardCharsets.UTF_8.encode(text));
  }

  /** Writes the tables. */
  void write(ComparisonReport report) throws IOException {
    write("comparison.txt", report.toText());
    write("comparison.md", report.toMarkdown());
    write("comparison.csv", report.toCsv());
    write(
        "comparison.json",
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report.toJson()) + "\n");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
