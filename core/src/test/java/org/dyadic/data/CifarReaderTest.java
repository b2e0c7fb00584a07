package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {
  @TempDir Path folder;

  @Test
  void readsTheRecordsOfAllFilesInOrder() throws IOException {
    byte[] first = Formats.cifar(1, 3, 9);
    byte[] second = Formats.cifar(1, 0);
    CifarReader reader = CifarReader.cifar10();
    reader.read(file("a.bin", first));
    reader.read(file("b.bin.gz", Formats.gzip(second)));
    ImageSet images = reader.images();
    assertEquals(3, images.size());
    assertEquals(List.of(3, 9, 0), List.of(images.label(0), images.label(1), images.label(2)));
    byte[] pixels = new byte[3072];
    images.read(1, pixels, 0);
    assertArrayEquals(Arrays.copyOfRange(first, 3074, 6146), pixels);
    assertEquals(List.of(Formats.sha256(first), Formats.sha256(second)), reader.sums());
  }

  @Test
  void cifar100LabelsAreTheFineOnes() throws IOException {
    CifarReader reader = CifarReader.cifar100();
    reader.read(file("train.bin", Formats.cifar(2, 19, 99, 0, 42)));
    assertEquals(99, reader.images().label(0));
    assertEquals(42, reader.images().label(1));
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsPlace() throws IOException {
    assertFails(
        "byte 3073: label 10 of record 1 is not in 0 .. 9",
        CifarReader.cifar10(),
        Formats.cifar(1, 0, 10));
    assertFails(
        "byte 3075: label 100 of record 1 is not in 0 .. 99",
        CifarReader.cifar100(),
        Formats.cifar(2, 0, 0, 0, 100));
    assertFails("label 255", CifarReader.cifar10(), Formats.cifar(1, 255));
  }

  @Test
  void aFileThatIsNotAWholeNumberOfRecordsIsRefused() throws IOException {
    byte[] whole = Formats.cifar(2, 1, 1, 2, 2);
    for (int length : new int[] {1, 2, 3073, 3075, 3076, 6147}) {
      int record = length / 3074;
      assertFails(
          "byte %d: record %d is cut off".formatted(record * 3074, record),
          CifarReader.cifar100(),
          Arrays.copyOf(whole, length));
    }
    assertFails("the file is empty", CifarReader.cifar10(), new byte[0]);
  }

  @Test
  void aTruncatedPackedFileIsRefused() throws IOException {
    byte[] whole = Formats.gzip(Formats.cifar(1, 1, 2));
    assertFails("", CifarReader.cifar10(), Arrays.copyOf(whole, whole.length - 20));
    assertFails("", CifarReader.cifar10(), Arrays.copyOf(whole, whole.length / 2));
  }

  private void assertFails(String expected, CifarReader reader, byte[] content) throws IOException {
    DataFile file = file("file.bin", content);
    String message = assertThrows(DatasetException.class, () -> reader.read(file)).getMessage();
    assertTrue(message.startsWith(file.name()) && message.contains(expected), message);
  }

  private DataFile file(String name, byte[] content) throws IOException {
    return DataFile.of(Files.write(folder.resolve(name), content));
  }
}
