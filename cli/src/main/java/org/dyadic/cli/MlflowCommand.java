package org.dyadic.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.dyadic.train.report.PublishedRun;
import org.dyadic.train.report.RunHistory;
import org.dyadic.train.report.RunPublisher;
import org.dyadic.train.report.RunPublisher.Receipt;
import org.dyadic.train.report.RunSet;
import org.dyadic.verify.UnavailableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dyadic mlflow}: what run folders tell, on an MLflow tracking server. */
@Command(
    name = "mlflow",
    description = {
      "Writes runs, finished or not, to an MLflow tracking server: configuration, every epoch's"
          + " numbers, results and origin. Called again it adds what is new to the same runs, so a"
          + " run may be written while it trains. MLFLOW_TRACKING_USERNAME with"
          + " MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, name who writes.",
      "",
      "Example: dyadic mlflow runs/mnist --tracking http://127.0.0.1:5000",
      ""
    })
final class MlflowCommand implements Callable<Integer> {
  private static final String MLFLOW = "mlflow";
  private static final int LONGEST_EXPERIMENT = 500;
  private static final String CURE =
      "MLflow's client is not in this build; build without -Dwithout.mlflow";

  @Mixin private Output output;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Run folders (what train --out names), or folders of comparisons.")
  private List<Path> folders;

  @Option(
      names = "--tracking",
      paramLabel = "URI",
      defaultValue = "${env:MLFLOW_TRACKING_URI}",
      description = "The server, http or https (default: MLFLOW_TRACKING_URI).")
  private String tracking;

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      defaultValue = "dyadic",
      description = "Created if it is missing (default: ${DEFAULT-VALUE}).")
  private String experiment;

  @Override
  public Integer call() throws IOException, UnavailableException {
    RunPublisher publisher = publisher();
    URI server = server(tracking);
    if (experiment.isBlank() || experiment.length() > LONGEST_EXPERIMENT) {
      throw new IllegalArgumentException(
          "--experiment (=%s) must have 1 to %d characters"
              .formatted(experiment, LONGEST_EXPERIMENT));
    }
    RunSet set = RunSet.read(folders);
    set.notes().forEach(output::warn);
    String program = new Version().getVersion()[0];
    List<Map<String, Object>> runs = new ArrayList<>();
    for (RunHistory history : set.runs()) {
      PublishedRun run = PublishedRun.of(history).withTag("dyadic.published_by", program);
      run.leftOut().forEach(number -> output.warn(run.name() + ": left out " + number));
      Receipt receipt = publisher.publish(server, experiment, run);
      output.say(sentence(server, run, receipt));
      runs.add(json(run, receipt));
    }
    output.result(Map.of("tracking", server.toString(), "experiment", experiment, "runs", runs));
    return ExitCode.OK.code();
  }

  private static RunPublisher publisher() throws UnavailableException {
    return ServiceLoader.load(RunPublisher.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(publisher -> publisher.name().equals(MLFLOW))
        .findFirst()
        .orElseThrow(() -> new UnavailableException(CURE));
  }

  private static URI server(String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(
          "--tracking or MLFLOW_TRACKING_URI must name a tracking server, such as"
              + " http://127.0.0.1:5000");
    }
    try {
      URI uri = new URI(text.strip());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (uri.getUserInfo() != null) {
        // Not shown: it is a password, mostly.
        throw new IllegalArgumentException(
            "--tracking must not hold a user; set MLFLOW_TRACKING_USERNAME and"
                + " MLFLOW_TRACKING_PASSWORD");
      }
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // the same message
    }
    throw new IllegalArgumentException(
        "--tracking (=%s) must be http:// or https:// with a host, and no query".formatted(text));
  }

  private static String sentence(URI server, PublishedRun run, Receipt receipt) {
    return "%s: %s run %s, %s; %,d new points, %d new parameters: %s"
        .formatted(
            run.name(),
            receipt.created() ? "created" : "updated",
            receipt.runId(),
            status(run),
            receipt.points(),
            receipt.parameters(),
            page(server, receipt));
  }

  /** Where a browser shows the run. */
  private static String page(URI server, Receipt receipt) {
    return "%s/#/experiments/%s/runs/%s"
        .formatted(
            server.toString().replaceAll("/+$", ""), receipt.experimentId(), receipt.runId());
  }

  private static String status(PublishedRun run) {
    return run.ended().isPresent() ? "FINISHED" : "RUNNING";
  }

  private static Map<String, Object> json(PublishedRun run, Receipt receipt) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.name());
    json.put("experiment_id", receipt.experimentId());
    json.put("run_id", receipt.runId());
    json.put("created", receipt.created());
    json.put("status", status(run));
    json.put("points", receipt.points());
    json.put("parameters", receipt.parameters());
    json.put("left_out", run.leftOut());
    return json;
  }
}
