package org.dyadic.train.report;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a tracking server is told about a run, in plain values.
 *
 * @param id the same for one training wherever its folder lies and whatever it is called; 32
 *     hexadecimal digits
 * @param name what a person calls the run
 * @param started when it began
 * @param ended when its result was written; empty while it trains
 * @param parameters the configuration, names joined by dots; no value is empty
 * @param tags words about the run, by name
 * @param points finite numbers, those of one name in the order of their steps
 * @param leftOut numbers that are not finite, each as words for the user
 */
public record PublishedRun(
    String id,
    String name,
    Instant started,
    Optional<Instant> ended,
    Map<String, String> parameters,
    Map<String, String> tags,
    List<Point> points,
    List<String> leftOut) {

  /** Copies what it is given, in its order. */
  public PublishedRun {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    points = List.copyOf(points);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * One number at one time.
   *
   * @param name such as {@code error/latent}
   * @param step epochs that were done, of both phases
   */
  public record Point(String name, double value, int step, Instant time) {}

  /**
   * Collects what a run folder tells.
   *
   * @param run with at least one line in its log
   * @throws IOException if its log has no whole line yet, or a file cannot be read
   * @throws org.dyadic.format.ModelFormatException if its packed model is damaged
   */
  public static PublishedRun of(RunHistory run) throws IOException {
    return new Publication(run).build();
  }

  /** The same run with one more tag. */
  public PublishedRun withTag(String tag, String value) {
    Map<String, String> more = new LinkedHashMap<>(tags);
    more.put(tag, value);
    return new PublishedRun(id, name, started, ended, parameters, more, points, leftOut);
  }
}
