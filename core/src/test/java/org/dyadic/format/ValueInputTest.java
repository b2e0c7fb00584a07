package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.dyadic.data.Preprocessing;
import org.dyadic.data.ValueScale;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;

/** Models of rows of values carry their scale. */
class ValueInputTest {
  private static final int KIND = 12;
  private static final int FIRST_OFFSET = 13;
  private static final int FIRST_FACTOR = 21;

  private static QuantizedNetwork network(long seed) {
    QuantizedNetwork network = RandomNetworks.withRectangles(seed);
    Preprocessing images = network.preprocessing();
    double[] offset = new double[images.shape().channels()];
    double[] factor = new double[offset.length];
    for (int c = 0; c < offset.length; c++) {
      offset[c] = -1.25e-7 * (c + 1);
      factor[c] = c == 1 ? 0 : 255 / 3.0;
    }
    ValueScale scale = new ValueScale(offset, factor);
    return new QuantizedNetwork(
        network.notation(),
        Preprocessing.ofValues(images.shape(), scale, images.table()),
        network.classNames(),
        network.fold(),
        network.layers(),
        network.provenance());
  }

  @Test
  void scalesComeBackBitByBit() {
    for (long seed = 0; seed < 8; seed++) {
      QuantizedNetwork network = network(seed);
      byte[] bytes = ModelFile.toBytes(network);
      assertEquals(network, ModelFile.fromBytes(bytes), "seed " + seed);
      assertArrayEquals(bytes, ModelFile.toBytes(ModelFile.fromBytes(bytes)), "seed " + seed);
    }
  }

  private static void refused(String message, Consumer<ByteBuffer> edit) {
    ForgedFile forged = new ForgedFile(ModelFile.toBytes(network(1)));
    edit.accept(ByteBuffer.wrap(forged.part("INPT").bytes).order(ByteOrder.LITTLE_ENDIAN));
    ModelFormatException fault =
        assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(forged.build()));
    assertTrue(fault.getMessage().contains(message), fault.getMessage());
  }

  @Test
  void scalesAreChecked() {
    refused("offset NaN must be finite", b -> b.putDouble(FIRST_OFFSET, Double.NaN));
    refused("factor -1.0 finite and at least 0", b -> b.putDouble(FIRST_FACTOR, -1));
    refused("factor Infinity finite", b -> b.putDouble(FIRST_FACTOR, 1 / 0.0));
    refused("expected input in 1 .. 3, found 4", b -> b.put(KIND, (byte) 4));
    refused(
        "expected 268435456 bytes of value scale",
        b -> b.putInt(0, 1 << 24).putInt(4, 1).putInt(8, 1));
  }

  @Test
  void version1HasImagesOnly() {
    ForgedFile forged = new ForgedFile(ModelFile.toBytes(network(1)));
    ModelFormatException fault =
        assertThrows(
            ModelFormatException.class,
            () -> ModelFile.fromBytes(forged.build(file -> file.putInt(8, 1))));
    assertTrue(fault.getMessage().contains("input in 1 .. 2, found 3"), fault.getMessage());
  }
}
