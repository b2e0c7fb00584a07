package org.dyadic.train.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.dyadic.train.report.HtmlReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask the server, and for what. */
class LiveServerTest {
  private final AtomicInteger pauses = new AtomicInteger();
  private final Broadcast broadcast = new Broadcast();
  private final HttpClient client = HttpClient.newHttpClient();
  private LiveServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new LiveServer(
            0, HtmlReport.livePage("<run>"), broadcast, Map.of("pause", pauses::incrementAndGet));
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private HttpResponse<String> send(String method, URI address, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void thePageIsServedUnderAStrictPolicy() throws Exception {
    HttpResponse<String> page = send("GET", server.address());
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("<title>&lt;run&gt; - Dyadic report</title>"));
    assertTrue(page.body().contains("content=\"default-src 'none'; "));
    assertTrue(page.body().contains("; connect-src 'self'; form-action 'none'\""));
    assertFalse(page.body().contains("unsafe"));
    assertEquals(
        "frame-ancestors 'none'",
        page.headers().firstValue("Content-Security-Policy").orElseThrow());
    assertEquals("no-store", page.headers().firstValue("Cache-Control").orElseThrow());
    assertEquals("no-referrer", page.headers().firstValue("Referrer-Policy").orElseThrow());
  }

  @Test
  void theAddressIsThisMachinesAndCannotBeGuessed() throws IOException {
    assertTrue(
        server.address().toString().matches("http://127\\.0\\.0\\.1:[0-9]+/[0-9a-f]{32}/"),
        server.address().toString());
    try (LiveServer other = new LiveServer(0, "", broadcast, Map.of())) {
      assertNotEquals(server.address().getPath(), other.address().getPath());
    }
  }

  /** The socket listens on 127.0.0.1 alone: another address of the same interface is refused. */
  @Test
  void noOtherAddressAnswers() throws IOException {
    InetAddress neighbour = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    try (Socket socket = new Socket()) {
      IOException refused =
          assertThrows(
              IOException.class,
              () ->
                  socket.connect(
                      new InetSocketAddress(neighbour, server.address().getPort()), 2000));
      assertTrue(refused instanceof ConnectException, refused.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 403",
    "GET, /00000000000000000000000000000000/, 403",
    "GET, /00000000000000000000000000000000/events, 403",
    "POST, /00000000000000000000000000000000/pause, 403",
    "POST, /pause, 403",
    "GET, TOKEN, 403",
    "GET, TOKEN/pause, 405",
    "HEAD, TOKEN/pause, 405",
    "POST, TOKEN/, 405",
    "POST, TOKEN/events, 405",
    "GET, TOKEN/other, 404",
    "POST, TOKEN/other, 404",
  })
  void whatIsNotAllowed(String method, String path, int status) throws Exception {
    String token = server.address().getPath().replaceAll("/$", "");
    URI address = server.address().resolve(path.replace("TOKEN", token));
    assertEquals(status, status(method, address));
    assertEquals(0, pauses.get());
  }

  private int status(String method, URI address) throws Exception {
    return send(method, address).statusCode();
  }

  @Test
  void buttonsArePosts() throws Exception {
    assertEquals(204, status("POST", server.address().resolve("pause")));
    assertEquals(1, pauses.get());
  }

  @Test
  void foreignPagesAreRefused() throws Exception {
    URI pause = server.address().resolve("pause");
    assertEquals(403, send("POST", pause, "Origin", "http://example.com").statusCode());
    assertEquals(403, send("POST", pause, "Origin", "null").statusCode());
    assertEquals(0, pauses.get());
    String own = "http://127.0.0.1:" + server.address().getPort();
    assertEquals(204, send("POST", pause, "Origin", own).statusCode());
  }

  /** A name of an attacker that is made to point to 127.0.0.1 arrives in the Host header. */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:PORT, 200",
    "localhost:PORT, 200",
    "example.com:PORT, 403",
    "example.com, 403",
    "127.0.0.1, 403",
    "127.0.0.1:1, 403",
    "'', 403",
  })
  void reboundNamesAreRefused(String host, int status) throws IOException {
    int port = server.address().getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(server.address().getPath(), host.replace("PORT", Integer.toString(port)));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      assertEquals("HTTP/1.1 " + status, answer);
    }
  }

  /** A state that no socket holds waits for one who does not read, and for nobody else. */
  @Test
  void aDeafReaderHoldsNobodyUp() throws Exception {
    int port = server.address().getPort();
    byte[] large = new byte[1 << 25];
    Arrays.fill(large, (byte) ' ');
    broadcast.publish(Broadcast.Kind.DOCUMENT, large);
    try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET %sevents HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
              .formatted(server.address().getPath(), port);
      deaf.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertEquals('H', deaf.getInputStream().read());
      for (int i = 0; i < 100; i++) {
        broadcast.publish(
            Broadcast.Kind.DOCUMENT, Integer.toString(i).getBytes(StandardCharsets.UTF_8));
      }
      broadcast.end();
      HttpResponse<String> other = send("GET", server.address().resolve("events"));
      assertEquals("event: document\ndata: 99\n\nevent: end\ndata: {}\n\n", other.body());
      // Its last byte arrives a moment before the server counts it out.
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (broadcast.readers() > 1 && System.nanoTime() < end) {
        Thread.sleep(1);
      }
      assertEquals(1, broadcast.readers());
      server.close();
    }
  }

  @Test
  void moreReadersThanThereAreStreamsAreTurnedAway() throws Exception {
    broadcast.publish(Broadcast.Kind.STATUS, "{}".getBytes(StandardCharsets.UTF_8));
    URI events = server.address().resolve("events");
    List<InputStream> open = new ArrayList<>();
    HttpRequest request = HttpRequest.newBuilder(events).build();
    for (int i = 0; i < 16; i++) {
      open.add(client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body());
    }
    assertEquals(503, status("GET", events));
    broadcast.end();
    for (InputStream stream : open) {
      assertEquals(
          "event: status\ndata: {}\n\nevent: end\ndata: {}\n\n",
          new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
