package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyReaderTest {
  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a.npy"), bytes);
  }

  private void refused(String message, byte[] bytes) throws IOException {
    Path file = file(bytes);
    Exception wrong = assertThrows(DatasetException.class, () -> NpyReader.values(file));
    assertTrue(wrong.getMessage().startsWith(file.toString()), wrong.getMessage());
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
  }

  /** The bytes are written out by hand: 1 and -2 in every type. */
  @ParameterizedTest
  @CsvSource({
    "<f4,0000803f000000c0",
    "<f8,000000000000f03f00000000000000c0",
    "|i1,01fe",
    "<i2,0100feff",
    "<i4,01000000feffffff",
    "<i8,0100000000000000feffffffffffffff"
  })
  void everySignedTypeIsRead(String type, String hex) throws IOException {
    byte[] elements = HexFormat.of().parseHex(hex);
    for (int version = 1; version <= 3; version++) {
      String header = NpyBytes.header(type, false, "(1, 2)");
      ValueRows rows = NpyReader.values(file(NpyBytes.of(version, 0, header, elements)));
      assertArrayEquals(new float[][] {{1, -2}}, rows.values(), type + ", version " + version);
    }
  }

  @Test
  void unsignedTypesAreUnsigned() throws IOException {
    byte[] elements = {1, (byte) 254, (byte) 255, (byte) 255};
    byte[] bytes = NpyBytes.of(1, 0, NpyBytes.header("|u1", false, "(2, 2)"), elements);
    assertArrayEquals(new float[][] {{1, 254}, {255, 255}}, NpyReader.values(file(bytes)).values());
    byte[] words = NpyBytes.of(1, 0, NpyBytes.header("<u2", false, "(1, 2)"), elements);
    assertArrayEquals(new float[][] {{65025, 65535}}, NpyReader.values(file(words)).values());
  }

  @Test
  void extentsGiveTheShapeOfARow() throws IOException {
    float[] values = new float[24];
    assertEquals(
        new Shape(1, 1, 12), NpyReader.values(file(NpyBytes.floats("(2, 12)", values))).shape());
    assertEquals(
        new Shape(3, 1, 4), NpyReader.values(file(NpyBytes.floats("(2, 3, 4)", values))).shape());
    assertEquals(
        new Shape(3, 2, 2),
        NpyReader.values(file(NpyBytes.floats("(2, 3, 2, 2)", values))).shape());
  }

  /** More elements than the reader's buffer holds, at an odd size. */
  @Test
  void longArraysKeepTheirOrder() throws IOException {
    float[] values = new float[7 * 9001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    float[][] rows = NpyReader.values(file(NpyBytes.floats("(7, 9001)", values))).values();
    for (int i = 0; i < values.length; i++) {
      assertEquals(i, rows[i / 9001][i % 9001]);
    }
  }

  @Test
  void labelsAreWholeNumbers() throws IOException {
    assertArrayEquals(new int[] {3, -1, 0}, NpyReader.labels(file(NpyBytes.longs(3, -1, 0))));
    Path large = file(NpyBytes.longs(1, 1L << 31));
    Exception wrong = assertThrows(DatasetException.class, () -> NpyReader.labels(large));
    assertEquals(
        large + ", row 2: the label must lie in -2147483648 .. 2147483647", wrong.getMessage());
    Path real = file(NpyBytes.floats("(2,)", 1, 2));
    assertThrows(DatasetException.class, () -> NpyReader.labels(real));
    Path table = file(NpyBytes.of(1, 0, NpyBytes.header("|i1", false, "(2, 1)"), new byte[2]));
    assertThrows(DatasetException.class, () -> NpyReader.labels(table));
  }

  @Test
  void lyingHeadersAreRefusedBeforeMemoryIsTaken() throws IOException {
    String huge = "(461168601842738790, 80)";
    for (String shape :
        new String[] {huge, "(999999999999999999, 999999999999999999)", "(2147483648, 1)"}) {
      refused(
          "are announced, but 8 bytes follow",
          NpyBytes.of(1, 0, NpyBytes.header("<f4", false, shape), new byte[8]));
    }
    refused("3 x 1 elements of 4 bytes are announced", NpyBytes.floats("(3, 1)", 1, 2));
    refused("1 x 1 elements of 4 bytes are announced", NpyBytes.floats("(1, 1)", 1, 2));
    refused("no extent: elements", NpyBytes.floats("()", 1, 2));
    refused("an array of 0 x 4;", NpyBytes.floats("(0, 4)"));
    refused("an array of 4 x 0;", NpyBytes.floats("(4, 0)"));
    refused("an array of 2;", NpyBytes.floats("(2,)", 1, 2));
    refused("1 x 1 x 1 x 1 x 1;", NpyBytes.floats("(1, 1, 1, 1, 1)", 1));
    refused("a number of 1 to 18 digits", NpyBytes.floats("(1234567890123456789, 1)"));
    byte[] longHeader = NpyBytes.of(2, 0, NpyBytes.header("<f4", false, "(1, 1)"), new byte[4]);
    longHeader[11] = (byte) 0xFF;
    refused("byte 8: a header of 42", longHeader);
    longHeader[11] = 0;
    longHeader[9] = 0x10;
    refused("byte 8: a header of 4214 bytes in a file of 134", longHeader);
  }

  @Test
  void everyCutIsRefused() throws IOException {
    byte[] whole = NpyBytes.floats("(2, 2)", 1, 2, 3, 4);
    for (int length = 0; length < whole.length; length++) {
      Path cut = file(Arrays.copyOf(whole, length));
      assertThrows(DatasetException.class, () -> NpyReader.values(cut), "cut to " + length);
    }
    refused("announced", Arrays.copyOf(whole, whole.length + 1));
  }

  @Test
  void otherFilesAndVersionsAreRefused() throws IOException {
    byte[] bytes = NpyBytes.floats("(1, 1)", 1);
    byte[] png = bytes.clone();
    png[0] = (byte) 0x89;
    refused("byte 0: not a NumPy array", png);
    for (int[] version : new int[][] {{0, 0}, {4, 0}, {1, 1}, {255, 0}}) {
      byte[] other = bytes.clone();
      other[6] = (byte) version[0];
      other[7] = (byte) version[1];
      refused("byte 6: format version %d.%d is none".formatted(version[0], version[1]), other);
    }
  }

  @Test
  void whatIsNotReadIsNamed() throws IOException {
    byte[] eight = new byte[8];
    refused("in Fortran order", NpyBytes.of(1, 0, NpyBytes.header("<f4", true, "(1, 2)"), eight));
    for (String type : new String[] {">f4", "<c8", "<f2", "|b1", "<U2", "|O", "f4", ""}) {
      refused(
          "elements of type '%s'; those that are read are <f4, <f8, |i1, |u1".formatted(type),
          NpyBytes.of(1, 0, NpyBytes.header(type, false, "(1, 2)"), eight));
    }
    refused("row 2, value 1: NaN is not a finite number", NpyBytes.floats("(2, 1)", 1, Float.NaN));
    refused("row 1, value 2: -Infinity", NpyBytes.floats("(1, 2)", 1, Float.NEGATIVE_INFINITY));
    Path missing = folder.resolve("none.npy");
    assertThrows(DatasetException.class, () -> NpyReader.values(missing));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[1, 2]",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), } x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), 'more': True}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, -1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,, 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': '(1, 1)'}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1, 1)}",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 1)}",
        "{'descr': '<f4, 'fortran_order': False, 'shape': (1, 1)}",
        "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (1, 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (__import__('os'), 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (\u0661, 1)}"
      })
  void brokenHeadersAreRefused(String header) throws IOException {
    refused("byte ", NpyBytes.of(1, 0, header, new byte[4]));
  }

  /** Whatever a byte of a header becomes, the reader either refuses it or reads four floats. */
  @Test
  void noChangedByteConfusesTheReader() throws IOException {
    byte[] whole = NpyBytes.floats("(2, 2)", 1, 2, 3, 4);
    long seed = 5;
    Random random = new Random(seed);
    for (int at = 0; at < whole.length - 16; at++) {
      byte[] changed = whole.clone();
      changed[at] = (byte) random.nextInt(256);
      Path file = file(changed);
      try {
        float[][] rows = NpyReader.values(file).values();
        assertEquals(4, rows.length * rows[0].length, "byte %d, seed %d".formatted(at, seed));
      } catch (DatasetException refused) {
        assertTrue(refused.getMessage().startsWith(file.toString()), refused.getMessage());
      }
    }
  }
}
