package org.dyadic.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command and the figures that it gave when they were recorded.
 *
 * @param description what it shows
 * @param duration roughly, in words
 * @param source where the recorded figures stand
 * @param command the words after {@code dyadic}: {@code train} or {@code compare} with its options
 * @param figures what to compare
 */
record Recipe(
    String description,
    String duration,
    String source,
    List<String> command,
    List<Figure> figures) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();
  private static final String TRAIN = "train";
  private static final List<String> COMMANDS = List.of(TRAIN, "compare");
  private static final List<String> OURS =
      List.of("--out", "--resume", "--json", "--data", "--jobs");

  /** Checks all fields. */
  Recipe {
    require(description != null, "description is missing");
    require(duration != null, "duration is missing");
    require(source != null, "source is missing");
    require(command != null && !command.isEmpty(), "command is missing");
    require(
        COMMANDS.contains(command.getFirst()),
        "command must begin with train or compare, not " + command.getFirst());
    for (String word : command) {
      String option = word.split("=", 2)[0];
      require(!OURS.contains(option), "command must not have %s: reproduce sets it", option);
    }
    require(figures != null && !figures.isEmpty(), "figures are missing");
    boolean single = command.getFirst().equals(TRAIN);
    for (Figure figure : figures) {
      require(
          single == (figure.row() == null),
          single ? "figures of train have no row" : "figures of compare must name a row");
    }
  }

  /**
   * A number to reproduce.
   *
   * @param row the row of a comparison's table; null for {@code train}
   * @param field the number's name in the command's JSON
   * @param recorded what it was
   * @param tolerance how far it may be off
   * @param better which side is no shortfall; null for {@code lower}
   */
  record Figure(String row, String field, Double recorded, Double tolerance, Better better) {

    /** Checks all fields. */
    Figure {
      require(field != null, "a figure has no field");
      require(recorded != null && Double.isFinite(recorded), "%s has no recorded number", field);
      require(
          tolerance != null && tolerance >= 0 && Double.isFinite(tolerance),
          "%s has no tolerance of at least 0",
          field);
      better = better == null ? Better.lower : better;
    }

    String name() {
      return row == null ? field : row + " " + field;
    }

    /** What to say of a measured number; null if there is none. */
    Verdict verdict(Double measured) {
      if (measured == null) {
        return Verdict.MISSING;
      }
      double off = measured - recorded;
      if (Math.abs(off) <= tolerance) {
        return Verdict.REPRODUCED;
      }
      boolean good = off < 0 ? better == Better.lower : off > 0 && better == Better.higher;
      return good ? Verdict.BETTER : Verdict.FALLS_SHORT;
    }
  }

  /** Which side of a recorded number is no shortfall; the words of the file. */
  enum Better {
    lower,
    higher,
    neither
  }

  /** How a measured number compares with the recorded one. */
  enum Verdict {
    REPRODUCED("reproduced"),
    BETTER("better"),
    FALLS_SHORT("falls short"),
    MISSING("missing");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    boolean holds() {
      return this == REPRODUCED || this == BETTER;
    }
  }

  boolean isComparison() {
    return !command.getFirst().equals(TRAIN);
  }

  /** The command as one would type it. */
  String line() {
    return "dyadic " + command.stream().map(Shell::quote).collect(Collectors.joining(" "));
  }

  /**
   * Reads a recipe.
   *
   * @throws IOException if the file cannot be read or is no valid recipe; the message says why
   */
  static Recipe read(Path file) throws IOException {
    try {
      Recipe recipe = JSON.readValue(Files.readAllBytes(file), Recipe.class);
      if (recipe == null) {
        throw new IOException("recipe %s is empty".formatted(file));
      }
      return recipe;
    } catch (JacksonException e) {
      throw new IOException("recipe %s: %s".formatted(file, problem(e)), e);
    }
  }

  private static String problem(JacksonException e) {
    if (e.getCause() instanceof IllegalArgumentException rule) {
      return rule.getMessage();
    }
    String where =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(
                    at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : at.getFieldName())
                .collect(Collectors.joining(".", "", ": "))
            : "";
    return "%sline %d: %s".formatted(where, e.getLocation().getLineNr(), e.getOriginalMessage());
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
