package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.dyadic.quant.DenseLayer;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;

/** Dense layers, channel affines and padded pools in files that mislead, all checksums right. */
class DenseLayersTest {
  private static final QuantizedNetwork NETWORK = RandomNetworks.withEveryLayer(2);

  private static void refused(ByteBuffer layers, String message) {
    ForgedFile forged = new ForgedFile(ModelFile.toBytes(NETWORK));
    forged.part("LAYR").bytes = new byte[layers.capacity()];
    layers.clear().get(forged.part("LAYR").bytes);
    String found =
        assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(forged.build()))
            .getMessage();
    assertTrue(found.contains(message), found);
  }

  private static ByteBuffer layers(int bytes, int count) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort((short) count);
  }

  /** A record of a max pool of one element, which keeps the shape. */
  private static void putPool(ByteBuffer layers, int kind, int channels) {
    layers.put((byte) kind).putInt(channels);
    layers.putInt(NETWORK.preprocessing().shape().height());
    layers.putInt(NETWORK.preprocessing().shape().width());
    layers.putShort((short) 1).putShort((short) 1);
  }

  /** Dense layers whose bodies are pools of one element: each doubles the channels. */
  @Test
  void theyCannotGrowWithoutEnd() {
    ByteBuffer bytes = layers(2 + 30 * 20, 30);
    for (int channels = NETWORK.preprocessing().shape().channels(); bytes.hasRemaining(); ) {
      bytes.put((byte) 7).putShort((short) 1);
      putPool(bytes, 3, channels);
      channels *= 2;
    }
    refused(bytes, "expected a tensor of at most 67108864 elements");
  }

  @Test
  void aDenseLayerHasABody() {
    refused(layers(5, 1).put((byte) 7), "dense: the body must have a layer");
  }

  /** A pool without padding has one encoding, and a padded one a value in every window. */
  @Test
  void aPaddedPoolIsPadded() {
    int channels = NETWORK.preprocessing().shape().channels();
    for (int padding : new int[] {0, 1}) {
      ByteBuffer bytes = layers(2 + 17 + 2, 1);
      putPool(bytes, 13, channels);
      refused(
          bytes.putShort((short) padding),
          padding == 0
              ? "expected padding in 1 .. 65535, found 0"
              : "max pool: padding 1 must lie in 0 .. 0");
    }
  }

  @Test
  void theyComeBackFromTheirFile() {
    QuantizedNetwork read = ModelFile.fromBytes(ModelFile.toBytes(NETWORK));
    assertEquals(NETWORK, read);
    List<IntegerLayer> layers = read.layers();
    assertTrue(layers.stream().anyMatch(DenseLayer.class::isInstance));
    assertTrue(
        layers.stream()
            .anyMatch(l -> l instanceof IntegerLayer.MaxPool p && p.padding().rows() == 1));
  }
}
