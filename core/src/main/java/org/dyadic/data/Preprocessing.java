package org.dyadic.data;

import java.util.Objects;
import java.util.Optional;
import org.dyadic.model.Shape;

/**
 * What turns a user's image, or a row of real values, into a network's input. It belongs to a data
 * set and travels in the model file.
 *
 * @param shape channels (of an image 1 grey, 3 colour), height and width of the input
 * @param fit how an image of another size is brought to that size; STRETCH for values
 * @param colorOrder the order of the channels; ignored for one channel; RGB for values
 * @param table the normalisation
 * @param scale how real values become bytes; empty if the input is an image
 */
public record Preprocessing(
    Shape shape, Fit fit, ColorOrder colorOrder, PixelTable table, Optional<ValueScale> scale) {

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

  /** Checks that table and scale have the shape's channels. */
  public Preprocessing {
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(colorOrder, "colorOrder");
    if (table.channels() != shape.channels()) {
      throw new IllegalArgumentException(
          "preprocessing: the table has %d channels, the shape %s needs %d"
              .formatted(table.channels(), shape, shape.channels()));
    }
    if (scale.isPresent()) {
      requireForValues(scale.get(), shape, fit, colorOrder);
    }
  }

  private static void requireForValues(
      ValueScale scale, Shape shape, Fit fit, ColorOrder colorOrder) {
    if (scale.channels() != shape.channels()) {
      throw new IllegalArgumentException(
          "preprocessing: the value scale has %d channels, the shape %s needs %d"
              .formatted(scale.channels(), shape, shape.channels()));
    }
    if (fit != Fit.STRETCH || colorOrder != ColorOrder.RGB) {
      throw new IllegalArgumentException(
          "preprocessing: fit %s and colour order %s are for images; values have STRETCH and RGB"
              .formatted(fit, colorOrder));
    }
  }

  /** The preprocessing of images. */
  public Preprocessing(Shape shape, Fit fit, ColorOrder colorOrder, PixelTable table) {
    this(shape, fit, colorOrder, table, Optional.empty());
  }

  /** The preprocessing of rows of real values. */
  public static Preprocessing ofValues(Shape shape, ValueScale scale, PixelTable table) {
    return new Preprocessing(shape, Fit.STRETCH, ColorOrder.RGB, table, Optional.of(scale));
  }
}
