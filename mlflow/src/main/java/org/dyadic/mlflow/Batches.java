package org.dyadic.mlflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dyadic.train.report.PublishedRun.Point;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;

/**
 * Sends what a run on the server lacks, in requests of at most 1,000 metrics, 100 parameters or 100
 * tags, which is <a href="https://mlflow.org/docs/latest/rest-api.html#log-batch">what a server
 * takes</a>.
 */
final class Batches {
  private static final int METRICS = 1000;
  private static final int PARAMETERS = 100;
  private static final int LONGEST_PARAMETER = 6000;
  private static final int LONGEST_TAG = 5000;

  private final MlflowClient client;
  private final KnownRun run;

  Batches(MlflowClient client, KnownRun run) {
    this.client = client;
    this.run = run;
  }

  /** Sends the parameters that are not there; a server lets none be changed. Returns how many. */
  int parameters(Map<String, String> parameters) {
    AllowedNames names = new AllowedNames();
    List<Param> params = new ArrayList<>();
    parameters.forEach(
        (name, value) -> {
          String key = names.of(name);
          if (!run.hasParameter(key)) {
            String text = cut(value, LONGEST_PARAMETER);
            params.add(Param.newBuilder().setKey(key).setValue(text).build());
          }
        });
    for (List<Param> part : parts(params, PARAMETERS)) {
      client.logBatch(run.id(), List.of(), part, List.of());
    }
    return params.size();
  }

  /** Sends the tags that differ. */
  void tags(Map<String, String> tags) {
    List<RunTag> changed = new ArrayList<>();
    tags.forEach(
        (name, value) -> {
          String text = cut(value, LONGEST_TAG);
          if (!run.hasTag(name, text)) {
            changed.add(RunTag.newBuilder().setKey(name).setValue(text).build());
          }
        });
    for (List<RunTag> part : parts(changed, PARAMETERS)) {
      client.logBatch(run.id(), List.of(), List.of(), part);
    }
  }

  /** Sends the points that are later than the server's last of their name. Returns how many. */
  int points(List<Point> points) {
    AllowedNames names = new AllowedNames();
    List<Metric> metrics = new ArrayList<>();
    for (Point point : points) {
      String key = names.of(point.name());
      if (!run.hasPoint(key, point.step(), point.value())) {
        metrics.add(
            Metric.newBuilder()
                .setKey(key)
                .setValue(point.value())
                .setStep(point.step())
                .setTimestamp(point.time().toEpochMilli())
                .build());
      }
    }
    for (List<Metric> part : parts(metrics, METRICS)) {
      client.logBatch(run.id(), part, List.of(), List.of());
    }
    return metrics.size();
  }

  private static String cut(String text, int longest) {
    return text.substring(0, Math.min(text.length(), longest));
  }

  private static <T> List<List<T>> parts(List<T> all, int most) {
    List<List<T>> parts = new ArrayList<>();
    for (int start = 0; start < all.size(); start += most) {
      parts.add(all.subList(start, Math.min(all.size(), start + most)));
    }
    return parts;
  }
}
