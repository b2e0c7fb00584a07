package org.dyadic.train.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Serves one page, its events and its buttons on 127.0.0.1. Everything lies below a random token,
 * so that other users and other pages cannot guess the address; a request must name this host, so
 * that a foreign name which is made to point here (DNS rebinding) is refused; and what changes
 * something is a POST that no foreign page can have sent.
 */
final class LiveServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int TOKEN_BYTES = 16;
  private static final int MOST_STREAMS = 16;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore streams = new Semaphore(MOST_STREAMS);
  private final String token;
  private final Set<String> hosts;
  private final byte[] page;
  private final Broadcast broadcast;
  private final Map<String, Runnable> actions;

  /**
   * Starts to serve.
   *
   * @param port 0 for any that is free
   * @param actions by the name that is posted to
   * @throws IOException naming the port if it is taken
   */
  LiveServer(int port, String page, Broadcast broadcast, Map<String, Runnable> actions)
      throws IOException {
    this.page = page.getBytes(StandardCharsets.UTF_8);
    this.broadcast = broadcast;
    this.actions = Map.copyOf(actions);
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    token = HexFormat.of().formatHex(random);
    server = listen(port);
    hosts = Set.of("127.0.0.1:" + port(), "localhost:" + port());
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private static HttpServer listen(int port) throws IOException {
    try {
      return HttpServer.create(
          new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), MOST_STREAMS);
    } catch (BindException e) {
      throw new IOException("cannot listen on 127.0.0.1:%d: %s".formatted(port, e.getMessage()), e);
    }
  }

  private int port() {
    return server.getAddress().getPort();
  }

  /** What to open; whoever knows it may pause and stop the run. */
  URI address() {
    return URI.create("http://127.0.0.1:%d/%s/".formatted(port(), token));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Cache-Control", "no-store");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Content-Security-Policy", "frame-ancestors 'none'");
      String path = exchange.getRequestURI().getPath();
      int end = path.indexOf('/', 1);
      if (!isTrusted(exchange.getRequestHeaders()) || end < 0 || !isToken(path, end)) {
        exchange.sendResponseHeaders(FORBIDDEN, -1);
        return;
      }
      answer(exchange, path.substring(end + 1));
    }
  }

  /** Whether a request names this host, and comes from no page of another one. */
  private boolean isTrusted(Headers request) {
    String host = request.getFirst("Host");
    String origin = request.getFirst("Origin");
    return host != null
        && hosts.contains(host)
        && (origin == null || origin.equals("http://" + host));
  }

  private boolean isToken(String path, int end) {
    return MessageDigest.isEqual(
        path.substring(1, end).getBytes(StandardCharsets.UTF_8),
        token.getBytes(StandardCharsets.UTF_8));
  }

  private void answer(HttpExchange exchange, String name) throws IOException {
    boolean action = actions.containsKey(name);
    if (!action && !name.isEmpty() && !name.equals("events")) {
      exchange.sendResponseHeaders(NOT_FOUND, -1);
    } else if (!exchange.getRequestMethod().equals(action ? "POST" : "GET")) {
      exchange.getResponseHeaders().set("Allow", action ? "POST" : "GET");
      exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
    } else if (action) {
      actions.get(name).run();
      exchange.sendResponseHeaders(NO_CONTENT, -1);
    } else if (name.isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(OK, page.length);
      exchange.getResponseBody().write(page);
    } else if (streams.tryAcquire()) {
      try {
        stream(exchange);
      } finally {
        streams.release();
      }
    } else {
      exchange.sendResponseHeaders(UNAVAILABLE, -1);
    }
  }

  /** Sends states until the run ends or the browser is gone, at the browser's speed. */
  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(OK, 0);
    try (Broadcast.Reader reader = broadcast.join();
        OutputStream out = exchange.getResponseBody()) {
      for (List<Broadcast.Frame> frames = reader.next();
          !frames.isEmpty();
          frames = reader.next()) {
        for (Broadcast.Frame frame : frames) {
          out.write(
              ("event: " + frame.kind().event() + "\ndata: ").getBytes(StandardCharsets.UTF_8));
          out.write(frame.json());
          out.write("\n\n".getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
      }
      out.write("event: end\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends at once, whoever is connected. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
