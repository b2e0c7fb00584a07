package org.dyadic.train.report.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.dyadic.train.report.figure.LinePlot.Line;
import org.dyadic.train.report.figure.LinePlot.Mark;

/** The plots over epochs of one run, or of several overlaid. */
final class Curves {
  /** Of more lines only the first and the last are named. */
  private static final int MOST_NAMES = 12;

  private final List<RunView> runs;

  Curves(List<RunView> runs) {
    this.runs = runs;
  }

  private boolean single() {
    return runs.size() == 1;
  }

  private double border() {
    double border = runs.stream().mapToDouble(RunView::border).max().orElse(0);
    return border == 0 ? Double.NaN : border;
  }

  /** The error of the latent and of the quantized weights. */
  LinePlot errors() {
    List<Line> lines = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    if (single()) {
      RunView run = runs.getFirst();
      Color latent = Palette.series(0, 2);
      Color quantized = Palette.series(1, 2);
      add(lines, new Line("latent weights", latent, run.column("latent_error", false)));
      String name = "quantized, %d bits".formatted(run.bits());
      add(lines, new Line(name, quantized, run.column("quantized_error", false)));
      mark(marks, latent, run.border(), run.result("float_error"));
      mark(marks, quantized, run.border(), run.result("naive_error"));
      mark(marks, latent, run.last(), run.result("latent_error"));
      mark(marks, quantized, run.last(), run.result("quantized_error"));
    } else {
      for (int i = 0; i < runs.size(); i++) {
        Color color = Palette.series(i, runs.size());
        Line before = new Line("", color, runs.get(i).column("latent_error", true));
        add(lines, new Line("", color, true, before.x(), before.y()));
        add(lines, new Line(name(i), color, runs.get(i).column("quantized_error", false)));
      }
    }
    String title = single() ? "error; circles: test set" : "error of the quantized weights";
    return new LinePlot(title, " %", true, lines, marks, border());
  }

  private static void add(List<Line> lines, Line line) {
    if (line.x().length > 0) {
      lines.add(line);
    }
  }

  private static void mark(List<Mark> marks, Color color, double epoch, double error) {
    if (!Double.isNaN(error)) {
      marks.add(new Mark(color, epoch, error));
    }
  }

  private String name(int run) {
    return name(runs.get(run).name(), run, runs.size());
  }

  private static String name(String name, int index, int of) {
    return of <= MOST_NAMES || index == 0 || index == of - 1 ? name : "";
  }

  /** A column of the log, one line a run. */
  LinePlot column(String column, String title, boolean log) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Color color = Palette.series(i, runs.size());
      String name = single() ? "" : name(i);
      add(lines, new Line(name, color, runs.get(i).column(column, false)));
    }
    boolean both = lines.stream().anyMatch(line -> line.x()[0] < border());
    return new LinePlot(title, "", log, lines, List.of(), both ? border() : Double.NaN);
  }

  /** The share of weights whose mode changed. */
  LinePlot modeChanges() {
    BiFunction<JsonNode, String, Double> ofLayer =
        (state, name) -> percent(RunView.layer(state, name).path("changes"));
    String of = single() ? "" : ", of all weights";
    return layers("weights that changed their mode" + of, " %", ofLayer, Curves::changes);
  }

  private static Double percent(JsonNode share) {
    return share.isNumber() ? Double.valueOf(100 * share.asDouble()) : null;
  }

  private static Double changes(JsonNode state) {
    double changed = 0;
    double all = 0;
    for (JsonNode layer : state.path("layers")) {
      if (layer.path("changes").isNumber()) {
        changed += layer.path("changes").asDouble() * layer.path("weights").asDouble();
        all += layer.path("weights").asDouble();
      }
    }
    return all == 0 ? null : Double.valueOf(100 * changed / all);
  }

  /** How far weights are from their modes. */
  LinePlot distances() {
    BiFunction<JsonNode, String, Double> ofLayer =
        (state, name) -> number(RunView.layer(state, name).path("distance"));
    String of = single() ? "" : ", largest of the layers";
    return layers(
        "distance to the modes, relative" + of, "", ofLayer, state -> most(state, "distance"));
  }

  /** How wide the modes are that the strength of regularization stands for. */
  LinePlot modeWidths() {
    BiFunction<JsonNode, String, Double> ofLayer =
        (state, name) -> number(RunView.layer(state, name).path("modeWidth"));
    String of = single() ? "" : ", widest of the layers";
    return layers("σ of the modes, in steps" + of, "", ofLayer, state -> most(state, "modeWidth"));
  }

  private static Double number(JsonNode number) {
    return number.isNumber() ? Double.valueOf(number.asDouble()) : null;
  }

  private static Double most(JsonNode state, String field) {
    Double most = null;
    for (JsonNode layer : state.path("layers")) {
      Double value = number(layer.path(field));
      most = most == null || (value != null && value > most) ? value : most;
    }
    return most;
  }

  private LinePlot layers(
      String title,
      String unit,
      BiFunction<JsonNode, String, Double> ofLayer,
      Function<JsonNode, Double> ofAll) {
    List<Line> lines = new ArrayList<>();
    List<String> names = single() ? runs.getFirst().layers() : List.of();
    for (int i = 0; i < names.size(); i++) {
      String layer = names.get(i);
      List<double[]> points = runs.getFirst().curve(state -> ofLayer.apply(state, layer));
      add(lines, new Line(name(layer, i, names.size()), Palette.series(i, names.size()), points));
    }
    for (int i = 0; i < runs.size() && !single(); i++) {
      Color color = Palette.series(i, runs.size());
      add(lines, new Line(name(i), color, runs.get(i).curve(ofAll)));
    }
    return new LinePlot(title, unit, true, lines, List.of(), Double.NaN);
  }
}
