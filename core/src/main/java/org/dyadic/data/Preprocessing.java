package org.dyadic.data;

import java.util.Objects;
import org.dyadic.model.Shape;

/**
 * What turns a user's image into a network's input. It belongs to a data set and travels in the
 * model file.
 *
 * @param shape channels (1 grey, 3 colour), height and width of the input
 * @param fit how an image of another size is brought to that size
 * @param colorOrder the order of the channels; ignored for one channel
 * @param table the normalisation
 */
public record Preprocessing(Shape shape, Fit fit, ColorOrder colorOrder, PixelTable table) {

  /** How an image of another size is brought to the input's size. */
  public enum Fit {
    /** Scale rows and columns independently. */
    STRETCH,
    /** Scale so that the shorter side fits, then cut the middle. */
    CROP
  }

  /** The order of colour channels. */
  public enum ColorOrder {
    RGB,
    BGR
  }

  /** Checks that the table has the shape's channels. */
  public Preprocessing {
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(colorOrder, "colorOrder");
    if (table.channels() != shape.channels()) {
      throw new IllegalArgumentException(
          "preprocessing: the table has %d channels, the shape %s needs %d"
              .formatted(table.channels(), shape, shape.channels()));
    }
  }
}
