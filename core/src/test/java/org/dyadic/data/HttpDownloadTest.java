package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpDownloadTest {
  private static final DatasetFetcher.Progress SILENT = (file, bytes, total) -> {};

  @TempDir Path folder;

  private FileServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FileServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aConnectionThatBreaksIsTakenUpWhereItBroke() throws IOException {
    server.content = Formats.noise(1_000_000);
    server.cutsLeft.set(3);
    Download download = server.download("file.gz", server.content);
    new HttpDownload(download, SILENT).into(folder.resolve("file.gz"));
    assertArrayEquals(server.content, Files.readAllBytes(folder.resolve("file.gz")));
    assertEquals(4, server.ranges.size());
    assertEquals("none", server.ranges.getFirst());
    assertTrue(
        server.ranges.stream().skip(1).allMatch(range -> range.startsWith("bytes=")),
        server.ranges::toString);
  }

  @Test
  void whatAnEarlierRunLeftIsContinued() throws IOException {
    server.content = Formats.noise(50_000);
    Files.write(folder.resolve("file.gz.part"), Arrays.copyOf(server.content, 20_000));
    new HttpDownload(server.download("file.gz", server.content), SILENT)
        .into(folder.resolve("file.gz"));
    assertEquals(List.of("bytes=20000-"), server.ranges);
    assertArrayEquals(server.content, Files.readAllBytes(folder.resolve("file.gz")));
    assertTrue(Files.notExists(folder.resolve("file.gz.part")));
  }

  @Test
  void aWholePartNeedsNoMoreBytesAndATooLongOneStartsAfresh() throws IOException {
    server.content = Formats.noise(5000);
    Files.write(folder.resolve("a.gz.part"), server.content);
    new HttpDownload(server.download("a.gz", server.content), SILENT).into(folder.resolve("a.gz"));
    assertEquals(List.of("bytes=5000-"), server.ranges);
    Files.write(folder.resolve("b.gz.part"), Formats.noise(6000));
    new HttpDownload(server.download("b.gz", server.content), SILENT).into(folder.resolve("b.gz"));
    assertArrayEquals(server.content, Files.readAllBytes(folder.resolve("b.gz")));
  }

  @Test
  void aServerThatSendsAnotherRangeIsAskedForEverything() throws IOException {
    server.content = Formats.noise(5000);
    server.rangeError = 7;
    Files.write(folder.resolve("a.gz.part"), Arrays.copyOf(server.content, 100));
    new HttpDownload(server.download("a.gz", server.content), SILENT).into(folder.resolve("a.gz"));
    assertEquals(List.of("bytes=100-", "none"), server.ranges);
    assertArrayEquals(server.content, Files.readAllBytes(folder.resolve("a.gz")));
  }

  @Test
  void aServerWithoutRangesSendsEverythingAgain() throws IOException {
    server.content = Formats.noise(200_000);
    server.knowsRanges = false;
    Files.write(folder.resolve("file.gz.part"), Formats.noise(150_000));
    new HttpDownload(server.download("file.gz", server.content), SILENT)
        .into(folder.resolve("file.gz"));
    assertArrayEquals(server.content, Files.readAllBytes(folder.resolve("file.gz")));
  }

  @Test
  void twoDownloadsOfOneFileDoNotMix() throws IOException {
    server.content = Formats.noise(10);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("file.gz.part"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertTrue(lock.isValid());
      HttpDownload second = new HttpDownload(server.download("file.gz", server.content), SILENT);
      String message =
          assertThrows(DatasetException.class, () -> second.into(folder.resolve("file.gz")))
              .getMessage();
      assertTrue(message.contains("another download is writing it"), message);
    }
  }
}
