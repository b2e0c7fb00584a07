package org.dyadic.format;

import java.util.Optional;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.data.Preprocessing.ColorOrder;
import org.dyadic.data.Preprocessing.Fit;
import org.dyadic.data.ValueScale;
import org.dyadic.model.Shape;

/**
 * Preprocessing in a model file: of images their fit and colour order, of rows of values the scale
 * of each channel, of both the shape and the pixel table.
 */
final class InputCodec {
  private InputCodec() {}

  static void write(Preprocessing preprocessing, ByteSink sink) {
    Shapes.write(sink, preprocessing.shape());
    if (preprocessing.scale().isPresent()) {
      sink.u8("input", Tags.VALUES);
      write(preprocessing.scale().get(), sink);
    } else {
      sink.u8("fit", Tags.of(preprocessing.fit()));
      sink.u8("colour order", Tags.of(preprocessing.colorOrder()));
    }
    sink.number(preprocessing.table().exponent(), 1);
    sink.raw(preprocessing.table().codes());
  }

  private static void write(ValueScale scale, ByteSink sink) {
    for (int c = 0; c < scale.channels(); c++) {
      sink.number(Double.doubleToRawLongBits(scale.offset(c)), Double.BYTES);
      sink.number(Double.doubleToRawLongBits(scale.factor(c)), Double.BYTES);
    }
  }

  static Preprocessing read(Version version, ByteSource source) {
    int offset = source.position();
    Shape shape = Shapes.read(source);
    int kind = source.u8("input", 1, version.lastInput());
    try {
      Optional<ValueScale> scale = Optional.empty();
      Fit fit = Fit.STRETCH;
      ColorOrder order = ColorOrder.RGB;
      if (kind == Tags.VALUES) {
        scale = Optional.of(readScale(source, shape.channels()));
      } else {
        fit = Tags.fit(kind);
        order = Tags.readColorOrder(source);
      }
      int exponent = source.i8("exponent");
      byte[] codes = source.raw("pixel table", (long) shape.channels() * PixelTable.ENTRIES);
      source.finish("the input");
      return new Preprocessing(shape, fit, order, new PixelTable(exponent, codes), scale);
    } catch (IllegalArgumentException broken) {
      throw source.fault(offset, "an input that keeps its rules", broken.getMessage());
    }
  }

  /** Reads an offset and a factor a channel; memory is taken only for numbers that are there. */
  private static ValueScale readScale(ByteSource source, int channels) {
    long needed = 2L * Double.BYTES * channels;
    if (needed > source.remaining()) {
      throw source.fault(
          source.position(),
          "%d bytes of value scale".formatted(needed),
          source.remaining() + " to the section's end");
    }
    double[] offsets = new double[channels];
    double[] factors = new double[channels];
    for (int c = 0; c < channels; c++) {
      offsets[c] = Double.longBitsToDouble(source.i64("offset"));
      factors[c] = Double.longBitsToDouble(source.i64("factor"));
    }
    return new ValueScale(offsets, factors);
  }
}
