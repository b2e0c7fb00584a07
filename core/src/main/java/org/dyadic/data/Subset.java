package org.dyadic.data;

import java.util.Objects;
import org.dyadic.model.Shape;

/** A view of some images of another set. */
final class Subset implements ImageSet {
  private final ImageSet whole;
  private final int[] indices;

  Subset(ImageSet whole, int[] indices) {
    this.whole = whole;
    this.indices = indices.clone();
    for (int index : indices) {
      Objects.checkIndex(index, whole.size());
    }
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Shape shape() {
    return whole.shape();
  }

  @Override
  public int label(int index) {
    return whole.label(indices[index]);
  }

  @Override
  public void read(int index, byte[] destination, int offset) {
    whole.read(indices[index], destination, offset);
  }
}
