package org.dyadic.train.report.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dyadic.train.report.figure.Canvas.Anchor;
import org.dyadic.train.report.figure.Canvas.Pen;

/**
 * Lines over epochs, each named where it ends.
 *
 * @param title above the plot, with the unit of its values
 * @param unit after each number on the vertical axis
 * @param log whether the vertical axis is logarithmic
 * @param lines at least one, each with a point
 * @param marks single points of another measurement
 * @param border the epoch at which the method begins; NaN for none
 */
record LinePlot(
    String title, String unit, boolean log, List<Line> lines, List<Mark> marks, double border) {
  private static final double LINE_GAP = 10;

  /**
   * A line.
   *
   * @param name empty if it needs none
   * @param thin whether it is of less weight than the others
   */
  record Line(String name, Color color, boolean thin, double[] x, double[] y) {
    Line(String name, Color color, List<double[]> points) {
      this(
          name,
          color,
          false,
          points.stream().mapToDouble(point -> point[0]).toArray(),
          points.stream().mapToDouble(point -> point[1]).toArray());
    }
  }

  /** A point. */
  record Mark(Color color, double x, double y) {}

  /** Draws into a rectangle. */
  void draw(Canvas canvas, double left, double top, double width, double height) {
    List<String> names =
        lines.stream().map(Line::name).filter(name -> !name.isEmpty()).distinct().toList();
    double longest = names.stream().mapToInt(String::length).max().orElse(0);
    double base = top + height - 26;
    double[] values =
        Stream.concat(
                lines.stream().flatMap(line -> java.util.Arrays.stream(line.y()).boxed()),
                marks.stream().map(Mark::y))
            .mapToDouble(Double::doubleValue)
            .toArray();
    Scale y =
        log
            ? Scale.log(values, base, top + 20, unit)
            : Scale.fromZero(values, base, top + 20, unit);
    double axis =
        left
            + y.ticks().stream().mapToInt(tick -> tick.text().length()).max().orElse(0)
                * Canvas.LETTER
            + 6;
    double right = left + width - (names.isEmpty() ? 6 : longest * Canvas.LETTER + 8);
    Scale x = epochs(axis, right);
    canvas.text(title, left, top + Canvas.TEXT - 1, Anchor.START, Palette.INK);
    axes(canvas, x, y, axis, right, base);
    if (!Double.isNaN(border)) {
      Pen dotted = new Pen(Palette.SOFT, 0.6, 1.5, 2);
      canvas.line(dotted, x.at(border), top + 20, x.at(border), base);
    }
    for (Line line : lines) {
      draw(canvas, line, x, y);
    }
    for (Mark mark : marks) {
      canvas.circle(new Pen(mark.color(), 1.2), x.at(mark.x()), y.at(mark.y()), 2.6);
    }
    names(canvas, y, right + 5, top + 20, base);
  }

  private Scale epochs(double from, double to) {
    double first = Double.POSITIVE_INFINITY;
    double last = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      first = Math.min(first, line.x()[0]);
      last = Math.max(last, line.x()[line.x().length - 1]);
    }
    double low = first <= 1 ? 0 : first;
    return Scale.linear(low, Math.max(last, low + 1), from, to, "");
  }

  private static void axes(
      Canvas canvas, Scale x, Scale y, double left, double right, double base) {
    Pen grid = new Pen(Palette.GRID, 0.6);
    for (Scale.Tick tick : y.ticks()) {
      double at = y.at(tick.value());
      canvas.line(grid, left, at, right, at);
      canvas.text(tick.text(), left - 4, at + Canvas.TEXT / 3, Anchor.END, Palette.SOFT);
    }
    canvas.line(new Pen(Palette.SOFT, 0.6), left, base, right, base);
    for (Scale.Tick tick : x.ticks()) {
      if (tick.value() == Math.rint(tick.value())) {
        canvas.text(
            tick.text(), x.at(tick.value()), base + Canvas.TEXT + 3, Anchor.MIDDLE, Palette.SOFT);
      }
    }
    canvas.text("epoch", right, base + 2 * Canvas.TEXT + 5, Anchor.END, Palette.SOFT);
  }

  private static void draw(Canvas canvas, Line line, Scale x, Scale y) {
    double[] xs = new double[line.x().length];
    double[] ys = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = x.at(line.x()[i]);
      ys[i] = y.at(line.y()[i]);
    }
    if (xs.length == 1) {
      canvas.circle(new Pen(line.color(), 1.2), xs[0], ys[0], 1.5);
    } else {
      canvas.line(new Pen(line.color(), line.thin() ? 0.8 : 1.4), xs, ys);
    }
  }

  /** Names at the lines' ends, moved apart where they would overlap. */
  private void names(Canvas canvas, Scale y, double x, double top, double bottom) {
    List<Line> named = new ArrayList<>();
    for (Line line : lines) {
      named.removeIf(other -> other.name().equals(line.name()));
      named.add(line);
    }
    named.removeIf(line -> line.name().isEmpty());
    named.sort(Comparator.comparingDouble(line -> y.at(line.y()[line.y().length - 1])));
    double[] places = new double[named.size()];
    for (int i = 0; i < places.length; i++) {
      double end = y.at(named.get(i).y()[named.get(i).y().length - 1]);
      places[i] = Math.max(end, i == 0 ? top : places[i - 1] + LINE_GAP);
    }
    double limit = bottom;
    for (int i = places.length - 1; i >= 0; i--) {
      places[i] = Math.min(places[i], limit);
      limit = places[i] - LINE_GAP;
    }
    for (int i = 0; i < places.length; i++) {
      Line line = named.get(i);
      canvas.text(line.name(), x, places[i] + Canvas.TEXT / 3, Anchor.START, line.color());
    }
  }
}
