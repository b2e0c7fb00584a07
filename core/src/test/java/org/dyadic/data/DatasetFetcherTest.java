package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dyadic.data.KnownSet.Format;
import org.dyadic.data.KnownSet.KnownFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatasetFetcherTest {
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

  private DatasetFetcher fetcher(KnownSet set, Download download) {
    return new DatasetFetcher(set, List.of(download), folder, SILENT);
  }

  private static KnownSet set(Format format, KnownFile... files) {
    KnownSet like = format == Format.IDX ? KnownSet.MNIST : KnownSet.CIFAR10;
    return new KnownSet(
        "some-set",
        format,
        like.classNames(),
        like.preprocessing(),
        like.augmentation(),
        List.of(),
        List.of(files));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void fetchesWithProgressAndLeavesSoundFilesAlone() throws IOException {
    byte[] plain = Formats.noise(300_000);
    server.content = Formats.gzip(plain);
    KnownSet set = set(Format.IDX, new KnownFile("images", Formats.sha256(plain)));
    Download download = server.download("home/images.gz", server.content);
    List<Long> heard = new ArrayList<>();
    new DatasetFetcher(
            set,
            List.of(download),
            folder,
            (file, bytes, total) -> {
              assertEquals("images.gz", file);
              assertEquals(server.content.length, total);
              heard.add(bytes);
            })
        .fetch();
    assertArrayEquals(server.content, Files.readAllBytes(folder.resolve("images.gz")));
    assertEquals(heard.stream().sorted().toList(), heard);
    assertEquals(server.content.length, heard.getLast());
    assertEquals(List.of("images.gz"), files());

    fetcher(set, download).fetch();
    assertEquals(1, server.ranges.size(), "a sound file is not fetched again");
    for (byte[] unsound :
        List.of(Formats.gzip(Formats.noise(10)), Arrays.copyOf(server.content, 1000))) {
      Files.write(folder.resolve("images.gz"), unsound);
      fetcher(set, download).fetch();
      assertArrayEquals(server.content, Files.readAllBytes(folder.resolve("images.gz")));
    }
    assertEquals(3, server.ranges.size(), "an unsound file is");
  }

  @Test
  void aWrongSumIsAnErrorAndTheNextFetchStartsAfresh() throws IOException {
    byte[] plain = Formats.noise(4000);
    byte[] sound = Formats.gzip(plain);
    server.content = sound.clone();
    server.content[100] ^= 1;
    KnownSet set = set(Format.IDX, new KnownFile("images", Formats.sha256(plain)));
    Download download = server.download("images.gz", sound);
    String message =
        assertThrows(DatasetException.class, () -> fetcher(set, download).fetch()).getMessage();
    assertTrue(message.contains("SHA-256 " + Formats.sha256(server.content)), message);
    assertTrue(message.contains("expected " + Formats.sha256(sound)), message);
    assertFalse(Files.exists(folder.resolve("images.gz")));
    server.content = sound;
    fetcher(set, download).fetch();
    assertEquals(List.of("none", "none"), server.ranges);
    assertEquals(List.of("images.gz"), files());
  }

  @Test
  void withoutAServerTheMessageSaysWhatToPutWhere() throws IOException {
    KnownSet set = set(Format.IDX, new KnownFile("images", ""));
    Download download;
    String message;
    // A port that is bound but not listened on: refused, and nobody else's meanwhile.
    try (Socket reserved = new Socket()) {
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI home = URI.create("http://127.0.0.1:" + reserved.getLocalPort() + "/home/images.gz");
      download = new Download(home, "");
      message =
          assertThrows(DatasetException.class, () -> fetcher(set, download).fetch()).getMessage();
    }
    for (String part :
        List.of(
            "data set some-set: the download failed (ConnectException",
            "  " + download.uri(),
            "put them into " + folder)) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void aStatusOfTheServerIsReported() {
    server.status = 404;
    KnownSet set = set(Format.IDX, new KnownFile("images", ""));
    String message =
        assertThrows(
                DatasetException.class,
                () -> fetcher(set, server.download("images.gz", server.content)).fetch())
            .getMessage();
    assertTrue(message.contains("answered with status 404"), message);
  }

  /** An archive with the entries "name", content, "name", content... */
  private static byte[] tar(Object... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < entries.length; i += 2) {
      byte[] body = (byte[]) entries[i + 1];
      byte[] header = new byte[512];
      put(header, 0, (String) entries[i]);
      put(header, 124, String.format(Locale.ROOT, "%011o", body.length));
      put(header, 148, "        ");
      header[156] = '0';
      int sum = 0;
      for (byte b : header) {
        sum += Byte.toUnsignedInt(b);
      }
      put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
      out.write(header);
      out.write(body);
      out.write(new byte[Math.floorMod(-body.length, 512)]);
    }
    out.write(new byte[1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  @Test
  void archivesAreUnpackedAndOnlyWhatIsWantedLeavesThem() throws IOException {
    byte[] train = Formats.cifar(1, 1, 2);
    byte[] test = Formats.cifar(1, 3);
    server.content =
        Formats.gzip(
            tar(
                "cifar-10-batches-bin/readme.html",
                Formats.noise(700),
                "../../escaped.bin",
                Formats.noise(3),
                "cifar-10-batches-bin/train.bin",
                train,
                "../../../test.bin",
                test));
    KnownSet set =
        set(
            Format.CIFAR10,
            new KnownFile("train.bin", Formats.sha256(train)),
            new KnownFile("test.bin", Formats.sha256(test)));
    Download download = server.download("set.tar.gz", server.content);
    fetcher(set, download).fetch();
    assertEquals(List.of("test.bin", "train.bin"), files());
    assertArrayEquals(train, Files.readAllBytes(folder.resolve("train.bin")));
    assertArrayEquals(test, Files.readAllBytes(folder.resolve("test.bin")));
    fetcher(set, download).fetch();
    assertEquals(1, server.ranges.size());
  }

  @Test
  void anArchiveThatTheUserPutThereIsUnpackedWithoutAServer() throws IOException {
    byte[] train = Formats.cifar(1, 1, 2);
    byte[] archive = Formats.gzip(tar("train.bin", train));
    Files.write(folder.resolve("set.tar.gz"), archive);
    KnownSet set = set(Format.CIFAR10, new KnownFile("train.bin", Formats.sha256(train)));
    server.close();
    fetcher(set, server.download("set.tar.gz", archive)).fetch();
    assertEquals(List.of("train.bin"), files());
  }

  @Test
  void archivesThatAreNotWhatTheyShouldBeAreRefused() throws IOException {
    byte[] train = Formats.cifar(1, 1, 2);
    KnownSet set = set(Format.CIFAR10, new KnownFile("train.bin", Formats.sha256(train)));
    byte[] sound = tar("train.bin", train);
    assertRefused(set, tar("other.bin", train), "has no [train.bin]");
    assertRefused(set, tar("train.bin", Formats.noise(9)), "train.bin has SHA-256");
    assertRefused(set, Arrays.copyOf(sound, 3000), "is cut off");
    byte[] bent = sound.clone();
    bent[5] ^= 1;
    assertRefused(set, bent, "checksum of a header");
    assertRefused(set, Formats.noise(2000), "not a tar archive");
    for (String file : files()) {
      assertEquals("set.tar.gz", file, "nothing half done stays");
    }
  }

  private void assertRefused(KnownSet set, byte[] archive, String expected) throws IOException {
    server.content = Formats.gzip(archive);
    Download download = server.download("set.tar.gz", server.content);
    String message =
        assertThrows(DatasetException.class, () -> fetcher(set, download).fetch()).getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void everyKnownSetHasAHomeThatBringsAllItsFiles() {
    for (KnownSet set : KnownSet.ALL) {
      List<Download> downloads = Download.of(set);
      if (set.format() == Format.IDX) {
        assertEquals(
            set.files().stream().map(file -> file.name() + ".gz").toList(),
            downloads.stream().map(Download::fileName).toList());
      } else {
        assertEquals(1, downloads.size());
        assertTrue(downloads.getFirst().archive());
      }
      for (Download download : downloads) {
        assertTrue(download.sha256().matches("[0-9a-f]{64}"), download::toString);
      }
    }
    String message =
        assertThrows(DatasetException.class, () -> DatasetFetcher.fetch("digits", SILENT))
            .getMessage();
    assertTrue(message.contains("known are mnist, fashion-mnist, cifar10, cifar100"), message);
  }
}
