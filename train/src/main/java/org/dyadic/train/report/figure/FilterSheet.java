package org.dyadic.train.report.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;

/** Filters in rows, a square a weight. Three channels are a colour; others lie in one column. */
final class FilterSheet {
  private final int channels;
  private final int area;
  private final int width;
  private final int rows;
  private final double[] values;
  private final double most;
  private final int columns;
  private final double pixel;

  /**
   * A sheet.
   *
   * @param which {@code before} or {@code after}
   * @param columns filters in a row
   * @param pixel the side of a weight in points
   */
  FilterSheet(JsonNode filters, String which, int columns, double pixel) {
    this.channels = filters.path("channels").asInt();
    this.width = filters.path("width").asInt();
    this.area = filters.path("height").asInt() * width;
    this.rows = channels == 3 ? area / width : channels * area / width;
    this.columns = columns;
    this.pixel = pixel;
    JsonNode array = filters.path(which);
    this.values = new double[array.size()];
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
      largest = Math.max(largest, Math.abs(values[i]));
    }
    this.most = largest == 0 ? 1 : largest;
  }

  void draw(Canvas canvas, double left, double top) {
    int size = channels * area;
    int shown = channels == 3 ? area : size;
    for (int filter = 0; filter < values.length / size; filter++) {
      double x = left + filter % columns * (width + 1) * pixel;
      double y = top + Math.floorDiv(filter, columns) * (rows + 1) * pixel;
      for (int i = 0; i < shown; i++) {
        double row = Math.floorDiv(i, width);
        canvas.rectangle(
            color(filter * size + i), x + i % width * pixel, y + row * pixel, pixel, pixel);
      }
    }
  }

  private Color color(int at) {
    return channels == 3
        ? new Color(grey(at), grey(at + area), grey(at + 2 * area))
        : Palette.signed(values[at] / most);
  }

  /** From 0 for the least to 255 for the largest value. */
  private int grey(int at) {
    return (int) Math.round(127.5 + 127.5 * values[at] / most);
  }
}
