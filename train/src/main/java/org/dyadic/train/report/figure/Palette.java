package org.dyadic.train.report.figure;

import java.awt.Color;
import java.util.List;

/** Colours on white paper, the page's own: after Okabe and Ito, safe for the colour-blind. */
final class Palette {
  static final Color INK = new Color(0x1b1f24);
  static final Color SOFT = new Color(0x59636e);
  static final Color GRID = new Color(0xe3e6ea);
  static final Color MINUS = new Color(0x2f7fc1);
  static final Color ZERO = new Color(0x8b949e);
  static final Color PLUS = new Color(0xd9772b);
  static final Color BLANK = new Color(0xe8ebee);
  static final Color BAR = new Color(0xc5ccd3);

  private static final List<Color> SERIES =
      List.of(
          new Color(0x0068a8),
          new Color(0xc04e00),
          new Color(0x007e5c),
          new Color(0xa8487f),
          new Color(0x8a6a00),
          new Color(0x5b5bd0),
          new Color(0x4d5a66));
  private static final Color FIRST = new Color(0x43307c);
  private static final Color MIDDLE = new Color(0x0f7f86);
  private static final Color LAST = new Color(0xc67a00);

  private Palette() {}

  /** The colour of one of several things: a name for few, a ramp for many. */
  static Color series(int index, int of) {
    if (of <= SERIES.size()) {
      return SERIES.get(index);
    }
    double place = 2.0 * index / (of - 1);
    return place <= 1 ? mix(FIRST, MIDDLE, place) : mix(MIDDLE, LAST, place - 1);
  }

  /** The colour of weights that round to a mode. */
  static Color mode(int mode, int top) {
    double share = top <= 1 ? 1 : 0.45 + 0.55 * Math.abs(mode) / top;
    return mode == 0 ? ZERO : mix(ZERO, mode < 0 ? MINUS : PLUS, share);
  }

  /** From {@link #MINUS} at -1 through {@link #BLANK} to {@link #PLUS} at 1. */
  static Color signed(double value) {
    return mix(BLANK, value < 0 ? MINUS : PLUS, Math.min(1, Math.abs(value)));
  }

  static Color mix(Color from, Color to, double share) {
    return new Color(
        mix(from.getRed(), to.getRed(), share),
        mix(from.getGreen(), to.getGreen(), share),
        mix(from.getBlue(), to.getBlue(), share));
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }
}
