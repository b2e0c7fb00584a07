package org.dyadic.export.c;

import java.util.Arrays;
import java.util.List;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;

/**
 * Networks whose convolution sums 9 inputs a channel of -127 .. 127, all with one sign: 28 channels
 * stay within 16 bits, 29 do not. Nothing is lost on the way to the logits.
 */
final class FullLanes {
  private FullLanes() {}

  static QuantizedNetwork of(int channels) {
    byte[] table = new byte[channels * PixelTable.ENTRIES];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) Math.max(i % PixelTable.ENTRIES - 128, -127);
    }
    Shape image = new Shape(channels, 3, 5);
    Preprocessing preprocessing =
        new Preprocessing(
            image,
            Preprocessing.Fit.STRETCH,
            Preprocessing.ColorOrder.RGB,
            new PixelTable(0, table));
    byte[] signs = new byte[2 * 9 * channels];
    Arrays.fill(signs, 0, 9 * channels, (byte) 1);
    Arrays.fill(signs, 9 * channels, signs.length, (byte) -1);
    Epilogue.Requantize same =
        new Epilogue.Requantize(new int[] {1, 1}, new long[2], 0, Grid.signed(24, 0));
    Shape sums = new Shape(2, 1, 3);
    byte[] copies = new byte[36];
    for (int i = 0; i < 6; i++) {
      copies[7 * i] = 1;
    }
    Codes identity = new Codes(2, 0, copies);
    return new QuantizedNetwork(
        "sums of %d inputs".formatted(9 * channels),
        preprocessing,
        List.of("a", "b", "c", "d", "e", "f"),
        Fold.EXACT,
        List.of(
            new IntegerLayer.Convolution(
                "conv1", image, sums, 3, 1, 0, 1, new Codes(2, 0, signs), same),
            new IntegerLayer.FullyConnected(
                "fc1",
                sums,
                Shape.vector(6),
                identity,
                Epilogue.Accumulate.proven(identity, new int[6], same.output()))),
        "{}");
  }
}
