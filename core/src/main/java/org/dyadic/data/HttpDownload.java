package org.dyadic.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * One file over HTTP. The bytes go into a file with the ending {@code .part}, which an interrupted
 * download leaves and the next one continues with a range request; a server that knows no ranges is
 * asked for everything again.
 */
final class HttpDownload {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int BUFFER = 1 << 16;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final Download download;
  private final DatasetFetcher.Progress progress;

  HttpDownload(Download download, DatasetFetcher.Progress progress) {
    this.download = download;
    this.progress = progress;
  }

  /** Downloads, checks the sum, and gives the file its name at once and whole. */
  void into(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock _ = lock(channel, part)) {
      transferAll(channel);
      channel.force(true);
      check(channel);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileLock lock(FileChannel channel, Path part) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new DatasetException("%s: another download is writing it".formatted(part));
    }
    return lock;
  }

  /** A connection that breaks is taken up again as long as each one brings something. */
  private void transferAll(FileChannel channel) throws IOException {
    while (true) {
      long before = channel.size();
      try {
        transfer(channel, before);
        return;
      } catch (IOException e) {
        if (channel.size() <= before) {
          throw e;
        }
      }
    }
  }

  private void transfer(FileChannel channel, long have) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) download.uri().toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestProperty("Accept-Encoding", "identity");
    if (have > 0) {
      connection.setRequestProperty("Range", "bytes=" + have + "-");
    }
    try {
      receive(connection, channel, have);
    } finally {
      connection.disconnect();
    }
  }

  private void receive(HttpURLConnection connection, FileChannel channel, long have)
      throws IOException {
    int status = connection.getResponseCode();
    String range = connection.getHeaderField("Content-Range");
    boolean continued = status == HttpURLConnection.HTTP_PARTIAL;
    if (status == RANGE_NOT_SATISFIABLE && ("bytes */" + have).equals(range)) {
      return;
    }
    boolean otherRange = continued && (range == null || !range.startsWith("bytes " + have + "-"));
    if (have > 0 && (otherRange || status == RANGE_NOT_SATISFIABLE)) {
      channel.truncate(0);
      transfer(channel, 0);
      return;
    }
    if (!continued && status != HttpURLConnection.HTTP_OK) {
      throw new IOException("%s answered with status %d".formatted(download.uri(), status));
    }
    long start = continued ? have : 0;
    long length = connection.getContentLengthLong();
    channel.truncate(start).position(start);
    try (InputStream in = connection.getInputStream()) {
      copy(in, channel, length < 0 ? -1 : start + length);
    }
  }

  private void copy(InputStream in, FileChannel channel, long total) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      progress.update(download.fileName(), channel.position(), total);
    }
    if (channel.position() < total) {
      throw new EOFException(
          "the connection ended after %d of %d bytes".formatted(channel.position(), total));
    }
  }

  /** A file with a wrong sum is emptied, so that the next download starts afresh. */
  private void check(FileChannel channel) throws IOException {
    MessageDigest digest = Sha256.digest();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    channel.position(0);
    while (channel.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    String sum = Sha256.hex(digest);
    if (!sum.equals(download.sha256())) {
      long size = channel.size();
      channel.truncate(0);
      throw new IOException(
          "%s: %d bytes with SHA-256 %s, expected %s"
              .formatted(download.uri(), size, sum, download.sha256()));
    }
  }
}
