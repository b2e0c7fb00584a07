package org.dyadic.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dyadic.report.TextTable;
import org.dyadic.train.LayerReport;
import org.dyadic.train.report.LogLine;
import org.dyadic.train.report.RunHistory;

/** What {@code dyadic watch} shows of a run. */
final class WatchScreen {
  private static final int SPARKS = 30;
  private static final int LAYER_SPARKS = 16;
  private static final int BINS = 21;
  private static final int MOST_LAYERS = 24;
  private static final int MOST_SHARES = 3;

  private final RunHistory run;
  private final List<LogLine> epochs;

  WatchScreen(RunHistory run) {
    this.run = run;
    this.epochs = run.lines().stream().filter(LogLine::isEpoch).toList();
  }

  /**
   * The screen.
   *
   * @param age seconds since the log grew
   */
  String toText(long age) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s on %s, %s at %d bits, seed %d\n"
            .formatted(
                run.name(), run.model(), run.dataset(), run.method(), run.bits(), run.seed()));
    text.append(progress(age)).append("\n\n").append(numbers());
    if (!run.states().isEmpty()) {
      text.append('\n').append(layers());
    }
    return text.toString();
  }

  private String progress(long age) {
    int planned = Math.max(run.plannedEpochs(), epochs.size());
    String bar = "━".repeat(planned == 0 ? 0 : SPARKS * epochs.size() / planned);
    String state =
        run.finished()
            ? "finished after " + duration(seconds())
            : "%s done%s; last line %s ago"
                .formatted(duration(seconds()), left(planned), duration((double) age));
    return "epoch %d of %d  %-30s  %s".formatted(epochs.size(), planned, bar, state);
  }

  private double seconds() {
    return epochs.isEmpty() ? 0 : epochs.getLast().numbers().getOrDefault("seconds", 0.0);
  }

  /** As long for each epoch as the last one took. */
  private String left(int planned) {
    if (epochs.size() < 2 || planned == epochs.size()) {
      return "";
    }
    double before = epochs.get(epochs.size() - 2).numbers().getOrDefault("seconds", 0.0);
    return ", about %s left".formatted(duration((seconds() - before) * (planned - epochs.size())));
  }

  static String duration(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < 7200
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  private String numbers() {
    TextTable table = new TextTable(1, "", "now", "");
    add(table, "training loss", "train_loss", "");
    add(table, "latent error", "latent_error", " %");
    add(table, "quantized error", "quantized_error", " %");
    add(table, "lambda", "lambda", "");
    add(table, "learning rate", "learning_rate", "");
    return table.toString();
  }

  private void add(TextTable table, String title, String name, String unit) {
    List<Double> values =
        epochs.stream().map(line -> line.numbers().get(name)).filter(Objects::nonNull).toList();
    if (!values.isEmpty()) {
      String sparks = Sparkline.log(array(values), SPARKS);
      table.add(title, number(values.getLast()) + unit, "%-30s".formatted(sparks));
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String number(double value) {
    return value == 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5)
        ? String.format(Locale.ROOT, "%.4g", value)
            .replaceAll("(\\.\\d*?)0+$", "$1")
            .replaceAll("\\.$", "")
        : String.format(Locale.ROOT, "%.1e", value);
  }

  private String layers() {
    TextTable table =
        new TextTable(1, "layer", "step", "distance", "", "changed", "", "% a mode", "weights");
    List<LayerReport> last = run.states().getLast().layers();
    for (LayerReport layer : last.subList(0, Math.min(last.size(), MOST_LAYERS))) {
      List<Double> distances = curve(layer.layer(), LayerReport::relativeDistance);
      List<Double> changes = curve(layer.layer(), LayerReport::modeChangeRate);
      table.add(
          layer.layer(),
          layer.exponent() == null ? number(layer.step()) : "2^" + -layer.exponent(),
          number(layer.relativeDistance()),
          "%-16s".formatted(Sparkline.log(array(distances), LAYER_SPARKS)),
          changes.isEmpty() ? "" : number(100 * changes.getLast()) + " %",
          "%-16s".formatted(Sparkline.log(array(changes), LAYER_SPARKS)),
          shares(layer),
          histogram(layer));
    }
    String more =
        last.size() > MOST_LAYERS
            ? "and %d more layers\n".formatted(last.size() - MOST_LAYERS)
            : "";
    return table + more;
  }

  private List<Double> curve(String name, Function<LayerReport, Double> value) {
    List<Double> values = new ArrayList<>();
    for (LogLine state : run.states()) {
      state.layers().stream()
          .filter(layer -> layer.layer().equals(name))
          .map(value)
          .filter(Objects::nonNull)
          .forEach(values::add);
    }
    return values;
  }

  private static String shares(LayerReport layer) {
    return layer.modeShares().size() > MOST_SHARES
        ? ""
        : layer.modeShares().stream()
            .map(share -> "%3.0f".formatted(100 * share))
            .collect(Collectors.joining(" "));
  }

  private static String histogram(LayerReport layer) {
    double[] bins = layer.histogram().stream().mapToDouble(Integer::doubleValue).toArray();
    String text = Sparkline.histogram(bins, BINS);
    return text + "·".repeat(Math.max(0, BINS - text.length()));
  }
}
