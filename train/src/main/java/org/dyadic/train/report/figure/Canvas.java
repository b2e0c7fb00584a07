package org.dyadic.train.report.figure;

import java.awt.Color;

/** What a figure is drawn on. Lengths are points, 1/72 inch; y grows downwards; paper is white. */
interface Canvas {
  /** Size of the letters. */
  double TEXT = 9;

  /** The mean width of a letter of size {@link #TEXT}. */
  double LETTER = 4.9;

  /** Where a text stands at its place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * How a line is drawn.
   *
   * @param width in points
   * @param dash lengths drawn and left out by turns; empty for a whole line
   */
  record Pen(Color color, double width, double... dash) {}

  /** A line through points. */
  void line(Pen pen, double[] x, double[] y);

  /** A straight line. */
  default void line(Pen pen, double x1, double y1, double x2, double y2) {
    line(pen, new double[] {x1, x2}, new double[] {y1, y2});
  }

  /** A filled rectangle. */
  void rectangle(Color fill, double x, double y, double width, double height);

  /** A circle, white inside. */
  void circle(Pen pen, double x, double y, double radius);

  /** A text whose base line begins, is centred or ends at a place. */
  void text(String text, double x, double y, Anchor anchor, Color color);
}
