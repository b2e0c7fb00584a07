package org.dyadic.data;

import org.dyadic.model.Shape;

/** A fixed, ordered set of labelled 8-bit images of one shape. Implementations are thread safe. */
public interface ImageSet {

  /** The number of images. */
  int size();

  /** The shape of every image. */
  Shape shape();

  /** The class of image {@code index}, in 0 .. classes - 1. */
  int label(int index);

  /**
   * Copies image {@code index} as unsigned bytes, planar: channel, then row, then column.
   *
   * @param index in 0 .. size() - 1
   * @param destination receives shape().size() bytes
   * @param offset where the first byte goes
   */
  void read(int index, byte[] destination, int offset);

  /** The images at {@code indices}, in that order, as a view of this set. */
  default ImageSet subset(int[] indices) {
    return new Subset(this, indices);
  }
}
