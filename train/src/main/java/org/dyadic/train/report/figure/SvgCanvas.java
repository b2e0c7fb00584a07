package org.dyadic.train.report.figure;

import java.awt.Color;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a figure as an SVG document. */
final class SvgCanvas implements Canvas {
  private static final String FONTS = "Helvetica, Arial, 'Liberation Sans', sans-serif";

  private final StringBuilder body = new StringBuilder();
  private final double width;
  private final double height;

  SvgCanvas(double width, double height) {
    this.width = width;
    this.height = height;
  }

  @Override
  public void line(Pen pen, double[] x, double[] y) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      path.append(i == 0 ? 'M' : 'L').append(number(x[i])).append(' ').append(number(y[i]));
    }
    body.append("<path d=\"%s\" fill=\"none\" %s/>\n".formatted(path, stroke(pen)));
  }

  private static String stroke(Pen pen) {
    String dash =
        Arrays.stream(pen.dash()).mapToObj(SvgCanvas::number).collect(Collectors.joining(" "));
    return "stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"%s"
        .formatted(
            hex(pen.color()),
            number(pen.width()),
            dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
  }

  @Override
  public void rectangle(Color fill, double x, double y, double w, double h) {
    body.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n"
            .formatted(number(x), number(y), number(w), number(h), hex(fill)));
  }

  @Override
  public void circle(Pen pen, double x, double y, double radius) {
    body.append(
        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"#ffffff\" %s/>\n"
            .formatted(number(x), number(y), number(radius), stroke(pen)));
  }

  @Override
  public void text(String text, double x, double y, Anchor anchor, Color color) {
    body.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n"
            .formatted(
                number(x),
                number(y),
                anchor.name().toLowerCase(Locale.ROOT),
                hex(color),
                escape(text)));
  }

  /** XML 1.0 has no way to write most control characters, so they become a replacement. */
  private static String escape(String text) {
    return text.replaceAll("[\\p{Cc}\\x{FFFE}\\x{FFFF}\\x{D800}-\\x{DFFF}]", "\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  private static String hex(Color color) {
    return "#%06x".formatted(color.getRGB() & 0xffffff);
  }

  /** Hundredths of a point, without needless zeros. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  @Override
  public String toString() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$spt" height="%2$spt" viewBox="0 0 %1$s %2$s" \
    font-family="%3$s" font-size="%4$s">
    <rect width="%1$s" height="%2$s" fill="#ffffff"/>
    %5$s</svg>
    """
        .formatted(number(width), number(height), FONTS, number(TEXT), body);
  }
}
