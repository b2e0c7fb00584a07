package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.Scales;
import org.junit.jupiter.api.Test;

/** Files made by hand that mislead about scales, planes, 1-bit codes and the version. */
class ScalesAttackTest {
  /** Offsets inside the only layer's record: count 2, kind 1, name 2 + 1, shape 12. */
  private static final int BITS = 18;

  private static final int PACKING = 20;
  private static final int EPILOGUE = 21;

  private static final Epilogue.Requantize RULE =
      new Epilogue.Requantize(new int[] {3, 4}, new long[] {5, 6}, 7, Grid.signed(24, 8));
  private static final Epilogue PLANES = new Epilogue.RequantizePlanes(RULE, new int[] {8, 9});
  private static final Scales TWO_PLANES =
      Scales.ofPlanes(new float[] {0.5f, 0.7f}, new float[] {0.1f, 2});

  /** One fully connected layer "f" of four inputs and two outputs. */
  private static ForgedFile forged(int bits, Scales scales, Epilogue epilogue) {
    Shape shape = new Shape(1, 2, 2);
    Preprocessing input =
        new Preprocessing(
            shape,
            Preprocessing.Fit.CROP,
            Preprocessing.ColorOrder.RGB,
            new PixelTable(2, new byte[256]));
    Codes codes = new Codes(bits, 3, new byte[] {1, -1, 1, 1, -1, -1, 1, -1}, scales);
    IntegerLayer layer =
        new IntegerLayer.FullyConnected("f", shape, Shape.vector(2), codes, epilogue);
    List<String> classes = List.of("no", "yes");
    return new ForgedFile(
        ModelFile.toBytes(
            new QuantizedNetwork("2", input, classes, Fold.EXACT, List.of(layer), "{}")));
  }

  private static ForgedFile planes() {
    return forged(2, TWO_PLANES, PLANES);
  }

  private static void refused(
      ForgedFile forged, String section, Consumer<ByteBuffer> edit, String message) {
    edit.accept(ByteBuffer.wrap(forged.part(section).bytes).order(ByteOrder.LITTLE_ENDIAN));
    expect(forged.build(), message);
  }

  private static void expect(byte[] file, String message) {
    String found =
        assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(file)).getMessage();
    assertTrue(found.contains(message), found);
  }

  @Test
  void theRecordIsWhereTheSpecificationSaysItIs() {
    ForgedFile file = planes();
    assertEquals(2 | 4 << 4, file.part("LAYR").bytes[BITS]);
    assertEquals(3, file.part("LAYR").bytes[EPILOGUE]);
    ByteBuffer numbers = ByteBuffer.wrap(file.part("REQT").bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (float scale : new float[] {0.5f, 0.7f, 0.1f, 2}) {
      assertEquals(scale, numbers.getFloat());
    }
    for (int number : new int[] {3, 4, 5, 6, 8, 9}) {
      assertEquals(number, numbers.get());
    }
    assertEquals(0, numbers.remaining());
    ForgedFile signs = forged(1, Scales.none(), RULE);
    assertEquals(3, signs.part("LAYR").bytes[PACKING]);
    assertEquals(1, signs.part("CODE").bytes.length);
    assertEquals(0b0100_1101, signs.part("CODE").bytes[0]);
  }

  @Test
  void everyScaleIsFiniteAndGreaterThanZero() {
    for (float bad : new float[] {0, -0f, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      String rule = "(=%s) must be finite and greater than 0".formatted(bad);
      refused(planes(), "REQT", b -> b.putFloat(4, bad), "scales: scale 1 " + rule);
      refused(planes(), "REQT", b -> b.putFloat(8, bad), "scales: negative scale 0 " + rule);
    }
  }

  @Test
  void theFormOfScalesIsOneThatExists() {
    refused(planes(), "LAYR", b -> b.put(BITS, (byte) 0x52), "form of scales in 0 .. 4, found 5");
    refused(planes(), "LAYR", b -> b.put(BITS, (byte) 0xF2), "form of scales in 0 .. 4, found 15");
    refused(planes(), "LAYR", b -> b.put(BITS, (byte) 0x40), "expected bits in 1 .. 8, found 0");
    refused(planes(), "LAYR", b -> b.put(BITS, (byte) 0x4F), "expected bits in 1 .. 8, found 15");
  }

  @Test
  void oneChannelHasOneForm() {
    ForgedFile file = forged(2, Scales.ofChannels(1.5f, 2.5f), RULE);
    Consumer<ByteBuffer> oneOutput = b -> b.putInt(6, 1).put(EPILOGUE + 1, (byte) 1);
    refused(file, "LAYR", oneOutput, "expected one scale for one channel, found 2");
  }

  @Test
  void planesAndEpilogueAgree() {
    refused(planes(), "LAYR", b -> b.put(EPILOGUE, (byte) 4), "epilogue in 1 .. 3, found 4");
    ForgedFile plain = planes();
    plain.part("LAYR").bytes[BITS] = 2;
    plain.part("REQT").bytes = new byte[] {3, 4, 5, 6, 8, 9};
    expect(plain.build(), "f: weights of 1 planes, but an epilogue for 2");
  }

  @Test
  void scalesThatAreNotThereTakeNoMemory() {
    ForgedFile file = forged(2, Scales.ofChannels(1, 2), RULE);
    file.part("REQT").bytes = new byte[7];
    expect(file.build(), "expected 2 scales of 4 bytes, found 7 bytes to the section's end");
  }

  @Test
  void signsHaveOneEncoding() {
    Shape shape = new Shape(1, 2, 2);
    assertEquals(4, shape.size());
    ForgedFile file = forged(1, Scales.none(), RULE);
    refused(file, "LAYR", b -> b.put(PACKING, (byte) 1), "packing 3 of 8 codes of 1 bits, found 1");
    ForgedFile half = forged(1, Scales.none(), RULE);
    half.part("LAYR").bytes[6] = 1;
    expect(half.build(), "expected packed codes, found byte 0x4d");
  }

  @Test
  void accumulatorsOfWeightsWithScalesAreNoLogits() {
    ForgedFile file = forged(2, Scales.ofLayer(0.3f), RULE);
    byte[] record = file.part("LAYR").bytes;
    ByteBuffer accumulate = ByteBuffer.allocate(record.length - 2).order(ByteOrder.LITTLE_ENDIAN);
    accumulate.put(record, 0, EPILOGUE).put((byte) 2).put((byte) 1);
    accumulate.putLong(-9999).putLong(9999).put((byte) 5).putInt(1);
    file.part("LAYR").bytes = accumulate.array();
    ByteBuffer numbers = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
    file.part("REQT").bytes = numbers.putFloat(0.3f).put((byte) 1).put((byte) 2).array();
    expect(file.build(), "f: accumulators of weights with scales may stay only at the end of a");
  }

  /** What version 2 added is a fault in a file that says it is of version 1. */
  @Test
  void version1HoldsWhatItKnew() {
    Consumer<ByteBuffer> first = file -> file.putInt(8, 1);
    expect(forged(1, Scales.none(), RULE).build(first), "expected bits in 2 .. 8, found 1");
    expect(planes().build(first), "expected form of scales in 0 .. 0, found 4");
    ForgedFile epilogue = forged(2, Scales.none(), RULE);
    epilogue.part("LAYR").bytes[EPILOGUE] = 3;
    expect(epilogue.build(first), "expected epilogue in 1 .. 2, found 3");
    ForgedFile layer = forged(2, Scales.none(), RULE);
    layer.part("LAYR").bytes[2] = 7;
    expect(layer.build(first), "expected kind of layer in 1 .. 6, found 7");
  }
}
