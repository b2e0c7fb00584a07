package org.dyadic.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.report.TextTable;
import org.dyadic.train.ActivationPolicy;
import org.dyadic.train.LayerReport;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingResult;
import org.dyadic.train.WeightSummary;

/** What a training run prints at its end. */
final class Tables {
  private static final String BARS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
  private static final int WIDTH = 60;

  private Tables() {}

  /** Each layer's histogram of latent weights in units of the step size, before and after. */
  static String histograms(List<LayerReport> before, List<LayerReport> after) {
    StringBuilder text = new StringBuilder("\nLatent weights in steps, before and after\n");
    for (int i = 0; i < before.size(); i++) {
      List<Integer> first = before.get(i).histogram();
      List<Integer> last = after.get(i).histogram();
      text.append(row(before.get(i).layer(), "before", first));
      text.append(first.size() == last.size() ? "" : axis(first));
      text.append(row(step(after.get(i)), "after", last));
      text.append(axis(last));
    }
    return text.toString();
  }

  private static String step(LayerReport layer) {
    return layer.exponent() == null
        ? String.format(Locale.ROOT, "%.4f", layer.step())
        : "step 2^-" + layer.exponent();
  }

  private static String row(String name, String when, List<Integer> histogram) {
    return String.format(Locale.ROOT, "%-11s %-6s %s%n", name, when, bars(histogram));
  }

  private static String bars(List<Integer> histogram) {
    int[] columns = new int[WIDTH];
    for (int i = 0; i < histogram.size(); i++) {
      columns[i * WIDTH / histogram.size()] += histogram.get(i);
    }
    int most = 1;
    for (int count : columns) {
      most = Math.max(most, count);
    }
    StringBuilder text = new StringBuilder();
    for (int count : columns) {
      // The square root keeps the small modes beside the large ones visible.
      int level = (int) Math.ceil(8 * Math.sqrt((double) count / most));
      text.append(BARS.charAt(level));
    }
    return text.toString();
  }

  /** Marks the modes: with 2 bits -1, 0 and 1. */
  private static String axis(List<Integer> histogram) {
    int top = (histogram.size() / LayerReport.BINS_PER_STEP - 1) / 2;
    StringBuilder text = new StringBuilder(" ".repeat(WIDTH + 2));
    int modes = 2 * top + 1;
    int columns = Integer.toString(-top).length() + 2;
    int every = Math.ceilDiv(modes * columns, WIDTH);
    for (int mode = -top; mode <= top; mode += every) {
      String label = Integer.toString(mode);
      int middle = (int) ((mode + top + 0.5) * WIDTH / modes);
      int at = Math.max(0, middle - (mode < 0 ? 1 : 0));
      text.replace(at, at + label.length(), label);
    }
    return String.format(Locale.ROOT, "%19s%s%n", "", text.toString().stripTrailing());
  }

  /** The table that the run ends with. */
  static String result(TrainingResult result, TrainingConfig config) {
    Map<String, Double> metrics = result.metrics();
    WeightSummary weights = result.weights();
    long bytes = Float.BYTES * weights.weights();
    String packed = config.weights().bits() + "-bit weights, ";
    TextTable table = new TextTable(1, "", "error %", "bits per weight", "bytes");
    row(table, "float", metrics.get("float_error"), Float.SIZE, bytes);
    row(table, "naive rounding", metrics.get("naive_error"));
    row(table, "naive, batch norm re-estimated", metrics.get("naive_reestimated_error"));
    if (metrics.containsKey("latent_error")) {
      row(table, "latent weights", metrics.get("latent_error"), Float.SIZE, bytes);
    }
    row(table, packed + activations(config), metrics.get("quantized_error"));
    if (result.packed()) {
      row(
          table,
          packed + config.activations().packedBits() + "-bit integers",
          metrics.get("integer_error"),
          result.bitsPerWeight(),
          result.modelBytes());
    }
    return String.format(Locale.ROOT, "%s%n%.1f s of training%n", table, result.seconds());
  }

  private static String activations(TrainingConfig config) {
    ActivationPolicy policy = config.activations();
    return policy.trained() ? policy.packedBits() + "-bit activations" : "float activations";
  }

  /** A step on the way, of which there is no file. */
  private static void row(TextTable table, String name, double error) {
    table.add(name, String.format(Locale.ROOT, "%.2f", error), "", "");
  }

  private static void row(TextTable table, String name, double error, double bits, long bytes) {
    table.add(
        name,
        String.format(Locale.ROOT, "%.2f", error),
        String.format(Locale.ROOT, "%.3f", bits),
        String.format(Locale.ROOT, "%,d", bytes));
  }

  /** Commands to try next. */
  static String next(TrainingResult result, TrainingConfig config) {
    return """
    Next:
      ./dyadic inspect %1$s
      ./dyadic eval %1$s --dataset %2$s
      ./dyadic predict %1$s %3$s...
    """
        .formatted(
            Shell.quote(result.model()),
            Shell.quote(config.dataset()),
            result.network().preprocessing().scale().isPresent() ? "FILE.csv" : "IMAGE");
  }
}
