package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dyadic.inference.Classifier;
import org.dyadic.quant.QuantizedNetwork;
import org.junit.jupiter.api.Test;

/** A file that the program wrote when its format was version 1, and the logits that it gave. */
class GoldenFileTest {
  private static byte[] golden() throws IOException {
    try (InputStream file =
        GoldenFileTest.class.getResourceAsStream("/golden/every-layer-v1.dyadic")) {
      return file.readAllBytes();
    }
  }

  private static byte[] image(int size, int kind) {
    byte[] pixels = new byte[size];
    for (int i = 0; i < size; i++) {
      pixels[i] = (byte) (i * (37 + 2 * kind) + i / 7 * kind);
    }
    return pixels;
  }

  @Test
  void aFileOfVersion1GivesItsLogits() throws IOException {
    QuantizedNetwork network = ModelFile.fromBytes(golden());
    Classifier classifier = Classifier.of(network);
    int size = network.preprocessing().shape().size();
    assertArrayEquals(new int[] {255, 202, -305, -631, 724}, classifier.logits(image(size, 0)));
    assertArrayEquals(new int[] {-45, -338, -1025, 179, 214}, classifier.logits(image(size, 1)));
    assertArrayEquals(new int[] {580, 517, -383, -191, 1242}, classifier.logits(image(size, 2)));
    assertEquals("{\"seed\": 1}", network.provenance());
  }

  @Test
  void itIsAFileOfTheNewestVersionButForItsNumber() throws IOException {
    byte[] first = golden();
    byte[] newest = first.clone();
    ByteBuffer header = ByteBuffer.wrap(newest).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(8, ModelFile.VERSION).putInt(28, Container.checksum(newest, 0, 28));
    assertArrayEquals(newest, ModelFile.toBytes(ModelFile.fromBytes(first)));
    assertEquals(ModelFile.fromBytes(newest), ModelFile.fromBytes(first));
  }
}
