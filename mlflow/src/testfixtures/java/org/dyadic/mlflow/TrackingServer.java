package org.dyadic.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The part of MLflow's REST interface that a run needs, on the loopback address. It refuses what a
 * real server refuses (names, sizes of requests, changed parameters) and keeps the rest.
 */
public final class TrackingServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "/api/2.0/mlflow/";
  private static final Pattern NAME = Pattern.compile("(?!.*(^|/)\\.{0,2}(/|$))[\\w./ -]{1,250}");

  /** A metric as it was sent. */
  public record Metric(String key, double value, long step, long timestamp) {}

  /** A run with all that was sent for it. */
  public static final class Run {
    public final String id;
    public final String experimentId;
    public final long started;
    public String status = "RUNNING";
    public long ended;
    public final Map<String, String> params = new LinkedHashMap<>();
    public final Map<String, String> tags = new LinkedHashMap<>();
    public final List<Metric> metrics = new ArrayList<>();

    private Run(String id, JsonNode request) {
      this.id = id;
      this.experimentId = request.path("experiment_id").asText();
      this.started = request.path("start_time").asLong();
    }
  }

  /** By name. */
  public final Map<String, String> experiments = new LinkedHashMap<>();

  public final List<Run> runs = new ArrayList<>();

  /** The paths of all requests, in order. */
  public final List<String> calls = new ArrayList<>();

  /** The headers {@code Authorization} of all requests that have one. */
  public final List<String> authorizations = new ArrayList<>();

  private final HttpServer http;
  private String failing = "";
  private int failingStatus;
  private String failingBody = "";

  public TrackingServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** From now on a call is answered like this; an empty path ends it. */
  public synchronized void answer(String path, int status, String body) {
    failing = path;
    failingStatus = status;
    failingBody = body;
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replace(ROOT, "");
    calls.add(path);
    authorizations.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = 200;
    String answer;
    try {
      if (path.equals(failing)) {
        status = failingStatus;
        answer = failingBody;
      } else {
        answer = answer(path, exchange, body).toString();
      }
    } catch (Refused e) {
      status = e.status;
      answer =
          JSON.createObjectNode()
              .put("error_code", "REFUSED")
              .put("message", e.getMessage())
              .toString();
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    private Refused(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new Refused(400, message);
    }
  }

  private JsonNode answer(String path, HttpExchange exchange, byte[] body) throws IOException {
    if (path.equals("experiments/get-by-name")) {
      String query = exchange.getRequestURI().getRawQuery();
      String name =
          URLDecoder.decode(query.replaceFirst("^experiment_name=", ""), StandardCharsets.UTF_8);
      return experiment(name);
    }
    JsonNode request = JSON.readTree(body);
    return switch (path) {
      case "experiments/create" -> createExperiment(request.path("name").asText());
      case "runs/create" -> createRun(request);
      case "runs/search" -> search(request);
      case "runs/log-batch" -> logBatch(run(request), request);
      case "runs/update" -> update(run(request), request);
      default -> throw new Refused(404, "no such call: " + path);
    };
  }

  private JsonNode experiment(String name) {
    if (!experiments.containsKey(name)) {
      throw new Refused(404, "no experiment " + name);
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("experiment").put("experiment_id", experiments.get(name)).put("name", name);
    return answer;
  }

  private JsonNode createExperiment(String name) {
    require(!experiments.containsKey(name), "there is an experiment " + name);
    experiments.put(name, "7" + experiments.size());
    return JSON.createObjectNode().put("experiment_id", experiments.get(name));
  }

  private JsonNode createRun(JsonNode request) {
    Run run = new Run("abc" + runs.size(), request);
    require(experiments.containsValue(run.experimentId), "no experiment " + run.experimentId);
    request.path("tags").forEach(tag -> setTag(run, tag));
    runs.add(run);
    ObjectNode answer = JSON.createObjectNode();
    answer.set("run", json(run));
    return answer;
  }

  private static void setTag(Run run, JsonNode tag) {
    require(NAME.matcher(tag.path("key").asText()).matches(), "tag " + tag);
    run.tags.put(tag.path("key").asText(), tag.path("value").asText());
  }

  /** Understands the one filter that is used. */
  private JsonNode search(JsonNode request) {
    String filter = request.path("filter").asText();
    require(filter.matches("tags\\.`[\\w.]+` = '\\w+'"), "filter " + filter);
    String key = filter.split("`", -1)[1];
    String value = filter.split("'", -1)[1];
    ArrayNode found = JSON.createArrayNode();
    runs.stream()
        .filter(run -> request.path("experiment_ids").toString().contains(run.experimentId))
        .filter(run -> value.equals(run.tags.get(key)))
        .forEach(run -> found.add(json(run)));
    ObjectNode answer = JSON.createObjectNode();
    answer.set("runs", found);
    return answer;
  }

  private Run run(JsonNode request) {
    return runs.stream()
        .filter(run -> run.id.equals(request.path("run_id").asText()))
        .findFirst()
        .orElseThrow(() -> new Refused(404, "no run " + request.path("run_id")));
  }

  private static JsonNode logBatch(Run run, JsonNode request) {
    require(request.path("metrics").size() <= 1000, "at most 1000 metrics");
    require(request.path("params").size() <= 100, "at most 100 params");
    require(request.path("tags").size() <= 100, "at most 100 tags");
    for (JsonNode metric : request.path("metrics")) {
      require(NAME.matcher(metric.path("key").asText()).matches(), "metric " + metric);
      require(metric.path("value").isNumber(), "metric " + metric);
      run.metrics.add(
          new Metric(
              metric.path("key").asText(),
              metric.path("value").asDouble(),
              metric.path("step").asLong(),
              metric.path("timestamp").asLong()));
    }
    for (JsonNode param : request.path("params")) {
      require(NAME.matcher(param.path("key").asText()).matches(), "param " + param);
      String value = param.path("value").asText();
      String old = run.params.put(param.path("key").asText(), value);
      require(old == null || old.equals(value), "param was " + old + ", is " + param);
    }
    request.path("tags").forEach(tag -> setTag(run, tag));
    return JSON.createObjectNode();
  }

  private static JsonNode update(Run run, JsonNode request) {
    run.status = request.path("status").asText();
    run.ended = request.path("end_time").asLong();
    ObjectNode answer = JSON.createObjectNode();
    answer.set("run_info", json(run).get("info"));
    return answer;
  }

  /** With the last metric of each name, as a server shows runs. */
  private static ObjectNode json(Run run) {
    ObjectNode json = JSON.createObjectNode();
    json.putObject("info")
        .put("run_id", run.id)
        .put("experiment_id", run.experimentId)
        .put("status", run.status)
        .put("a_field_of_the_future", true);
    ObjectNode data = json.putObject("data");
    Map<String, Metric> last = new LinkedHashMap<>();
    run.metrics.forEach(
        m -> last.merge(m.key(), m, (old, now) -> now.step() < old.step() ? old : now));
    ArrayNode metrics = data.putArray("metrics");
    last.values().forEach(m -> metrics.add(JSON.valueToTree(m)));
    ArrayNode params = data.putArray("params");
    run.params.forEach((key, value) -> params.addObject().put("key", key).put("value", value));
    ArrayNode tags = data.putArray("tags");
    run.tags.forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
    return json;
  }
}
