package org.dyadic.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A tab: what a person does with a page, and what it says on the console. */
public final class BrowserPage implements WebSocket.Listener {
  /** Reads and writes JSON. */
  public static final ObjectMapper JSON = new ObjectMapper();

  private static final long PATIENCE_SECONDS = 60;

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger number = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final StringBuilder message = new StringBuilder();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
  private WebSocket socket;

  private BrowserPage() {}

  static BrowserPage of(URI address) {
    BrowserPage page = new BrowserPage();
    page.socket = page.client.newWebSocketBuilder().buildAsync(address, page).join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      page.call(domain + ".enable", Map.of());
    }
    return page;
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      try {
        receive(JSON.readTree(message.toString()));
      } catch (JsonProcessingException e) {
        complaints.add("DevTools said: " + message);
      }
      message.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  private void receive(JsonNode node) {
    JsonNode parameters = node.path("params");
    switch (node.path("method").asText()) {
      case "" -> waiting.remove(node.path("id").asInt()).complete(node);
      case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
      case "Log.entryAdded" -> complaints.add(parameters.path("entry").path("text").asText());
      case "Runtime.consoleAPICalled" -> complaints.add(parameters.path("args").toString());
      case "Network.requestWillBeSent" ->
          requests.add(parameters.path("request").path("url").asText());
      case "Page.loadEventFired" -> loaded.complete(null);
      default -> {}
    }
  }

  private JsonNode call(String method, Map<String, Object> parameters) {
    ObjectNode node = JSON.createObjectNode();
    int id = number.incrementAndGet();
    node.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(node.toString(), true).join();
    JsonNode reply = await(answer, method);
    if (reply.has("error")) {
      throw new AssertionError(method + ": " + reply.get("error"));
    }
    return reply.path("result");
  }

  private static <T> T await(CompletableFuture<T> future, String what) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(what, e);
    }
  }

  /** Opens a file and waits until it is loaded. Forgets what was said and asked for before. */
  public void open(Path file) {
    open(file.toUri());
  }

  /** Opens an address like a file. */
  public void open(URI address) {
    complaints.clear();
    requests.clear();
    loaded = new CompletableFuture<>();
    call("Page.navigate", Map.of("url", address.toString()));
    await(loaded, "loading " + address);
  }

  /** Waits until an expression is true. */
  public void waitFor(String expression) {
    evaluate(
        "new Promise((done) => { const wait = () => ((%s) ? done() : setTimeout(wait, 20)); wait(); })"
            .formatted(expression));
  }

  /** The value of an expression; of a promise, what it is kept with. */
  public JsonNode evaluate(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** The size of the window in CSS pixels. */
  public void resize(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  /** Shows the page on a medium, screen or print, with light or dark colours. */
  public void use(String medium, String scheme) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            medium,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Presses and lets go of a key such as ArrowLeft. */
  public void press(String key, int code) {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  /** Milliseconds that the page's main thread has computed since it was opened. */
  public double computed() {
    call("Performance.enable", Map.of("timeDomain", "threadTicks"));
    for (JsonNode metric : call("Performance.getMetrics", Map.of()).path("metrics")) {
      if (metric.path("name").asText().equals("TaskDuration")) {
        return 1000 * metric.path("value").asDouble();
      }
    }
    throw new AssertionError("no TaskDuration");
  }

  /** A PNG image of the window. */
  public byte[] screenshot() {
    JsonNode data = call("Page.captureScreenshot", Map.of("format", "png")).path("data");
    return Base64.getDecoder().decode(data.asText());
  }

  /** Errors, warnings and whatever else came to the console. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Every address that was asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  void close() {
    socket.abort();
    client.shutdownNow();
  }
}
