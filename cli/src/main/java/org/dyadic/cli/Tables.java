package org.dyadic.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.train.LayerReport;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingResult;

/** What a training run prints at its end. */
final class Tables {
  private static final String BARS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
  private static final int WIDTH = 60;

  private Tables() {}

  /** Each layer's histogram of latent weights in units of the step size, before and after. */
  static String histograms(List<LayerReport> before, List<LayerReport> after) {
    StringBuilder text = new StringBuilder("\nLatent weights in steps, before and after SGM\n");
    for (int i = 0; i < before.size(); i++) {
      List<Integer> first = before.get(i).histogram();
      int top = (first.size() / LayerReport.BINS_PER_STEP - 1) / 2;
      text.append(row(before.get(i).layer(), "before", first));
      text.append(row("step 2^-" + before.get(i).exponent(), "after", after.get(i).histogram()));
      text.append(String.format(Locale.ROOT, "%19s%s%n", "", axis(top)));
    }
    return text.toString();
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
  private static String axis(int top) {
    StringBuilder text = new StringBuilder(" ".repeat(WIDTH + 2));
    int modes = 2 * top + 1;
    int every = Math.ceilDiv(modes * 4, WIDTH);
    for (int mode = -top; mode <= top; mode += every) {
      String label = Integer.toString(mode);
      int at = (int) ((mode + top + 0.5) * WIDTH / modes) - (mode < 0 ? 1 : 0);
      text.replace(at, at + label.length(), label);
    }
    return text.toString().stripTrailing();
  }

  /** The table that the run ends with. */
  static String result(TrainingResult result) {
    Map<String, Double> metrics = result.metrics();
    long weights = result.network().weightCount();
    int bits = 0;
    int[] widest = {bits};
    result.network().forEachWeighted(l -> widest[0] = Math.max(widest[0], l.weights().bits()));
    StringBuilder text = new StringBuilder();
    text.append(String.format("%-38s %8s %13s %13s%n", "", "error %", "bits/weight", "bytes"));
    text.append(row("float", metrics.get("float_error"), 32, 4 * weights));
    text.append(row("naive rounding", metrics.get("naive_error"), 0, 0));
    text.append(row("  batch norm re-estimated", metrics.get("naive_reestimated_error"), 0, 0));
    text.append(row("latent weights", metrics.get("latent_error"), 32, 4 * weights));
    text.append(
        row(widest[0] + "-bit weights, float activations", metrics.get("quantized_error"), 0, 0));
    text.append(
        row(
            widest[0] + "-bit weights, 8-bit, all in integers",
            metrics.get("integer_error"),
            result.bitsPerWeight(),
            result.modelBytes()));
    text.append(String.format(Locale.ROOT, "%n%.1f s of training%n", result.seconds()));
    return text.toString();
  }

  private static String row(String name, double error, double bits, long bytes) {
    return bits == 0
        ? String.format(Locale.ROOT, "%-38s %8.2f%n", name, error)
        : String.format(Locale.ROOT, "%-38s %8.2f %13.3f %,13d%n", name, error, bits, bytes);
  }

  /** Commands to try next. */
  static String next(TrainingResult result, TrainingConfig config) {
    return """
    Next:
      ./dyadic inspect %1$s
      ./dyadic eval %1$s --dataset %2$s
      ./dyadic predict %1$s IMAGE...
    """
        .formatted(result.model(), config.dataset());
  }
}
