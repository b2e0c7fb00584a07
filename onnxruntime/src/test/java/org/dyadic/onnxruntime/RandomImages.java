package org.dyadic.onnxruntime;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.dyadic.data.ImageSet;
import org.dyadic.model.Shape;

/** Images of noise, after one that is black and one that is white. */
record RandomImages(Shape shape, int size, long seed) implements ImageSet {

  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public void read(int index, byte[] destination, int offset) {
    byte[] pixels = new byte[shape.size()];
    if (index == 1) {
      Arrays.fill(pixels, (byte) 255);
    } else if (index > 1) {
      new SplittableRandom(seed * 1_000_003 + index).nextBytes(pixels);
    }
    System.arraycopy(pixels, 0, destination, offset, pixels.length);
  }
}
