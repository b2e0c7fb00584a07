package org.dyadic.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Shape;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.Range;
import org.junit.jupiter.api.Test;

/** Inputs that put every term of a sum to its end reach the proven bound exactly. */
class AdversarialInputTest {
  private static final int SIDE = 37;
  private static final int CLASSES = 3;

  /** Pixel 0 becomes -127, pixel 255 becomes 127. */
  private static Preprocessing preprocessing(Shape shape) {
    byte[] codes = new byte[shape.channels() * PixelTable.ENTRIES];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % 256 < 128 ? -127 : 127);
    }
    return new Preprocessing(
        shape, Preprocessing.Fit.CROP, Preprocessing.ColorOrder.RGB, new PixelTable(0, codes));
  }

  @Test
  void logitsOfAConvolutionReachTheirBounds() {
    for (int bits : new int[] {2, 3, 8}) {
      Shape image = new Shape(3, SIDE, SIDE);
      Preprocessing input = preprocessing(image);
      Grid grid = QuantizedNetwork.inputGrid(input);
      Codes codes = RandomNetworks.codes(bits, bits, CLASSES * image.size());
      IntegerLayer.Convolution layer =
          new IntegerLayer.Convolution(
              "conv",
              image,
              Shape.vector(CLASSES),
              SIDE,
              1,
              0,
              1,
              codes,
              Epilogue.Accumulate.proven(codes, new int[CLASSES], grid));
      assertEquals(AccumulatorProof.of(layer, grid).accumulator(), measured(input, layer, codes));
    }
  }

  @Test
  void logitsOfAFullyConnectedLayerReachTheirBounds() {
    Shape image = new Shape(1, SIDE, SIDE);
    Preprocessing input = preprocessing(image);
    Grid grid = QuantizedNetwork.inputGrid(input);
    Codes codes = RandomNetworks.codes(9, 2, CLASSES * image.size());
    IntegerLayer.FullyConnected layer =
        new IntegerLayer.FullyConnected(
            "fc",
            image,
            Shape.vector(CLASSES),
            codes,
            Epilogue.Accumulate.proven(codes, new int[CLASSES], grid));
    assertEquals(AccumulatorProof.of(layer, grid).accumulator(), measured(input, layer, codes));
  }

  /** The least and the largest logit on the two worst images of each class. */
  private static Range measured(Preprocessing input, IntegerLayer layer, Codes codes) {
    List<String> classes = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    QuantizedNetwork network =
        new QuantizedNetwork("worst", input, classes, Fold.EXACT, List.of(layer), "{}");
    Session session = IntegerExecutor.of(network).newSession();
    int[] logits = new int[CLASSES];
    long min = 0;
    long max = 0;
    for (int o = 0; o < CLASSES; o++) {
      for (int sign : new int[] {-1, 1}) {
        byte[] pixels = new byte[input.shape().size()];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = (byte) (sign * codes.at(o * pixels.length + i) > 0 ? 255 : 0);
        }
        session.logits(pixels, 0, logits);
        min = Math.min(min, logits[o]);
        max = Math.max(max, logits[o]);
      }
    }
    return new Range(min, max);
  }
}
