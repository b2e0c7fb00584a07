package org.dyadic.data;

import org.dyadic.model.Shape;

/** Turns planar unsigned bytes into the values of a pixel table, in one of two layouts. */
final class PixelLayout {
  private final float[] values;
  private final int channels;
  private final int area;
  private final int channelStride;
  private final int pixelStride;

  PixelLayout(PixelTable table, Shape shape, boolean channelsLast) {
    if (table.channels() != shape.channels()) {
      throw new IllegalArgumentException(
          "the pixel table has %d channels, images of shape %s need %d"
              .formatted(table.channels(), shape, shape.channels()));
    }
    this.values = table.values();
    this.channels = shape.channels();
    this.area = shape.area();
    this.channelStride = channelsLast ? 1 : area;
    this.pixelStride = channelsLast ? channels : 1;
  }

  int size() {
    return channels * area;
  }

  /** Writes the size() values of one image from {@code start} on. */
  void write(byte[] image, float[] pixels, int start) {
    for (int channel = 0; channel < channels; channel++) {
      int table = channel * PixelTable.ENTRIES;
      int from = channel * area;
      int to = start + channel * channelStride;
      for (int i = 0; i < area; i++) {
        pixels[to + i * pixelStride] = values[table + Byte.toUnsignedInt(image[from + i])];
      }
    }
  }
}
