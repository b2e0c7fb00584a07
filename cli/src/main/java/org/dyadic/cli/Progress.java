package org.dyadic.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.data.Dataset;
import org.dyadic.model.Network;
import org.dyadic.train.LayerReport;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingListener;

/** Shows a run to the person who watches: one line an epoch, and an estimate of the rest. */
final class Progress implements TrainingListener {
  private static final long NANOSECONDS_BETWEEN_LINES = 30_000_000_000L;

  private final Output output;
  private final TrainingConfig config;
  private final long start = System.nanoTime();
  private double doneAtStart = -1;
  private long lastLine = System.nanoTime();

  Progress(Output output, TrainingConfig config) {
    this.output = output;
    this.config = config;
  }

  void introduce(Network network, Dataset dataset) {
    output.say(
        String.format(
            Locale.ROOT,
            "%s: %,d training and %,d test %s of %s, %d classes",
            dataset.name(),
            dataset.train().size(),
            dataset.test().size(),
            dataset.preprocessing().scale().isPresent() ? "rows" : "images",
            dataset.preprocessing().shape(),
            dataset.classes()));
    if (!dataset.note().isEmpty()) {
      output.say("note: " + dataset.note());
    }
    output.say(
        String.format(
            Locale.ROOT,
            "%s: %,d weights, %,d multiply-adds an input",
            network,
            network.weightCount(),
            network.macs()));
  }

  @Override
  public void message(String text) {
    output.say(text);
  }

  @Override
  public void warning(String text) {
    output.warn(text);
  }

  @Override
  public void step(String phase, int epoch, int epochs, int step, int steps, double loss) {
    double done = done(phase, epoch + (double) step / steps);
    if (doneAtStart < 0) {
      doneAtStart = done;
    }
    if (System.nanoTime() - lastLine > NANOSECONDS_BETWEEN_LINES && step < steps) {
      lastLine = System.nanoTime();
      output.say(
          String.format(
              Locale.ROOT,
              "  %s epoch %d/%d, step %d/%d, loss %.4f%s",
              phase,
              epoch + 1,
              epochs,
              step,
              steps,
              loss,
              estimate(done)));
    }
  }

  @Override
  public void epoch(
      String phase, int epoch, int epochs, Map<String, Double> numbers, List<LayerReport> layers) {
    lastLine = System.nanoTime();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%-5s %3d/%d  loss %.4f",
            phase,
            epoch + 1,
            epochs,
            numbers.get("train_loss")));
    append(line, "  error %6.2f %%", numbers.get("latent_error"));
    append(line, "  " + config.weights().bits() + "-bit %6.2f %%", numbers.get("quantized_error"));
    append(line, "  lambda %.3g", numbers.get("lambda"));
    if (!layers.isEmpty()) {
      double distance = layers.stream().mapToDouble(LayerReport::relativeDistance).max().orElse(0);
      append(line, "  distance to modes %.4f", distance);
    }
    output.say(line + estimate(done(phase, epoch + 1)));
  }

  private static void append(StringBuilder line, String format, Double number) {
    if (number != null) {
      line.append(String.format(Locale.ROOT, format, number));
    }
  }

  /** Epochs done of all epochs. */
  private double done(String phase, double epochs) {
    return phase.equals("float") ? epochs : config.floatPhase().epochs() + epochs;
  }

  private String estimate(double done) {
    double passed = done - doneAtStart;
    double left = config.floatPhase().epochs() + config.methodEpochs() - done;
    if (passed <= 0 || left <= 0) {
      return "";
    }
    double seconds = (System.nanoTime() - start) / 1e9 / passed * left;
    return seconds < 120
        ? String.format(Locale.ROOT, "  (%.0f s left)", seconds)
        : String.format(Locale.ROOT, "  (%.0f min left)", seconds / 60);
  }
}
