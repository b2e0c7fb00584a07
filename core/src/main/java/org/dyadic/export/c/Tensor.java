package org.dyadic.export.c;

import org.dyadic.model.Shape;

/**
 * Where a step finds or leaves a tensor: pixel after pixel, row by row, the channels of a pixel
 * side by side.
 *
 * @param buffer the part of the arena
 * @param type of an element
 * @param shape of the tensor
 * @param stride elements from one pixel to the next, at least the number of channels
 * @param channel where the tensor's first channel lies in a pixel
 */
record Tensor(Buffer buffer, ElementType type, Shape shape, int stride, int channel)
    implements Argument {

  /** A tensor in a buffer of its own. */
  static Tensor of(ElementType type, Shape shape) {
    Buffer buffer = new Buffer((long) shape.size() * type.bytes());
    return new Tensor(buffer, type, shape, shape.channels(), 0);
  }

  /** Some neighbouring channels of this tensor. */
  Tensor part(int from, int channels) {
    Shape part = new Shape(channels, shape.height(), shape.width());
    return new Tensor(buffer, type, part, stride, channel + from);
  }

  /** Whether the elements lie side by side without gaps. */
  boolean isCompact() {
    return stride == shape.channels() || shape.area() == 1;
  }

  /** Elements from one row to the next. */
  int row() {
    return Math.multiplyExact(stride, shape.width());
  }

  @Override
  public String text() {
    return type.pointer(buffer.offset() + channel * type.bytes());
  }
}
