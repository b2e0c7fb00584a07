package org.dyadic.mlflow;

import java.util.Map;
import java.util.stream.Collectors;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;

/**
 * A run as the server has it.
 *
 * @param id the server's
 * @param metrics the last point of each name
 */
record KnownRun(
    String id,
    RunStatus status,
    Map<String, String> parameters,
    Map<String, String> tags,
    Map<String, Metric> metrics) {

  /** A run that was found. */
  static KnownRun of(Run run) {
    return new KnownRun(
        run.getInfo().getRunId(),
        run.getInfo().getStatus(),
        run.getData().getParamsList().stream()
            .collect(Collectors.toMap(Param::getKey, Param::getValue, (_, last) -> last)),
        run.getData().getTagsList().stream()
            .collect(Collectors.toMap(RunTag::getKey, RunTag::getValue, (_, last) -> last)),
        run.getData().getMetricsList().stream()
            .collect(Collectors.toMap(Metric::getKey, metric -> metric, (_, last) -> last)));
  }

  /** A run that was just created. */
  static KnownRun of(RunInfo created) {
    return new KnownRun(created.getRunId(), RunStatus.RUNNING, Map.of(), Map.of(), Map.of());
  }

  boolean hasParameter(String key) {
    return parameters.containsKey(key);
  }

  boolean hasTag(String key, String value) {
    return value.equals(tags.get(key));
  }

  /** Points are sent in the order of their steps, so that what is before the last is there. */
  boolean hasPoint(String key, long step, double value) {
    Metric last = metrics.get(key);
    return last != null
        && (step < last.getStep() || (step == last.getStep() && value == last.getValue()));
  }
}
