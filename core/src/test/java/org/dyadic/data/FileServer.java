package org.dyadic.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on the loopback address that has one file, and can misbehave. */
final class FileServer implements AutoCloseable {
  /** What the file holds. */
  volatile byte[] content = new byte[0];

  volatile boolean knowsRanges = true;

  /** So many answers are cut off in the middle. */
  final AtomicInteger cutsLeft = new AtomicInteger();

  /** The status of every answer, if it is not 200. */
  volatile int status = 200;

  /** Partial answers claim to begin so many bytes later than they do. */
  volatile int rangeError;

  /** The Range header of every request, or "none". */
  final List<String> ranges = new CopyOnWriteArrayList<>();

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  FileServer() throws IOException {
    Thread.ofPlatform().daemon().start(this::serve);
  }

  /** The file under a name, with the sum of what it should hold. */
  Download download(String name, byte[] expected) {
    String host = socket.getInetAddress().getHostAddress();
    URI uri = URI.create("http://%s:%d/%s".formatted(host, socket.getLocalPort(), name));
    return new Download(uri, Formats.sha256(expected));
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (SocketException e) {
        // Closed by the test or by the client.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void answer(Socket connection) throws IOException {
    String range = requestedRange(connection);
    ranges.add(range);
    int from = 0;
    int code = status;
    String headers = "";
    if (!range.equals("none") && knowsRanges && status == 200) {
      from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      code = from < content.length ? 206 : 416;
      from = Math.min(from, content.length);
      String bytes = code == 206 ? (from + rangeError) + "-" + (content.length - 1) : "*";
      headers = "Content-Range: bytes " + bytes + "/" + content.length + "\r\n";
    }
    int length = code < 400 ? content.length - from : 0;
    OutputStream out = connection.getOutputStream();
    out.write(
        "HTTP/1.1 %d Status\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
            .formatted(code, length, headers)
            .getBytes(StandardCharsets.US_ASCII));
    boolean cut = cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    out.write(content, from, cut ? length / 2 : length);
    out.flush();
  }

  private static String requestedRange(Socket connection) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    String range = "none";
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("range:")) {
        range = line.substring("range:".length()).strip();
      }
    }
    return range;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
