package org.dyadic.train.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dyadic.train.LayerReport;
import org.dyadic.train.RunControl;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingListener;
import org.dyadic.train.report.HtmlReport;
import org.dyadic.train.report.ReportData;
import org.dyadic.train.report.RunHistory;
import org.dyadic.train.report.RunSet;

/**
 * Shows a run in browsers while it trains, with buttons that pause and stop it. The training thread
 * only leaves a reference to its last step; a thread of this class reads the run folder and builds
 * what is sent, only while somebody watches, and within a {@link Budget}. Each browser is served at
 * its own speed and skips what it is too slow for.
 */
public final class LiveView implements TrainingListener, AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long TICK_MILLIS = 500;
  private static final long FAREWELL_MILLIS = 2000;

  private final Path run;
  private final TrainingConfig config;
  private final RunControl control;
  private final Broadcast broadcast = new Broadcast();
  private final Pace pace = new Pace();
  private final Budget budget;
  private final AtomicInteger epochsLogged = new AtomicInteger();
  private final LiveServer server;
  private final Thread builder;
  private volatile Moment first;
  private volatile long firstNanos;
  private volatile Moment latest;
  private volatile String message = "";
  private volatile boolean closing;
  private long count;
  private int epochsShown = -1;
  private String problem = "";

  LiveView(int port, Path run, TrainingConfig config, RunControl control, double atOnce)
      throws IOException {
    this.budget = new Budget(atOnce, System.nanoTime());
    this.run = run;
    this.config = config;
    this.control = control;
    Map<String, Runnable> actions =
        Map.of("pause", control::pause, "resume", control::resume, "stop", control::stop);
    server = new LiveServer(port, HtmlReport.livePage(name(run)), broadcast, actions);
    builder = Thread.ofPlatform().daemon().name("dyadic-live").start(this::work);
  }

  /**
   * Begins to serve a run that is about to start.
   *
   * @param port 0 to 65535; 0 for any that is free
   * @param run the run folder, which need not exist yet
   * @throws IOException if the port is taken
   */
  public static LiveView open(int port, Path run, TrainingConfig config, RunControl control)
      throws IOException {
    return new LiveView(port, run, config, control, Budget.AT_ONCE);
  }

  private static String name(Path run) {
    return run.toAbsolutePath().normalize().getFileName().toString();
  }

  /** What to open in a browser; whoever knows it may pause and stop the run. */
  public URI address() {
    return server.address();
  }

  /** How many browsers are connected. */
  public int watchers() {
    return broadcast.readers();
  }

  @Override
  public void message(String text) {
    message = text;
  }

  @Override
  public void step(String phase, int epoch, int epochs, int step, int steps, double loss) {
    Moment now = new Moment(phase, epoch, epochs, step, steps, loss, ++count);
    if (first == null) {
      firstNanos = System.nanoTime();
      first = now;
    }
    latest = now;
  }

  @Override
  public void epoch(
      String phase, int epoch, int epochs, Map<String, Double> numbers, List<LayerReport> layers) {
    epochsLogged.incrementAndGet();
  }

  /** Builds what is sent, on a thread of its own. */
  private void work() {
    try {
      while (!closing) {
        broadcast.awaitReaders();
        publish();
        Thread.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      // the run is over: close() sends the rest
    }
  }

  private void publish() {
    int logged = epochsLogged.get();
    if (latest != null && logged > epochsShown && budget.allows(System.nanoTime())) {
      long start = THREADS.getCurrentThreadCpuTime();
      publishDocument(logged);
      budget.spend(THREADS.getCurrentThreadCpuTime() - start);
    }
    broadcast.publish(Broadcast.Kind.STATUS, bytes(status(state())));
  }

  private void publishDocument(int logged) {
    try {
      broadcast.publish(Broadcast.Kind.DOCUMENT, bytes(document()));
      epochsShown = logged;
      problem = "";
    } catch (IOException | RuntimeException e) {
      problem = "The run folder cannot be read: " + e.getMessage();
    }
  }

  private ObjectNode document() throws IOException {
    RunHistory history = RunHistory.readBegun(run);
    RunSet set = new RunSet(history.name(), List.of(history), MissingNode.getInstance(), List.of());
    return ReportData.of(set, new ReportData.Options(false, Optional.empty(), 1, _ -> {})).json();
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String state() {
    if (control.stopping()) {
      return "stopping";
    }
    if (control.pausing()) {
      return control.holding() ? "paused" : "pausing";
    }
    return latest == null ? "starting" : "running";
  }

  private ObjectNode status(String state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("state", state).put("message", message).put("problem", problem);
    Moment now = latest;
    if (now == null) {
      return json;
    }
    int floatEpochs = config.floatPhase().epochs();
    double all = floatEpochs + config.methodEpochs();
    double done = now.done(floatEpochs);
    json.put("phase", now.phase()).put("epoch", now.epoch()).put("epochs", now.epochs());
    json.put("step", now.step()).put("steps", now.steps()).put("loss", now.loss());
    json.put("share", all == 0 ? 1 : done / all);
    long nanos = System.nanoTime() - control.heldNanos();
    pace.add(nanos, now.count());
    pace.stepsPerSecond()
        .ifPresent(steps -> json.put("imagesPerSecond", steps * config.batchSize()));
    Pace.secondsLeft(nanos - firstNanos, done - first.done(floatEpochs), all - done)
        .ifPresent(seconds -> json.put("secondsLeft", seconds));
    return json;
  }

  /**
   * Sends the last state to who is connected, waits at most two seconds until it is taken, and ends
   * the server.
   */
  @Override
  public void close() {
    closing = true;
    builder.interrupt();
    try {
      builder.join();
      if (broadcast.readers() > 0) {
        publishDocument(epochsLogged.get());
        broadcast.publish(Broadcast.Kind.STATUS, bytes(status(end())));
      }
      broadcast.end();
      broadcast.awaitNoReaders(FAREWELL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.close();
    }
  }

  private String end() {
    try {
      return RunHistory.readBegun(run).finished()
          ? "finished"
          : control.stopping() ? "stopped" : "failed";
    } catch (IOException e) {
      return "failed";
    }
  }
}
