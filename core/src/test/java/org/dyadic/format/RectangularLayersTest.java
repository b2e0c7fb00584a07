package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;

/** Layers whose windows are not square, in the model file. */
class RectangularLayersTest {
  private static final int LIST = 2;

  @Test
  void theyComeBack() {
    for (long seed = 0; seed < 60; seed++) {
      QuantizedNetwork network = RandomNetworks.withRectangles(seed);
      byte[] bytes = ModelFile.toBytes(network);
      assertEquals(network, ModelFile.fromBytes(bytes), "seed " + seed);
      assertArrayEquals(bytes, ModelFile.toBytes(ModelFile.fromBytes(bytes)), "seed " + seed);
    }
  }

  @Test
  void squareLayersKeepTheirOldRecords() {
    for (IntegerLayer layer : RandomNetworks.withEveryLayer(1).layers()) {
      assertTrue(
          !(layer instanceof IntegerLayer.Convolution c) || c.kernel().isSquare(), "the premise");
    }
    byte[] records =
        new ForgedFile(ModelFile.toBytes(RandomNetworks.withEveryLayer(1))).part("LAYR").bytes;
    assertEquals(Tags.CONVOLUTION, records[LIST]);
  }

  /** A network has one encoding: a square window in a rectangular record would be a second. */
  @Test
  void aSquareWindowInARectangularRecordIsRefused() {
    QuantizedNetwork network = RandomNetworks.withRectangles(1);
    ForgedFile forged = new ForgedFile(ModelFile.toBytes(network));
    ByteBuffer records = ByteBuffer.wrap(forged.part("LAYR").bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(Tags.RECTANGULAR_CONVOLUTION, records.get(LIST));
    int extents = LIST + 1 + 2 + records.getShort(LIST + 1) + 12;
    IntegerLayer.Convolution first = (IntegerLayer.Convolution) network.layers().getFirst();
    assertEquals(first.kernel().columns(), records.getShort(extents + 2));
    for (int i : List.of(0, 4, 8)) {
      records.putShort(extents + i, records.getShort(extents + i + 2));
    }
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(forged.build()));
    assertTrue(
        refused.getMessage().contains("a window that is not square in a rectangular layer"),
        refused.getMessage());
  }

  @Test
  void columnsAreChecked() {
    ForgedFile forged = new ForgedFile(ModelFile.toBytes(RandomNetworks.withRectangles(1)));
    ByteBuffer records = ByteBuffer.wrap(forged.part("LAYR").bytes).order(ByteOrder.LITTLE_ENDIAN);
    int extents = LIST + 1 + 2 + records.getShort(LIST + 1) + 12;
    records.putShort(extents + 6, (short) 0);
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(forged.build()));
    assertTrue(
        refused.getMessage().contains("stride in columns in 1 .. 65535, found 0"),
        refused.getMessage());
  }

  /** The pool follows both convolutions; its record is found by its kind and its shape. */
  private static int pool(ByteBuffer records, IntegerLayer.MaxPool pool) {
    for (int at = LIST; at < records.capacity() - 14; at++) {
      if (records.get(at) == Tags.RECTANGULAR_POOL
          && records.getInt(at + 2) == pool.out().channels()
          && records.getInt(at + 6) == pool.out().height()
          && records.getInt(at + 10) == pool.out().width()) {
        return at;
      }
    }
    throw new AssertionError("no pool in the records");
  }

  @Test
  void poolsHaveAKindAndItsPaddingExactly() {
    int padded = 0;
    for (long seed = 0; seed < 20; seed++) {
      QuantizedNetwork network = RandomNetworks.withRectangles(seed);
      IntegerLayer.MaxPool layer = (IntegerLayer.MaxPool) network.layers().get(2);
      boolean hasPadding = layer.padding().rows() > 0;
      ForgedFile forged = new ForgedFile(ModelFile.toBytes(network));
      ByteBuffer records =
          ByteBuffer.wrap(forged.part("LAYR").bytes).order(ByteOrder.LITTLE_ENDIAN);
      int at = pool(records, layer);
      assertEquals(
          hasPadding ? Tags.PADDED_MAX_POOL : Tags.MAX_POOL, records.get(at + 1), "seed " + seed);
      if (hasPadding) {
        padded++;
        records.putInt(at + 22, 0);
        expect(forged, "expected padding of a padded pool, found 0");
      }
      records.put(at + 1, (byte) 5);
      expect(forged, "expected a kind of pool, found 5");
    }
    assertTrue(padded > 2 && padded < 18, padded + " of 20 are padded");
  }

  private static void expect(ForgedFile forged, String message) {
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(forged.build()));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }
}
