package org.dyadic.format;

import org.dyadic.model.Shape;

/**
 * Shapes in a model file: channels, height and width. Their size is limited, so that a small
 * hostile file cannot make an executor take gigabytes for its activations.
 */
final class Shapes {
  private Shapes() {}

  static void write(ByteSink sink, Shape shape) {
    if (shape.size() > ModelFile.MAX_ELEMENTS) {
      throw new IllegalArgumentException(
          "shape %s: a tensor may have at most %d elements"
              .formatted(shape, ModelFile.MAX_ELEMENTS));
    }
    sink.number(shape.channels(), 4);
    sink.number(shape.height(), 4);
    sink.number(shape.width(), 4);
  }

  static Shape read(ByteSource source) {
    int offset = source.position();
    int channels = source.i32("channels", 1);
    int height = source.i32("height", 1);
    int width = source.i32("width", 1);
    require(source, offset, channels, height, width);
    return new Shape(channels, height, width);
  }

  /** Refuses a shape of too many elements, as a fault at an offset. */
  static void require(ByteSource source, int offset, int channels, int height, int width) {
    long plane = (long) height * width;
    if (plane > ModelFile.MAX_ELEMENTS || channels > ModelFile.MAX_ELEMENTS / plane) {
      throw source.fault(
          offset,
          "a tensor of at most %d elements".formatted(ModelFile.MAX_ELEMENTS),
          "%d x %d x %d".formatted(channels, height, width));
    }
  }
}
