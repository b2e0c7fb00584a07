package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomRecurrent;
import org.dyadic.report.Inspection;
import org.dyadic.report.LayerReport;
import org.junit.jupiter.api.Test;

class RecurrentFileTest {
  /** In LAYR: the list's length, the kind, the name "lstm1" with its length, then the units. */
  private static final int UNITS = 2 + 1 + 2 + 5;

  /** Units, two arrays' bits, exponent and packing, then the cell's exponent. */
  private static final int CELL_EXPONENT = UNITS + 4 + 3 + 3;

  private static final int MULTIPLIER = CELL_EXPONENT + 1;
  private static final int SHIFT = MULTIPLIER + 8;

  @Test
  void everyNetworkComesBack() {
    for (long seed = 0; seed < 60; seed++) {
      QuantizedNetwork network = RandomRecurrent.of(seed);
      byte[] bytes = ModelFile.toBytes(network);
      assertEquals(network, ModelFile.fromBytes(bytes), "seed " + seed);
      assertArrayEquals(bytes, ModelFile.toBytes(ModelFile.fromBytes(bytes)), "seed " + seed);
    }
  }

  @Test
  void aForgedByteIsRefusedOrTheOneEncodingOfAnotherNetwork() {
    for (long seed = 0; seed < 6; seed++) {
      int accepted = 0;
      int judged = 0;
      ForgedFile forged = new ForgedFile(ModelFile.toBytes(RandomRecurrent.of(seed)));
      for (String id : new String[] {"LAYR", "CODE", "REQT"}) {
        ForgedFile.Part part = forged.part(id);
        for (int at = 0; at < part.bytes.length; at++) {
          for (int flip : new int[] {1, 16, 64, 255}) {
            part.bytes[at] ^= (byte) flip;
            String what = "seed %d, %s byte %d flip %d".formatted(seed, id, at, flip);
            accepted += judge(forged.build(), what);
            judged++;
            part.bytes[at] ^= (byte) flip;
          }
        }
      }
      assertTrue(accepted > 0 && accepted < judged, accepted + " of " + judged);
    }
  }

  private static int judge(byte[] file, String what) {
    try {
      assertArrayEquals(file, ModelFile.toBytes(ModelFile.fromBytes(file)), what);
      return 1;
    } catch (ModelFormatException refused) {
      assertTrue(refused.offset() >= 0 && refused.offset() <= file.length, what + ": " + refused);
      return 0;
    }
  }

  private static void refused(Consumer<ByteBuffer> edit, String message) {
    ForgedFile forged = new ForgedFile(ModelFile.toBytes(RandomRecurrent.of(0)));
    byte[] records = forged.part("LAYR").bytes;
    edit.accept(ByteBuffer.wrap(records).order(ByteOrder.LITTLE_ENDIAN));
    Exception fault =
        assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(forged.build()));
    assertTrue(fault.getMessage().contains(message), fault.getMessage());
  }

  @Test
  void recordsKeepTheirRules() {
    refused(b -> b.put(CELL_EXPONENT, (byte) 16), "expected cell exponent in 0 .. 15, found 16");
    refused(b -> b.put(SHIFT, (byte) 31), "expected shift in 0 .. 30, found 31");
    refused(b -> b.putInt(MULTIPLIER, -1), "expected multiplier in 0 .. 2147483647, found -1");
    refused(b -> b.putInt(MULTIPLIER + 4, -1), "expected hidden multiplier in 0 .. 2147483647");
    refused(b -> b.putInt(MULTIPLIER, Integer.MAX_VALUE), "lstm1: m * x + k * y + b may lie in");
    refused(b -> b.putInt(UNITS, 0), "expected units in 1 .. 2147483647, found 0");
    refused(b -> b.putInt(UNITS, 1 << 27), "expected at most 67108864 units, found 134217728");
    refused(b -> b.putInt(UNITS, 1 << 26), "bytes of weight codes");
  }

  @Test
  void everyByteIsReported() {
    for (long seed = 0; seed < 10; seed++) {
      Inspection inspection = Inspection.of(RandomRecurrent.of(seed));
      String cell = seed % 2 == 0 ? "lstm" : "gru";
      assertEquals(
          cell + "1.weight_ih " + cell + "1.weight_hh " + cell + "1 fc1",
          String.join(" ", inspection.layers().stream().map(LayerReport::name).toList()));
      long ofLayers =
          inspection.layers().stream().mapToLong(l -> l.codeBytes() + l.otherBytes()).sum();
      Layout layout = inspection.layout();
      long ofParts =
          layout.size(Layout.Part.LAYERS)
              + layout.size(Layout.Part.CODES)
              + layout.size(Layout.Part.REQUANTIZE);
      assertEquals(ofParts - Short.BYTES, ofLayers, "seed " + seed);
      assertEquals(inspection.weightCount(), weights(inspection));
      assertTrue(inspection.toText().contains(cell + ", "), inspection.toText());
    }
  }

  private static long weights(Inspection inspection) {
    return inspection.layers().stream().mapToLong(LayerReport::weightCount).sum();
  }
}
