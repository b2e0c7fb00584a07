package org.dyadic.train.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.dyadic.data.DatasetException;
import org.dyadic.format.ModelFile;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.report.Inspection;

/**
 * Everything that a report shows, as one JSON document: what {@link HtmlReport} puts in its page
 * and what a page that watches a run would ask for again and again. Numbers have six significant
 * digits, errors are in percent, epochs count from 1 over both phases. Where something cannot be
 * shown, an object has {@code missing} with the reason instead.
 *
 * @param json the document
 */
public record ReportData(ObjectNode json) {
  /** The version of the document's form. */
  static final int FORMAT = 1;

  /** Histogram bins of all runs and epochs together: about 1.5 MB. */
  private static final long MOST_BINS = 400_000;

  /**
   * What goes into a report beside the logs.
   *
   * @param test whether the test images are classified, for the confusions and the misread images
   * @param dataDirectory where data sets are looked for first
   * @param threads at least 1
   * @param say hears what takes time, and what is left out and why
   */
  public record Options(
      boolean test, Optional<Path> dataDirectory, int threads, Consumer<String> say) {}

  /**
   * Collects the data of some runs.
   *
   * @throws IOException if a file of a run cannot be read
   * @throws org.dyadic.format.ModelFormatException if a packed model is damaged
   */
  public static ReportData of(RunSet set, Options options) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT);
    json.put("title", set.title());
    json.put("version", version());
    ArrayNode notes = json.putArray("notes");
    set.notes().forEach(notes::add);
    json.set("comparison", set.comparison().path("rows").deepCopy());
    long bins = set.runs().stream().mapToLong(RunJson::histogramSize).sum();
    int keepEvery = (int) Math.max(1, Math.ceilDiv(bins, MOST_BINS));
    if (keepEvery > 1) {
      notes.add(
          "To save space, histograms of every %dth epoch only are kept.".formatted(keepEvery));
    }
    ArrayNode runs = json.putArray("runs");
    TestSets tests = new TestSets(options.dataDirectory(), options.threads());
    for (RunHistory run : set.runs()) {
      ObjectNode node = RunJson.of(run, keepEvery);
      addModel(run, node, tests, options);
      runs.add(node);
    }
    return new ReportData(json);
  }

  private static String version() {
    String version = ReportData.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static void addModel(RunHistory run, ObjectNode node, TestSets tests, Options options)
      throws IOException {
    Optional<Path> file = run.packedModel();
    if (file.isEmpty()) {
      String reason = unpacked(run);
      for (String part : new String[] {"test", "bytes", "filters"}) {
        node.set(part, missing(reason));
      }
      node.set("provenance", run.config().deepCopy());
      ((ObjectNode) node.get("provenance")).put("dataset", run.dataset());
      return;
    }
    QuantizedNetwork network = ModelFile.read(file.get());
    Inspection inspection = Inspection.of(network);
    node.set("bytes", ModelJson.bytes(inspection));
    node.set("provenance", ModelJson.provenance(inspection));
    node.set("filters", filters(run, network, options));
    node.set("test", options.test() ? test(run, network, tests, options) : missing(NOT_ASKED));
  }

  private static final String NOT_ASKED =
      "The test images were not classified; dyadic report --test does that.";

  private static String unpacked(RunHistory run) {
    String obstacle = run.result().path("obstacles").path(0).asText();
    if (!run.finished()) {
      return "The run is not finished, so there is no packed model yet.";
    }
    return obstacle.isEmpty()
        ? "The run folder has no packed model."
        : "There is no packed model: " + obstacle + ".";
  }

  private static ObjectNode filters(RunHistory run, QuantizedNetwork network, Options options) {
    try {
      return FirstLayer.of(run, network)
          .map(FirstLayer::toJson)
          .orElseGet(() -> missing("The weights of the first layer are not images."));
    } catch (IOException | IllegalArgumentException e) {
      options.say().accept("%s: no filters: %s".formatted(run.name(), e.getMessage()));
      return missing("The float weights cannot be read.");
    }
  }

  private static ObjectNode test(
      RunHistory run, QuantizedNetwork network, TestSets tests, Options options) {
    options.say().accept("%s: classifying the test images".formatted(run.name()));
    try {
      return tests.read(run, network).toJson();
    } catch (DatasetException | IOException e) {
      options.say().accept("%s: no misread images: %s".formatted(run.name(), e.getMessage()));
      return missing(
          "The test images of %s could not be read when this report was made, so there are neither"
                  .formatted(run.dataset())
              + " confusions nor misread images.");
    }
  }

  private static ObjectNode missing(String reason) {
    return JsonNodeFactory.instance.objectNode().put("missing", reason);
  }
}
