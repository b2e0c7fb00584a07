package org.dyadic.train.report.figure;

import java.awt.Color;
import java.util.Arrays;

/**
 * A canvas whose origin lies inside another one.
 *
 * @param inner what is drawn on
 * @param by how far to the right and down
 */
record Shifted(Canvas inner, double by) implements Canvas {
  @Override
  public void line(Pen pen, double[] x, double[] y) {
    inner.line(
        pen,
        Arrays.stream(x).map(value -> value + by).toArray(),
        Arrays.stream(y).map(value -> value + by).toArray());
  }

  @Override
  public void rectangle(Color fill, double x, double y, double width, double height) {
    inner.rectangle(fill, x + by, y + by, width, height);
  }

  @Override
  public void circle(Pen pen, double x, double y, double radius) {
    inner.circle(pen, x + by, y + by, radius);
  }

  @Override
  public void text(String text, double x, double y, Anchor anchor, Color color) {
    inner.text(text, x + by, y + by, anchor, color);
  }
}
