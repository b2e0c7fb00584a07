package org.dyadic.train.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Paints a figure, 216 pixels an inch. */
final class ImageCanvas implements Canvas {
  private static final double PIXELS_PER_POINT = 3;
  private static final List<String> FAMILIES =
      List.of("Helvetica", "Arial", "Liberation Sans", "DejaVu Sans");

  private final BufferedImage image;
  private final Graphics2D graphics;

  ImageCanvas(double width, double height) {
    image =
        new BufferedImage(
            (int) Math.ceil(width * PIXELS_PER_POINT),
            (int) Math.ceil(height * PIXELS_PER_POINT),
            BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
    graphics.setColor(Color.WHITE);
    graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    graphics.setFont(new Font(family(), Font.PLAIN, 1).deriveFont((float) TEXT));
  }

  private static String family() {
    List<String> here =
        Arrays.asList(
            GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames());
    return FAMILIES.stream().filter(here::contains).findFirst().orElse(Font.SANS_SERIF);
  }

  private void use(Pen pen) {
    float[] dash = new float[pen.dash().length];
    for (int i = 0; i < dash.length; i++) {
      dash[i] = (float) pen.dash()[i];
    }
    graphics.setColor(pen.color());
    graphics.setStroke(
        new BasicStroke(
            (float) pen.width(),
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            1,
            dash.length == 0 ? null : dash,
            0));
  }

  @Override
  public void line(Pen pen, double[] x, double[] y) {
    Path2D path = new Path2D.Double();
    path.moveTo(x[0], y[0]);
    for (int i = 1; i < x.length; i++) {
      path.lineTo(x[i], y[i]);
    }
    use(pen);
    graphics.draw(path);
  }

  @Override
  public void rectangle(Color fill, double x, double y, double width, double height) {
    graphics.setColor(fill);
    graphics.fill(new Rectangle2D.Double(x, y, width, height));
  }

  @Override
  public void circle(Pen pen, double x, double y, double radius) {
    Ellipse2D circle = new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    graphics.setColor(Color.WHITE);
    graphics.fill(circle);
    use(pen);
    graphics.draw(circle);
  }

  @Override
  public void text(String text, double x, double y, Anchor anchor, Color color) {
    double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
    double start =
        switch (anchor) {
          case START -> x;
          case MIDDLE -> x - width / 2;
          case END -> x - width;
        };
    graphics.setColor(color);
    graphics.drawString(text, (float) start, (float) y);
  }

  /** The picture as a PNG file. */
  byte[] toPng() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
