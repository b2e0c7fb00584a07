package org.dyadic.train.report;

import org.dyadic.train.LayerReport;

/**
 * How narrow the modes of SGM's prior are. Read as a prior, its regularizer gives each mode the
 * variance {@code sigma^2 = M / (2 lambda)}, where M is the layer's number of weights, or with
 * {@code divide-by=mean} the mean over the layers ({@link org.dyadic.train.method.Sgm}).
 */
final class ModeWidth {
  private ModeWidth() {}

  /** sigma over the layer's step; null where the line has no lambda or the method is another. */
  static Double inSteps(RunHistory run, LogLine line, LayerReport layer) {
    Double lambda = line.numbers().get("lambda");
    if (!run.method().startsWith("sgm") || lambda == null || lambda <= 0) {
      return null;
    }
    boolean mean = run.config().path("options").path("divide-by").asText().equals("mean");
    double weights =
        mean
            ? line.layers().stream().mapToLong(RunHistory::weights).average().orElse(1)
            : RunHistory.weights(layer);
    return Math.sqrt(weights / (2 * lambda)) / layer.step();
  }
}
