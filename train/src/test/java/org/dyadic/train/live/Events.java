package org.dyadic.train.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** What a browser hears: an event stream, read line by line. */
final class Events implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 2000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;
  private final BufferedReader lines;

  /** An event; of the end, with a missing node. */
  record Event(String kind, JsonNode data) {
    boolean has(String state) {
      return data.path("state").asText().equals(state);
    }
  }

  Events(URI address) throws IOException, InterruptedException {
    this.address = address;
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(address.resolve("events")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertEquals(200, response.statusCode());
    assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElseThrow());
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  Event next() throws IOException {
    String event = lines.readLine();
    String data = lines.readLine();
    assertTrue(event != null && event.startsWith("event: "), () -> "no event: " + event);
    assertTrue(data.startsWith("data: "), data);
    assertEquals("", lines.readLine());
    return new Event(event.substring(7), JSON.readTree(data.substring(6)));
  }

  /** Reads until an event is as wanted. */
  Event until(String what, Predicate<Event> wanted) throws IOException {
    Event event = next();
    for (int i = 0; !wanted.test(event); i++) {
      assertTrue(i < MOST && !event.kind().equals("end"), "no " + what + " before " + event);
      event = next();
    }
    return event;
  }

  /** Posts to a button. */
  int post(String action) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(address.resolve(action))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
