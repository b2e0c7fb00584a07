package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
import org.junit.jupiter.api.Test;

/** Files made by hand to mislead a reader; all checksums are right. */
class AttackTest {
  /** Offsets inside the only layer's record: count 2, kind 1, name 2 + 1, shape 12. */
  private static final int OUT = 6;

  private static final int BITS = 18;
  private static final int EXPONENT = 19;
  private static final int PACKING = 20;
  private static final int EPILOGUE = 21;
  private static final int WIDTH = 22;
  private static final int GRID = 23;
  private static final int GRID_EXPONENT = GRID + 16;
  private static final int DIVISOR = GRID + 17;

  /** One fully connected layer "f" of two outputs. */
  private static QuantizedNetwork network(Shape shape) {
    Preprocessing input =
        new Preprocessing(
            shape,
            Preprocessing.Fit.CROP,
            Preprocessing.ColorOrder.RGB,
            new PixelTable(2, new byte[256]));
    byte[] values = new byte[2 * shape.size()];
    Arrays.fill(values, 3, 9, (byte) 1);
    Grid sums = new Grid(-100_000, 100_000, 5, 1);
    IntegerLayer layer =
        new IntegerLayer.FullyConnected(
            "f",
            input.shape(),
            Shape.vector(2),
            new Codes(2, 3, values),
            new Epilogue.Accumulate(new int[] {100, -7}, sums));
    return new QuantizedNetwork("2", input, List.of("no", "yes"), Fold.EXACT, List.of(layer), "{}");
  }

  /** A file of 16 codes in 2-bit fields. */
  private static ForgedFile forged() {
    return new ForgedFile(ModelFile.toBytes(network(new Shape(1, 2, 4))));
  }

