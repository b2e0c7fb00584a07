package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
  private static final int CLASSES = 10;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsWhatWasWrittenPackedOrNot(boolean packed) throws IOException {
    byte[] labels = Formats.idx(0x801, new int[] {3}, new byte[] {9, 0, 4});
    byte[] images = Formats.idx(0x803, new int[] {3, 2, 3}, Formats.ramp(18, 120));
    int[] readLabels = IdxReader.labels(file("labels", labels, packed), CLASSES).value();
    assertArrayEquals(new int[] {9, 0, 4}, readLabels);
    DataFile imageFile = file("images", images, packed);
    ImageSet set = IdxReader.images(imageFile, readLabels).value();
    assertEquals(3, set.size());
    assertEquals(new Shape(1, 2, 3), set.shape());
    byte[] second = new byte[8];
    set.read(1, second, 2);
    assertArrayEquals(new byte[] {0, 0, 126, 127, -128, -127, -126, -125}, second);
    assertEquals(3, IdxReader.count(imageFile));
    assertEquals(
        Formats.sha256(images),
        IdxReader.images(imageFile, readLabels).sha256(),
        "the sum is that of the unpacked content");
  }

  @Test
  void everyTruncationOfALabelFileIsFoundAndPlaced() throws IOException {
    byte[] whole = Formats.idx(0x801, new int[] {3}, new byte[] {9, 0, 4});
    for (int length = 0; length < whole.length; length++) {
      DataFile file = file("labels", Arrays.copyOf(whole, length), false);
      String message =
          assertThrows(DatasetException.class, () -> IdxReader.labels(file, CLASSES)).getMessage();
      int part = length < 4 ? 0 : length < 8 ? 4 : 8;
      assertTrue(message.startsWith(file.name() + ", byte " + part + ": the file is cut"), message);
    }
  }

  @Test
  void everyTruncationOfAnImageFileIsFound() throws IOException {
    byte[] whole = Formats.idx(0x803, new int[] {2, 2, 3}, Formats.ramp(12, 0));
    for (int length = 0; length < whole.length; length++) {
      DataFile file = file("images", Arrays.copyOf(whole, length), false);
      String message =
          assertThrows(DatasetException.class, () -> IdxReader.images(file, new int[2]))
              .getMessage();
      assertTrue(message.contains("the file is cut off within"), message);
    }
  }

  @Test
  void everyTruncationOfAPackedFileIsAnErrorThatNamesIt() throws IOException {
    byte[] whole = Formats.gzip(Formats.idx(0x803, new int[] {2, 2, 3}, Formats.ramp(12, 0)));
    for (int length = 0; length < whole.length; length++) {
      DataFile file = file("images.gz", Arrays.copyOf(whole, length), false);
      String message =
          assertThrows(DatasetException.class, () -> IdxReader.images(file, new int[2]))
              .getMessage();
      assertTrue(message.startsWith(file.name()), message);
    }
  }

  @Test
  void bytesAfterTheEndAreAnError() throws IOException {
    byte[] labels = Formats.idx(0x801, new int[] {2}, new byte[] {1, 2, 3});
    assertFails("byte 10: more bytes follow", labels, f -> IdxReader.labels(f, CLASSES));
    byte[] images = Formats.idx(0x803, new int[] {1, 2, 2}, new byte[5]);
    assertFails("byte 20: more bytes follow", images, f -> IdxReader.images(f, new int[1]));
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsPlace() throws IOException {
    byte[] labels = Formats.idx(0x801, new int[] {3}, new byte[] {9, 10, 0});
    assertFails(
        "byte 9: label 10 of image 1 is not in 0 .. 9", labels, f -> IdxReader.labels(f, CLASSES));
    labels[9] = (byte) 200;
    assertFails("label 200 of image 1", labels, f -> IdxReader.labels(f, CLASSES));
  }

  @Test
  void headersThatLieAreRefused() throws IOException {
    byte[] labels = Formats.idx(0x801, new int[] {1}, new byte[1]);
    assertFails(
        "byte 0: magic number 0x00000801, expected 0x00000803",
        labels,
        f -> IdxReader.images(f, new int[1]));
    byte[] images = Formats.idx(0x803, new int[] {2, 1, 1}, new byte[2]);
    assertFails(
        "byte 4: 2 images, but there are 3 labels", images, f -> IdxReader.images(f, new int[3]));
    for (int extent : new int[] {0, -1, Integer.MAX_VALUE}) {
      byte[] flat = Formats.idx(0x803, new int[] {1, 1, extent}, new byte[4]);
      assertFails("byte 12: columns (=" + extent + ")", flat, f -> IdxReader.images(f, new int[1]));
    }
  }

  /** A header that claims two thousand million labels must not take the memory for them. */
  @Test
  void aHugeCountDoesNotTakeMemory() throws IOException {
    byte[] labels = Formats.idx(0x801, new int[] {Integer.MAX_VALUE}, new byte[10]);
    assertFails("cut off within the labels", labels, f -> IdxReader.labels(f, CLASSES));
    byte[] negative = Formats.idx(0x801, new int[] {-5}, new byte[10]);
    assertFails("byte 4: count -5", negative, f -> IdxReader.labels(f, CLASSES));
  }

  @Test
  void aMissingFileIsNamed() {
    DataFile file = DataFile.of(folder.resolve("absent"));
    String message =
        assertThrows(DatasetException.class, () -> IdxReader.labels(file, CLASSES)).getMessage();
    assertTrue(message.contains("absent: cannot be read"), message);
  }

  private interface Reading {
    void of(DataFile file);
  }

  private void assertFails(String expected, byte[] content, Reading reading) throws IOException {
    DataFile file = file("file", content, false);
    String message = assertThrows(DatasetException.class, () -> reading.of(file)).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.startsWith(file.name()), message);
  }

  private DataFile file(String name, byte[] content, boolean packed) throws IOException {
    return DataFile.of(Files.write(folder.resolve(name), packed ? Formats.gzip(content) : content));
  }
}
