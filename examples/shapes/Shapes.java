import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Draws circles, squares and triangles as PNG images, a folder a class: {@code java Shapes.java
 * DIR}. Stands in for one's own images in docs/tutorial.md.
 */
final class Shapes {
  private static final int IMAGES = 200;
  private static final int SIZE = 32;

  private Shapes() {}

  /** Takes the folder to write to. */
  public static void main(String[] arguments) throws IOException {
    Random random = new Random(1);
    Path2D triangle = new Path2D.Double();
    triangle.moveTo(0, -1);
    triangle.lineTo(0.9, 0.6);
    triangle.lineTo(-0.9, 0.6);
    triangle.closePath();
    Map<String, Shape> shapes =
        Map.of(
            "circle", new Ellipse2D.Double(-0.85, -0.85, 1.7, 1.7),
            "square", new Rectangle2D.Double(-0.75, -0.75, 1.5, 1.5),
            "triangle", triangle);
    for (Map.Entry<String, Shape> shape : shapes.entrySet()) {
      Path folder = Files.createDirectories(Path.of(arguments[0], shape.getKey()));
      for (int i = 0; i < IMAGES; i++) {
        Path file = folder.resolve("%03d.png".formatted(i));
        ImageIO.write(draw(shape.getValue(), random), "png", file.toFile());
      }
    }
  }

  /** A shape of random size, place, angle and grey on a random background, with noise. */
  private static BufferedImage draw(Shape shape, Random random) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    int dark = random.nextInt(80);
    graphics.setColor(new Color(dark, dark, dark));
    graphics.fillRect(0, 0, SIZE, SIZE);
    double size = 7 + 5 * random.nextDouble();
    AffineTransform place = new AffineTransform();
    place.translate(13 + 6 * random.nextDouble(), 13 + 6 * random.nextDouble());
    place.rotate(2 * Math.PI * random.nextDouble());
    place.scale(size, size);
    int bright = 150 + random.nextInt(100);
    graphics.setColor(new Color(bright, bright, bright));
    graphics.setStroke(new BasicStroke(2));
    graphics.draw(place.createTransformedShape(shape));
    graphics.dispose();
    for (int i = 0; i < SIZE * SIZE / 10; i++) {
      int grey = random.nextInt(256);
      image.getRaster().setSample(random.nextInt(SIZE), random.nextInt(SIZE), 0, grey);
    }
    return image;
  }
}
