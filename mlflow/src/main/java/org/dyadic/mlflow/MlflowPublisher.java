package org.dyadic.mlflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dyadic.train.report.PublishedRun;
import org.dyadic.train.report.RunPublisher;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * Writes runs to an MLflow tracking server. As with MLflow's own clients, {@code
 * MLFLOW_TRACKING_USERNAME} with {@code MLFLOW_TRACKING_PASSWORD}, or {@code
 * MLFLOW_TRACKING_TOKEN}, name who asks, and {@code MLFLOW_TRACKING_INSECURE_TLS=true} accepts
 * self-signed certificates.
 */
public final class MlflowPublisher implements RunPublisher {
  /** The tag by which a run is found again. */
  static final String ID_TAG = "dyadic.run";

  private static final String NAME_TAG = "mlflow.runName";

  /**
   * The HTTP client within MLflow's tells of every retry; what matters arrives as an exception.
   * Java forgets the level of a logger to which nothing points.
   */
  private static final Logger HTTP_CLIENT = Logger.getLogger("org.mlflow_project");

  private final UnaryOperator<String> environment;

  /** For the service loader. */
  public MlflowPublisher() {
    this(System::getenv);
  }

  /** With variables of another environment; null for one that is not set. */
  MlflowPublisher(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "mlflow";
  }

  @Override
  public Receipt publish(URI server, String experiment, PublishedRun run) throws IOException {
    HTTP_CLIENT.setLevel(Level.OFF);
    try (MlflowClient client = new MlflowClient(credentials(server))) {
      return publish(client, experimentId(client, experiment), run);
    } catch (MlflowClientException e) {
      throw Refusal.of(server, e);
    }
  }

  private BasicMlflowHostCreds credentials(URI server) {
    return new BasicMlflowHostCreds(
        server.toString().replaceAll("/+$", ""),
        environment.apply("MLFLOW_TRACKING_USERNAME"),
        environment.apply("MLFLOW_TRACKING_PASSWORD"),
        environment.apply("MLFLOW_TRACKING_TOKEN"),
        "true".equals(environment.apply("MLFLOW_TRACKING_INSECURE_TLS")));
  }

  private static String experimentId(MlflowClient client, String name) {
    return client
        .getExperimentByName(name)
        .map(experiment -> experiment.getExperimentId())
        .orElseGet(() -> client.createExperiment(name));
  }

  private static Receipt publish(MlflowClient client, String experimentId, PublishedRun run) {
    Optional<KnownRun> found = find(client, experimentId, run);
    KnownRun known = found.orElseGet(() -> create(client, experimentId, run));
    Batches batches = new Batches(client, known);
    int parameters = batches.parameters(run.parameters());
    batches.tags(run.tags());
    int points = batches.points(run.points());
    setStatus(client, known, run);
    return new Receipt(experimentId, known.id(), found.isEmpty(), points, parameters);
  }

  private static Optional<KnownRun> find(
      MlflowClient client, String experimentId, PublishedRun run) {
    String filter = "tags.`%s` = '%s'".formatted(ID_TAG, run.id());
    return client
        .searchRuns(List.of(experimentId), filter, ViewType.ACTIVE_ONLY, 1)
        .getItems()
        .stream()
        .findFirst()
        .map(KnownRun::of);
  }

  /** Only here the run gets its name, because a person may change it on the server. */
  private static KnownRun create(MlflowClient client, String experimentId, PublishedRun run) {
    CreateRun request =
        CreateRun.newBuilder()
            .setExperimentId(experimentId)
            .setRunName(run.name())
            .setStartTime(run.started().toEpochMilli())
            .addTags(RunTag.newBuilder().setKey(NAME_TAG).setValue(run.name()))
            .addTags(RunTag.newBuilder().setKey(ID_TAG).setValue(run.id()))
            .build();
    return KnownRun.of(client.createRun(request));
  }

  private static void setStatus(MlflowClient client, KnownRun known, PublishedRun run) {
    if (run.ended().isPresent() && known.status() != RunStatus.FINISHED) {
      client.setTerminated(known.id(), RunStatus.FINISHED, run.ended().get().toEpochMilli());
    } else if (run.ended().isEmpty() && known.status() != RunStatus.RUNNING) {
      // The client has a call for states at the end only.
      client.sendPost(
          "runs/update",
          JsonNodeFactory.instance
              .objectNode()
              .put("run_id", known.id())
              .put("status", RunStatus.RUNNING.name())
              .toString());
    }
  }
}