  private static ModelFormatException refused(byte[] file) {
    return assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(file));
  }

  /** Changes one section. */
  private static void refused(String section, Consumer<ByteBuffer> edit, String message) {
    ForgedFile forged = forged();
    edit.accept(ByteBuffer.wrap(forged.part(section).bytes).order(ByteOrder.LITTLE_ENDIAN));
    expect(forged.build(), message);
  }

  private static void resized(String section, int change, String message) {
    ForgedFile forged = forged();
    ForgedFile.Part part = forged.part(section);
    part.bytes = Arrays.copyOf(part.bytes, part.bytes.length + change);
    expect(forged.build(), message);
  }

  /** Changes the finished file, outside of the sections. */
  private static void refusedPlaces(Consumer<ByteBuffer> edit, String message) {
    expect(forged().build(edit), message);
  }

  private static void expect(byte[] file, String message) {
    String found = refused(file).getMessage();
    assertTrue(found.contains(message), found);
  }

  @Test
  void theHeaderIsChecked() {
    refusedPlaces(file -> file.putInt(8, 3), "at byte 8: expected format version 1 or 2, found 3");
    refusedPlaces(file -> file.putInt(8, -1), "expected format version 1 or 2, found 4294967295");
    refusedPlaces(file -> file.putInt(12, 5), "expected 6 sections, found 5");
    refusedPlaces(file -> file.putInt(12, 1 << 30), "expected 6 sections, found 1073741824");
    refusedPlaces(file -> file.putInt(12, -6), "number of sections in 0 .. 2147483647");
    refusedPlaces(file -> file.putLong(16, 2L << 30), "expected a file of 2147483648 bytes");
    refusedPlaces(file -> file.putLong(16, -1), "expected a file of -1 bytes");
    refusedPlaces(file -> file.put(1, (byte) 'd'), "at byte 0: expected the magic number");
  }

  @Test
  void sectionsLieWhereTheyMust() {
    int second = 32 + 24;
    refusedPlaces(file -> file.putLong(second + 8, file.getLong(32 + 8)), "expected offset");
    refusedPlaces(file -> file.putLong(second + 8, Long.MAX_VALUE), "expected offset");
    refusedPlaces(file -> file.putLong(second + 8, Long.MIN_VALUE), "expected offset");
    refusedPlaces(file -> file.putLong(second + 8, file.getLong(second + 8) + 16), "offset");
    refusedPlaces(file -> file.putLong(second + 16, Long.MAX_VALUE), "expected length in 0 ..");
    refusedPlaces(file -> file.putLong(second + 16, -1), "expected length in 0 ..");
    refusedPlaces(file -> file.putLong(32 + 16, 1 << 20), "expected length in 0 ..");
    refusedPlaces(file -> file.put(second + 3, (byte) '2'), "expected section NAME");
  }

  @Test
  void sectionsStandOnceInTheirOrder() {
    ForgedFile twice = forged();
    twice.part("NAME").id = "INPT";
    expect(twice.build(), "expected section NAME, found another section");
    ForgedFile swapped = forged();
    Collections.swap(swapped.parts, 4, 5);
    expect(swapped.build(), "expected section CODE, found another section");
    ForgedFile more = forged();
    more.parts.add(new ForgedFile.Part("MORE", new byte[3]));
    expect(more.build(), "expected 6 sections, found 7");
  }

  @Test
  void paddingIsZeroAndNothingFollows() {
    ForgedFile forged = forged();
    int offset = 32 + 6 * 24;
    int end = offset + forged.part("INPT").bytes.length;
    assertTrue(end % 16 != 0);
    byte[] padded = forged.build(file -> file.put(end, (byte) 1));
    assertEquals(end, refused(padded).offset());
    byte[] longer = Arrays.copyOf(padded, padded.length + 16);
    ByteBuffer.wrap(longer)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(end, (byte) 0)
        .putLong(16, longer.length);
    expect(restamped(longer), "expected the end of the file, found 16 more bytes");
  }

  /** The file with the header's checksum made right. */
  private static byte[] restamped(byte[] file) {
    int crc = Container.checksum(file, 0, 28);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(28, crc);
    return file;
  }

  @Test
  void hugeClaimsAreRefusedBeforeMemoryIsTaken() {
    refused("INPT", b -> b.putInt(0, 1 << 26), "expected a tensor of at most 67108864 elements");
    refused("INPT", b -> b.putInt(0, 1 << 23), "expected 2147483648 bytes of pixel table");
    refused("INPT", b -> b.putInt(4, -1), "expected height in 1 .. 2147483647, found -1");
    refused("NAME", b -> b.putShort(4, (short) -1), "bytes of length of class name");
    refused("LAYR", b -> b.putShort(0, (short) -1), "bytes of kind of layer");
    refused("LAYR", b -> b.putShort(3, (short) -1), "expected 65535 bytes of layer name");
    refused(
        "LAYR",
        b -> b.putInt(OUT, 1 << 26).put(PACKING, (byte) 2),
        "expected 107374183 bytes of weight codes");
    refused("LAYR", b -> b.putInt(OUT, Integer.MAX_VALUE), "expected a tensor of at most");
  }

  @Test
  void deepNestingIsRefused() {
    for (byte kind : new byte[] {6, 7}) {
      ForgedFile forged = forged();
      ByteBuffer bytes = ByteBuffer.allocate(30_000).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.remaining() >= 3) {
        bytes.putShort((short) 1).put(kind);
      }
      forged.part("LAYR").bytes = bytes.array();
      expect(forged.build(), "expected blocks nested at most 8 deep");
    }
  }

  @Test
  void layersKeepTheirRules() {
    refused("LAYR", b -> b.put(2, (byte) 14), "expected kind of layer in 1 .. 13, found 14");
    refused("LAYR", b -> b.put(2, (byte) 0), "expected kind of layer in 1 .. 13, found 0");
    refused("LAYR", b -> b.putInt(OUT + 4, 2), "f: output 2x2x1 must be a vector");
    refused(
        "LAYR",
        b -> b.putInt(OUT, 3).put(PACKING, (byte) 2),
        "expected 5 bytes of weight codes, found 4");
    refused(
        "LAYR", b -> b.putInt(OUT, 1), "expected the end of the weight codes, found 2 more bytes");
    refused("INPT", b -> b.putInt(4, 4), "expected packing 2 of 32 codes of 2 bits, found 1");
    refused("LAYR", b -> b.put(BITS, (byte) 9), "expected bits in 1 .. 8, found 9");
    refused("LAYR", b -> b.put(EXPONENT, (byte) 25), "exponent (=25) must lie in -24 .. 24");
    refused(
        "LAYR", b -> b.put(PACKING, (byte) 2), "expected packing 1 of 16 codes of 2 bits, found 2");
    refused("LAYR", b -> b.put(EPILOGUE, (byte) 4), "expected epilogue in 1 .. 3, found 4");
    refused("LAYR", b -> b.put(WIDTH, (byte) 3), "expected width of biases 1, 2, 4 or 8");
    refused("LAYR", b -> b.put(WIDTH, (byte) 8), "expected width of biases in 1 .. 4");
    refused("LAYR", b -> b.putShort(0, (short) 0), "expected the end of the layer records");
  }

  @Test
  void gridsKeepTheirRules() {
    refused("LAYR", b -> b.putLong(GRID, 5), "must hold 0");
    refused("LAYR", b -> b.putLong(GRID, -1), "its grid ends at -1");
    refused("LAYR", b -> b.putLong(GRID, Long.MIN_VALUE), "do not fit int32");
    refused("LAYR", b -> b.put(GRID_EXPONENT, (byte) 63), "exponent (=63) must lie in -62 .. 62");
    refused("LAYR", b -> b.put(GRID_EXPONENT, (byte) 4), "its sums have exponent 5");
    refused("LAYR", b -> b.putInt(DIVISOR, 0), "expected divisor in 1 ..");
    refused("LAYR", b -> b.putInt(DIVISOR, 2), "divisor 1, its grid says 5 and 2");
  }

  @Test
  void codesHaveOneEncoding() {
    refused("CODE", b -> b.put(0, (byte) 0b10), "value 0 (=-2) must lie in -1 .. 1");
    resized("CODE", 1, "expected the end of the weight codes, found 1 more bytes");
    resized("CODE", -1, "expected 4 bytes of weight codes, found 3");
  }

  /** 18 codes: three bytes of five trits, one of three. */
  @Test
  void tritsHaveOneEncoding() {
    ForgedFile forged = new ForgedFile(ModelFile.toBytes(network(new Shape(1, 3, 3))));
    byte[] codes = forged.part("CODE").bytes;
    assertEquals(4, codes.length);
    codes[0] = (byte) 242;
    codes[3] = 26;
    byte[] good = forged.build();
    Codes read = ((IntegerLayer.Weighted) ModelFile.fromBytes(good).layers().getFirst()).weights();
    assertEquals(1, read.at(0) * read.at(4) * read.at(15) * read.at(17));
    codes[3] = 27;
    expect(forged.build(), "expected packed codes, found byte 0x1b");
    codes[3] = 26;
    codes[0] = (byte) 243;
    expect(forged.build(), "expected packed codes, found byte 0xf3");
  }

  @Test
  void numbersHaveOneEncoding() {
    resized("REQT", 1, "expected the end of the requantization, found 1 more bytes");
    resized("REQT", -1, "expected 2 biases of 1 bytes, found 1 bytes");
    ForgedFile forged = forged();
    forged.part("LAYR").bytes[WIDTH] = 2;
    forged.part("REQT").bytes = new byte[] {100, 0, -7, -1};
    expect(forged.build(), "expected biases of 1 bytes, found 2 bytes");
  }

  @Test
  void namesCannotSteerATerminal() {
    refused("NAME", b -> b.put(3, (byte) 0x1B), "the control character U+001B");
    refused("NAME", b -> b.put(3, (byte) 0xFF), "expected notation in UTF-8");
    refused("NAME", b -> b.put(0, (byte) 3), "expected fold in 1 .. 2, found 3");
    refused("LAYR", b -> b.put(5, (byte) '\n'), "the control character U+000A");
    ForgedFile forged = forged();
    forged.part("PROV").bytes = new byte[] {'{', 7, '}'};
    expect(forged.build(), "expected provenance without control characters");
    forged.part("PROV").bytes = new byte[] {'{', '\n', '\t', '}'};
    assertEquals("{\n\t}", ModelFile.fromBytes(forged.build()).provenance());
  }

  @Test
  void everyClassHasALogit() {
    ForgedFile forged = forged();
    ForgedFile.Part names = forged.part("NAME");
    names.bytes = Arrays.copyOf(names.bytes, names.bytes.length + 3);
    names.bytes[4] = 3;
    names.bytes[names.bytes.length - 3] = 1;
    names.bytes[names.bytes.length - 1] = 'x';
    expect(forged.build(), "network: output 2 for 3 classes");
  }

  @Test
  void overflowingNetworksAreRefused() {
    ForgedFile forged = forged();
    forged.part("LAYR").bytes[WIDTH] = 4;
    ByteBuffer biases = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    forged.part("REQT").bytes = biases.putInt(Integer.MAX_VALUE).putInt(0).array();
    expect(forged.build(), "f: an accumulator with its bias may lie in");
  }

  @Test
  void theFaultOfAFaultIsItsPlace() {
    ForgedFile forged = forged();
    forged.part("LAYR").bytes[BITS] = 9;
    List<Integer> offsets = new ArrayList<>();
    byte[] file = forged.build(buffer -> offsets.add((int) buffer.getLong(32 + 3 * 24 + 8)));
    ModelFormatException fault = refused(file);
    assertEquals(offsets.getFirst() + BITS, fault.offset());
    assertEquals("bits in 1 .. 8", fault.expected());
    assertEquals("9", fault.found());
  }
}
