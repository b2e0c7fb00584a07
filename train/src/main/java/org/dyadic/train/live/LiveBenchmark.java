package org.dyadic.train.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.dyadic.data.DatasetOptions;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.train.LayerReport;
import org.dyadic.train.RunControl;
import org.dyadic.train.RunFolder;
import org.dyadic.train.StepBenchmark;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingListener;

/**
 * What {@link LiveView} costs: training steps without it and with it, in turns, in one process.
 * With it means that the view of a 40-epoch run is served to one reader in the same process, and
 * that every step is said to end an epoch, so that documents are built as often as they ever are
 * after the first half second.
 */
public final class LiveBenchmark {
  private static final int EPOCHS = 40;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final AtomicLong bytes = new AtomicLong();
  private HttpClient client;

  /**
   * Two rounds side by side, in images a second.
   *
   * @param plain without the view
   * @param live with it
   */
  public record Pair(double plain, double live) {

    /** The share of the throughput that the view takes; below 0 where chance made it faster. */
    public double cost() {
      return 1 - live / plain;
    }
  }

  /**
   * What was measured.
   *
   * @param pairs in their order
   * @param bytes that the reader took
   */
  public record Result(List<Pair> pairs, long bytes) {

    /** The median of the pairs' costs. */
    public double medianCost() {
      List<Double> costs = new ArrayList<>(pairs.stream().map(Pair::cost).toList());
      Collections.sort(costs);
      int middle = costs.size() / 2;
      return costs.size() % 2 == 1
          ? costs.get(middle)
          : (costs.get(middle - 1) + costs.get(middle)) / 2;
    }
  }

  /**
   * Measures.
   *
   * @param folder an empty one, for a run
   * @param config names the network
   * @param pairs at least 1
   * @param steps a round, at least 1
   * @throws IOException if the folder cannot be written
   */
  public Result run(
      StepBenchmark benchmark,
      Network network,
      TrainingConfig config,
      Path folder,
      int pairs,
      int steps)
      throws IOException {
    writeRun(network, config, folder);
    List<StepBenchmark.Round> rounds;
    try (LiveView view = new LiveView(0, folder, config, new RunControl(), 0)) {
      rounds = benchmark.run(2 * pairs, steps, round -> listener(view, round));
      disconnect();
    }
    List<Pair> results = new ArrayList<>();
    for (int i = 0; i < 2 * pairs; i += 2) {
      double first = rounds.get(i).imagesPerSecond();
      double second = rounds.get(i + 1).imagesPerSecond();
      results.add(isLive(i) ? new Pair(second, first) : new Pair(first, second));
    }
    return new Result(results, bytes.get());
  }

  /** Rounds go plain, live, live, plain, so that a machine that slows down favours neither. */
  private static boolean isLive(int round) {
    return round % 4 == 1 || round % 4 == 2;
  }

  private TrainingListener listener(LiveView view, int round) {
    disconnect();
    if (!isLive(round)) {
      return new TrainingListener() {};
    }
    connect(view);
    return view;
  }

  /** Reads what the view sends, and throws it away. */
  private void connect(LiveView view) {
    HttpClient reader = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(view.address().resolve("events")).build();
    Thread.ofPlatform().daemon().name("dyadic-reader").start(() -> read(reader, request));
    client = reader;
    while (view.watchers() == 0) {
      Thread.onSpinWait();
    }
  }

  private void read(HttpClient reader, HttpRequest request) {
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = reader.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        bytes.addAndGet(n);
      }
    } catch (IOException e) {
      // disconnected
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void disconnect() {
    if (client != null) {
      client.shutdownNow();
      client.close();
      client = null;
    }
  }

  private static void writeRun(Network network, TrainingConfig config, Path folder)
      throws IOException {
    try (RunFolder run = RunFolder.open(folder)) {
      run.bind(config, "", DatasetOptions.defaults());
    }
    List<LayerReport> layers = new ArrayList<>();
    for (Slot slot : new ParameterLayout(network, true).trained()) {
      if (slot.parameter().role() == Parameter.Role.WEIGHT) {
        layers.add(report(slot));
      }
    }
    StringBuilder log = new StringBuilder();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      ObjectNode line = JSON.createObjectNode();
      line.put("event", "epoch").put("phase", "sgm").put("epoch", epoch).put("train_loss", 1.0);
      line.put("learning_rate", 0.01).put("lambda", 1.0).put("latent_error", 1.0);
      line.put("quantized_error", 1.0).put("monitor", "none").put("seconds", epoch);
      line.set("layers", JSON.valueToTree(layers));
      log.append(line).append('\n');
    }
    Files.writeString(folder.resolve("log.jsonl"), log);
  }

  private static LayerReport report(Slot slot) {
    int bins = 3 * LayerReport.BINS_PER_STEP;
    List<Integer> histogram = Collections.nCopies(bins, (slot.end() - slot.offset()) / bins);
    return new LayerReport(
        slot.parameter().title(), 0.25, 2, 0.125, List.of(0.25, 0.5, 0.25), 0.125, histogram);
  }
}
