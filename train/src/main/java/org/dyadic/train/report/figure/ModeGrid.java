package org.dyadic.train.report.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.train.report.figure.Canvas.Anchor;
import org.dyadic.train.report.figure.Canvas.Pen;

/** Histograms of weights: a row a layer, a column an epoch, from the float network to the end. */
final class ModeGrid {
  private static final int EPOCHS = 4;

  /** Of more layers as many are drawn, from the first to the last. */
  private static final int MOST_LAYERS = 8;

  private static final double ROW = 82;
  private static final double COLUMN = 122;
  private static final double LEFT = 30;
  private static final double TOP = 18;
  private static final double GAP = 12;

  private final RunView run;
  private final List<JsonNode> states;
  private final List<String> layers;
  private final double most;

  ModeGrid(RunView run) {
    this.run = run;
    this.states = spaced(run.pictured(), EPOCHS);
    this.layers = spaced(run.layers(), MOST_LAYERS);
    this.most = states.stream().mapToDouble(ModeGrid::largestShare).max().orElse(1);
  }

  /** At most so many of a list, evenly spaced, with the first and the last. */
  static <T> List<T> spaced(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<T> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) Math.round(i * (all.size() - 1.0) / (most - 1))));
    }
    return some;
  }

  private static double largestShare(JsonNode state) {
    double largest = 0;
    for (JsonNode layer : state.path("layers")) {
      for (JsonNode bin : layer.path("histogram")) {
        largest = Math.max(largest, bin.asDouble() / layer.path("weights").asDouble());
      }
    }
    return largest;
  }

  boolean empty() {
    return states.isEmpty();
  }

  double width() {
    return LEFT + states.size() * (COLUMN + GAP);
  }

  double height() {
    return TOP + layers.size() * ROW;
  }

  void draw(Canvas canvas) {
    for (int c = 0; c < states.size(); c++) {
      double left = LEFT + c * (COLUMN + GAP);
      String when = "epoch " + Scale.plain(run.epoch(states.get(c)));
      canvas.text(when, left + COLUMN / 2, Canvas.TEXT, Anchor.MIDDLE, Palette.INK);
      for (int r = 0; r < layers.size(); r++) {
        JsonNode layer = RunView.layer(states.get(c), layers.get(r));
        if (layer.has("histogram")) {
          draw(canvas, layer, left, TOP + r * ROW, c == 0);
        }
      }
    }
  }

  private void draw(Canvas canvas, JsonNode layer, double left, double top, boolean first) {
    double base = top + ROW - 22;
    double height = ROW - 38;
    for (double share : new double[] {0.01, 0.1, 0.3, 0.6}) {
      double at = base - height * Math.sqrt(share / most);
      if (share <= most) {
        canvas.line(new Pen(Palette.GRID, 0.6), left, at, left + COLUMN, at);
        if (first) {
          String text = Scale.plain(100 * share) + " %";
          canvas.text(text, left - 4, at + Canvas.TEXT / 3, Anchor.END, Palette.SOFT);
        }
      }
    }
    canvas.text(layer.path("name").asText(), left, top + 8, Anchor.START, Palette.INK);
    canvas.text(step(layer), left + COLUMN, top + 8, Anchor.END, Palette.SOFT);
    bars(canvas, layer, left, base, height);
    canvas.line(new Pen(Palette.SOFT, 0.6), left, base, left + COLUMN, base);
    modes(canvas, layer, left, base);
  }

  private static String step(JsonNode layer) {
    JsonNode exponent = layer.path("exponent");
    return "D = "
        + (exponent.isNumber()
            ? Scale.power(2, -exponent.asInt())
            : Scale.plain(layer.path("step").asDouble()));
  }

  /** One step a level, or one more for an even number of levels. */
  private static int steps(JsonNode layer) {
    int levels = layer.path("shares").size();
    return levels % 2 == 1 ? levels : levels + 1;
  }

  private void bars(Canvas canvas, JsonNode layer, double left, double base, double height) {
    JsonNode bins = layer.path("histogram");
    int steps = steps(layer);
    double wide = COLUMN / bins.size();
    for (int i = 0; i < bins.size(); i++) {
      double share = bins.get(i).asDouble() / layer.path("weights").asDouble();
      double tall = height * Math.sqrt(share / most);
      int mode = (int) Math.rint((i + 0.5) * steps / bins.size() - steps / 2.0);
      if (share > 0) {
        canvas.rectangle(
            Palette.mode(mode, steps / 2), left + i * wide, base - tall, wide * 0.9, tall);
      }
    }
  }

  /** The modes' names below the axis, where they are evenly spaced around 0. */
  private static void modes(Canvas canvas, JsonNode layer, double left, double base) {
    int levels = layer.path("shares").size();
    int steps = steps(layer);
    int every = Math.ceilDiv(steps, 5);
    for (int mode = -(steps / 2); mode <= steps / 2; mode++) {
      boolean known = levels % 2 == 1 || (levels == 2 && mode != 0);
      if (known && mode % every == 0) {
        double at = left + COLUMN * (mode + steps / 2.0) / steps;
        String size = Math.abs(mode) == 1 ? "D" : Math.abs(mode) + "D";
        String name = mode == 0 ? "0" : (mode < 0 ? "−" : "+") + size;
        canvas.text(name, at, base + Canvas.TEXT + 1, Anchor.MIDDLE, Palette.SOFT);
      }
    }
  }
}
