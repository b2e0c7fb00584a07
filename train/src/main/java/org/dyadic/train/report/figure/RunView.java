package org.dyadic.train.report.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * One run of a report's data, as figures ask for it.
 *
 * @param json the run
 * @param offset what is added to its epochs, so that the methods of all runs begin together
 */
record RunView(JsonNode json, int offset) {

  /** All runs of a report's data. */
  static List<RunView> all(JsonNode data) {
    int most = 0;
    for (JsonNode run : data.path("runs")) {
      most = Math.max(most, run.path("floatEpochs").asInt());
    }
    List<RunView> views = new ArrayList<>();
    for (JsonNode run : data.path("runs")) {
      views.add(new RunView(run, most - run.path("floatEpochs").asInt()));
    }
    return views;
  }

  String name() {
    return json.path("name").asText();
  }

  int bits() {
    return json.path("bits").asInt();
  }

  /** The epoch after which the method begins. */
  double border() {
    return json.path("floatEpochs").asInt() + (double) offset;
  }

  double last() {
    return border() + json.path("methodEpochs").asInt();
  }

  /** A number of the result; NaN if it has none. */
  double result(String name) {
    return json.path("result").path(name).asDouble(Double.NaN);
  }

  /** Epochs and values of a column of the log; those of the float phase alone if asked for. */
  List<double[]> column(String name, boolean floatOnly) {
    JsonNode epochs = json.path("epochs");
    JsonNode values = epochs.path(name);
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      boolean wanted = !floatOnly || epochs.path("phase").path(i).asText().equals("float");
      if (wanted && values.get(i).isNumber()) {
        points.add(
            new double[] {
              epochs.path("epoch").path(i).asDouble() + offset, values.get(i).asDouble()
            });
      }
    }
    return points;
  }

  List<JsonNode> states() {
    return StreamSupport.stream(json.path("states").spliterator(), false).toList();
  }

  /** The states that have histograms. */
  List<JsonNode> pictured() {
    return states().stream()
        .filter(state -> state.path("layers").path(0).has("histogram"))
        .toList();
  }

  double epoch(JsonNode state) {
    return state.path("epoch").asDouble() + offset;
  }

  List<String> layers() {
    List<JsonNode> states = states();
    return states.isEmpty()
        ? List.of()
        : StreamSupport.stream(states.getFirst().path("layers").spliterator(), false)
            .map(layer -> layer.path("name").asText())
            .toList();
  }

  /** A layer of a state; a missing node if it does not report on it. */
  static JsonNode layer(JsonNode state, String name) {
    for (JsonNode layer : state.path("layers")) {
      if (layer.path("name").asText().equals(name)) {
        return layer;
      }
    }
    return state.path("no such layer");
  }

  /** Epochs and values of all states where there is one. */
  List<double[]> curve(Function<JsonNode, Double> value) {
    List<double[]> points = new ArrayList<>();
    for (JsonNode state : states()) {
      Double number = value.apply(state);
      if (number != null) {
        points.add(new double[] {epoch(state), number});
      }
    }
    return points;
  }
}
