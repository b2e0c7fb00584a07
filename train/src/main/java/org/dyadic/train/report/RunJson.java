package org.dyadic.train.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dyadic.train.LayerReport;

/** What a run's log, configuration and result say, for the page. */
final class RunJson {
  /** As many bins of a histogram as a figure can show. */
  private static final int MOST_BINS = 320;

  private static final List<String> NUMBERS =
      List.of(
          "train_loss", "learning_rate", "lambda", "latent_error", "quantized_error", "seconds");

  private RunJson() {}

  /**
   * One run.
   *
   * @param keepEvery of the epochs' histograms only every so many are kept, the first and the last
   *     always
   */
  static ObjectNode of(RunHistory run, int keepEvery) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", run.name());
    json.put("dataset", run.dataset());
    json.put("model", run.model());
    json.put("method", run.method());
    json.put("bits", run.bits());
    json.put("seed", run.seed());
    json.put("floatEpochs", run.floatEpochs());
    json.put("methodEpochs", run.methodEpochs());
    json.put("plannedEpochs", run.plannedEpochs());
    json.put("finished", run.finished());
    json.put("monitor", run.monitor());
    json.set("options", run.config().path("options").deepCopy());
    json.set("result", run.finished() ? run.result().deepCopy() : null);
    json.set("epochs", epochs(run));
    json.set("states", states(run, keepEvery));
    return json;
  }

  /** Column by column; null where an epoch has no such number. */
  private static ObjectNode epochs(RunHistory run) {
    List<LogLine> lines = run.lines().stream().filter(LogLine::isEpoch).toList();
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    ArrayNode epoch = columns.putArray("epoch");
    ArrayNode phase = columns.putArray("phase");
    for (LogLine line : lines) {
      epoch.add(run.epochsAt(line));
      phase.add(line.phase());
    }
    for (String name : NUMBERS) {
      if (lines.stream().anyMatch(line -> line.numbers().containsKey(name))) {
        ArrayNode column = columns.putArray(name);
        lines.forEach(line -> column.add(Numbers.rounded(line.numbers().get(name))));
      }
    }
    return columns;
  }

  private static ArrayNode states(RunHistory run, int keepEvery) {
    ArrayNode states = JsonNodeFactory.instance.arrayNode();
    List<LogLine> lines = run.states();
    for (int i = 0; i < lines.size(); i++) {
      ObjectNode state = states.addObject();
      state.put("epoch", run.epochsAt(lines.get(i)));
      boolean kept = i % keepEvery == 0 || i == lines.size() - 1;
      ArrayNode layers = state.putArray("layers");
      for (LayerReport layer : lines.get(i).layers()) {
        ObjectNode node = layer(layer, kept);
        node.put("modeWidth", Numbers.rounded(ModeWidth.inSteps(run, lines.get(i), layer)));
        layers.add(node);
      }
    }
    return states;
  }

  private static ObjectNode layer(LayerReport layer, boolean withHistogram) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", layer.layer());
    json.put("weights", RunHistory.weights(layer));
    json.put("step", Numbers.rounded(layer.step()));
    json.put("exponent", layer.exponent());
    json.put("distance", Numbers.rounded(layer.relativeDistance()));
    json.put("changes", Numbers.rounded(layer.modeChangeRate()));
    ArrayNode shares = json.putArray("shares");
    layer.modeShares().forEach(share -> shares.add(Numbers.rounded(share)));
    if (withHistogram) {
      ArrayNode bins = json.putArray("histogram");
      coarse(layer.histogram()).forEach(bins::add);
    }
    return json;
  }

  /** How many numbers the histograms of a run take. */
  static long histogramSize(RunHistory run) {
    return run.states().stream()
        .flatMap(line -> line.layers().stream())
        .mapToLong(layer -> coarse(layer.histogram()).size())
        .sum();
  }

  /** Joins neighbouring bins of the finest histograms; a step keeps a whole number of bins. */
  private static List<Integer> coarse(List<Integer> histogram) {
    int join = 1;
    while (histogram.size() / join > MOST_BINS && join < LayerReport.BINS_PER_STEP) {
      join = nextDivisor(join);
    }
    return join == 1 ? histogram : joined(histogram, join);
  }

  private static int nextDivisor(int divisor) {
    int next = divisor + 1;
    while (LayerReport.BINS_PER_STEP % next != 0) {
      next++;
    }
    return next;
  }

  private static List<Integer> joined(List<Integer> histogram, int join) {
    Integer[] bins = new Integer[histogram.size() / join];
    for (int i = 0; i < bins.length; i++) {
      bins[i] =
          histogram.subList(i * join, (i + 1) * join).stream().mapToInt(Integer::intValue).sum();
    }
    return List.of(bins);
  }
}
