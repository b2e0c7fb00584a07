package org.dyadic.train.report.figure;

import com.fasterxml.jackson.databind.JsonNode;
import org.dyadic.train.report.figure.Canvas.Anchor;
import org.dyadic.train.report.figure.Canvas.Pen;

/** What a run ended in: confusions, bytes and the filters of the first layer. */
final class ModelFigures {
  private static final double CELL = 22;
  private static final double BAR_WIDTH = 260;
  private static final int NAME_LENGTH = 12;

  private ModelFigures() {}

  static double confusionSize(JsonNode test) {
    return confusionLeft(test) + CELL * test.path("classes").size() + 4;
  }

  private static double confusionLeft(JsonNode test) {
    int longest = 0;
    for (JsonNode name : test.path("classes")) {
      longest = Math.max(longest, shorten(name.asText()).length());
    }
    return longest * Canvas.LETTER + 12;
  }

  private static String shorten(String name) {
    return name.length() <= NAME_LENGTH ? name : name.substring(0, NAME_LENGTH - 1) + "…";
  }

  /** Rows are classes, columns what their images were taken for, in the same order. */
  static void confusion(Canvas canvas, JsonNode test) {
    JsonNode matrix = test.path("confusion");
    double left = confusionLeft(test);
    double top = 18;
    long worst = 1;
    for (int i = 0; i < matrix.size(); i++) {
      for (int j = 0; j < matrix.size(); j++) {
        worst = i == j ? worst : Math.max(worst, matrix.get(i).get(j).asLong());
      }
    }
    canvas.text("rows: class, columns: read as", left, Canvas.TEXT, Anchor.START, Palette.SOFT);
    for (int i = 0; i < matrix.size(); i++) {
      double y = top + i * CELL;
      String name = shorten(test.path("classes").path(i).asText());
      canvas.text(name, left - 5, y + CELL / 2 + 3, Anchor.END, Palette.INK);
      for (int j = 0; j < matrix.size(); j++) {
        long images = matrix.get(i).get(j).asLong();
        double share = i == j || images == 0 ? 0 : 0.15 + 0.75 * images / worst;
        canvas.rectangle(
            Palette.mix(i == j ? Palette.GRID : Palette.BLANK, Palette.PLUS, share),
            left + j * CELL,
            y,
            CELL - 1,
            CELL - 1);
        if (images > 0) {
          canvas.text(
              Long.toString(images),
              left + (j + 0.5) * CELL - 0.5,
              y + CELL / 2 + 3,
              Anchor.MIDDLE,
              i == j ? Palette.SOFT : Palette.INK);
        }
      }
    }
  }

  static double bytesHeight(JsonNode bytes) {
    return 20 + bytes.path("layers").size() * 20;
  }

  static double bytesWidth() {
    return 90 + BAR_WIDTH + 150;
  }

  /** Two bars a layer: floats and packed. */
  static void bytes(Canvas canvas, JsonNode bytes) {
    double most = 1;
    for (JsonNode layer : bytes.path("layers")) {
      most = Math.max(most, layer.path("float").asDouble());
    }
    canvas.rectangle(Palette.BAR, 90, 3, 12, 6);
    canvas.text("32-bit floats", 106, Canvas.TEXT, Anchor.START, Palette.SOFT);
    canvas.rectangle(Palette.series(0, 1), 180, 3, 12, 6);
    canvas.text("packed", 196, Canvas.TEXT, Anchor.START, Palette.SOFT);
    double y = 20;
    for (JsonNode layer : bytes.path("layers")) {
      double floats = layer.path("float").asDouble();
      double packed = layer.path("codes").asDouble() + layer.path("other").asDouble();
      canvas.text(layer.path("name").asText(), 84, y + 10, Anchor.END, Palette.INK);
      canvas.rectangle(Palette.BAR, 90, y, Math.max(0.4, BAR_WIDTH * floats / most), 6);
      canvas.rectangle(
          Palette.series(0, 1), 90, y + 7, Math.max(0.4, BAR_WIDTH * packed / most), 6);
      String text = "%s → %s bytes".formatted(Scale.plain(floats), Scale.plain(packed));
      canvas.text(text, bytesWidth(), y + 10, Anchor.END, Palette.SOFT);
      y += 20;
    }
  }

  private static int rowsOfPixels(JsonNode filters) {
    boolean color = filters.path("channels").asInt() == 3;
    int height = filters.path("height").asInt();
    return color ? height : height * filters.path("channels").asInt();
  }

  private static int number(JsonNode filters) {
    int size = filters.path("channels").asInt();
    size *= filters.path("height").asInt() * filters.path("width").asInt();
    return filters.path("after").size() / size;
  }

  private static int columns(JsonNode filters) {
    double shape = (double) rowsOfPixels(filters) / filters.path("width").asInt();
    return Math.clamp((long) Math.ceil(Math.sqrt(number(filters) * 1.6 * shape)), 1, 32);
  }

  /** The side of one weight in points. */
  private static double pixel(JsonNode filters) {
    int across = columns(filters) * (filters.path("width").asInt() + 1);
    return Math.min(6, 240.0 / across);
  }

  private static double sheetWidth(JsonNode filters) {
    return columns(filters) * (filters.path("width").asInt() + 1) * pixel(filters);
  }

  static double filtersWidth(JsonNode filters) {
    return 2 * sheetWidth(filters) + 24;
  }

  static double filtersHeight(JsonNode filters) {
    int rows = Math.ceilDiv(number(filters), columns(filters));
    return 18 + rows * (rowsOfPixels(filters) + 1) * pixel(filters);
  }

  /** The float filters to the left, the packed ones to the right, each with its own scale. */
  static void filters(Canvas canvas, JsonNode filters, int bits) {
    double right = sheetWidth(filters) + 24;
    canvas.text("float", 0, Canvas.TEXT, Anchor.START, Palette.INK);
    canvas.text("packed, %d bits".formatted(bits), right, Canvas.TEXT, Anchor.START, Palette.INK);
    new FilterSheet(filters, "before", columns(filters), pixel(filters)).draw(canvas, 0, 18);
    new FilterSheet(filters, "after", columns(filters), pixel(filters)).draw(canvas, right, 18);
    canvas.line(new Pen(Palette.GRID, 0.6), right - 12, 4, right - 12, filtersHeight(filters));
  }
}
