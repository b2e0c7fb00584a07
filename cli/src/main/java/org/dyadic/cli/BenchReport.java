package org.dyadic.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.bench.Timing;
import org.dyadic.bench.Workload;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.report.TextTable;
import org.dyadic.verify.UnavailableException;

/** What a benchmark says, to people while it goes on and to programs at its end. */
final class BenchReport {
  private static final double MILLION = 1e6;

  /** Handing a batch to other threads takes less than this from the heap. */
  private static final long COMPILED_BYTES = 10_000;

  private final Output output;
  private final QuantizedNetwork network;
  private final boolean cold;
  private final List<Map<String, Object>> contenders = new ArrayList<>();
  private final List<Map<String, Object>> ratios = new ArrayList<>();
  private final List<Map<String, Object>> refused = new ArrayList<>();
  private final List<String> losses = new ArrayList<>();

  BenchReport(Output output, QuantizedNetwork network, boolean cold) {
    this.output = output;
    this.network = network;
    this.cold = cold;
  }

  void begin(BenchField field) throws UnavailableException {
    BenchMachine.facts().forEach((name, value) -> output.say("%-24s%s".formatted(name, value)));
    if (!field.note().isEmpty()) {
      output.say(field.note());
    }
    field.facts().forEach((name, value) -> output.say("%-24s%s".formatted(name, value)));
    output.say(
        text(
            "network                 %s, %,d weights, %.1f %% zeros",
            network.notation(), network.weightCount(), 100 * network.sparsity()));
    for (BenchField.Ours ours : field.ours()) {
      output.say(
          text(
              "%-24s%,d bytes of weights in memory, %.2f bits a weight; prepared in %.0f ms",
              ours.name(),
              ours.executor().weightBytes(),
              bits(ours.executor()),
              ours.prepareMillis()));
    }
  }

  private double bits(IntegerExecutor executor) {
    return (double) Byte.SIZE * executor.weightBytes() / network.weightCount();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A contender that cannot run this network. */
  void refused(String name, Workload workload, String reason) {
    output.say("%s not run: %s".formatted(name, reason));
    Map<String, Object> json = place(name, workload);
    json.put("reason", reason);
    refused.add(json);
  }

  private static Map<String, Object> place(String name, Workload workload) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("batch", workload.batch());
    json.put("threads", workload.threads());
    return json;
  }

  /** The results of one batch size and number of threads; ours, the chosen kernels, come first. */
  void add(Workload w, int images, List<Timing> timings, Map<String, BenchHeat.Once> once) {
    Timing ours = timings.getFirst();
    TextTable table =
        new TextTable(
            1, "", "median ms", "p10", "p90", "p99", "same class", "ratio", "p10 .. p90", "bytes");
    for (Timing timing : timings) {
      BenchHeat.Once facts = once.get(timing.name());
      contenders.add(json(timing, w, facts));
      boolean other = !timing.name().equals(ours.name());
      if (other) {
        ratios.add(ratio(ours, timing, w));
        noteLoss(ours, timing, w);
      }
      table.add(
          timing.name(),
          millis(timing, w, 0.5),
          millis(timing, w, 0.1),
          millis(timing, w, 0.9),
          millis(timing, w, 0.99),
          text("%.1f %%", 100 * facts.agreement()),
          other ? text("%.2f", ours.ratio(timing, 0.5)) : "",
          other ? text("%.2f .. %.2f", ours.ratio(timing, 0.1), ours.ratio(timing, 0.9)) : "",
          text("%,d", facts.allocatedBytes()));
    }
    output.say(
        text(
            "%nbatch %d, threads %d%s, milliseconds an image, %d rounds; classes of %d images;"
                + " ratio: time over that of %s; bytes of Java heap a call%n%s",
            w.batch(),
            w.threads(),
            cold ? ", cold cache" : "",
            ours.rounds().size(),
            images,
            ours.name(),
            table));
  }

  private static String millis(Timing timing, Workload workload, double share) {
    return text("%.4f", perImage(timing, workload, share));
  }

  private static double perImage(Timing timing, Workload workload, double share) {
    return timing.nanoseconds(share) / MILLION / workload.batch();
  }

  private Map<String, Object> json(Timing timing, Workload workload, BenchHeat.Once once) {
    Map<String, Object> json = place(timing.name(), workload);
    json.put("cold", cold);
    json.put("rounds", timing.rounds().size());
    json.put("calls", timing.calls());
    json.put("median_ms", perImage(timing, workload, 0.5));
    json.put("p10_ms", perImage(timing, workload, 0.1));
    json.put("p90_ms", perImage(timing, workload, 0.9));
    json.put("p99_ms", perImage(timing, workload, 0.99));
    json.put("same_class", once.agreement());
    json.put("heap_bytes_per_call", once.allocatedBytes());
    if (once.loadMillis() > 0) {
      json.put("load_ms", once.loadMillis());
    }
    return json;
  }

  private Map<String, Object> ratio(Timing ours, Timing other, Workload workload) {
    Map<String, Object> json = place(ours.name(), workload);
    json.put("against", other.name());
    json.put("cold", cold);
    json.put("median", ours.ratio(other, 0.5));
    json.put("p10", ours.ratio(other, 0.1));
    json.put("p90", ours.ratio(other, 0.9));
    return json;
  }

  private void noteLoss(Timing ours, Timing other, Workload workload) {
    if (ours.ratio(other, 0.5) < 1) {
      losses.add(
          text(
              "%s is slower than %s at batch %d, threads %d: %.2f (%.2f .. %.2f)",
              ours.name(),
              other.name(),
              workload.batch(),
              workload.threads(),
              ours.ratio(other, 0.5),
              ours.ratio(other, 0.1),
              ours.ratio(other, 0.9)));
    }
  }

  /** Kernels that Java has compiled take nothing from the heap. */
  private void warnIfNotCompiled() {
    for (Map<String, Object> each : contenders) {
      boolean ours = IntegerExecutor.available().contains(each.get("name"));
      if (ours && (Long) each.get("heap_bytes_per_call") > COMPILED_BYTES) {
        output.warn(
            "Java had not compiled %s at batch %s, threads %s: give a longer --warm-up"
                .formatted(each.get("name"), each.get("batch"), each.get("threads")));
      }
    }
  }

  /** Says who was faster, and returns everything for a program. */
  Map<String, Object> end(BenchField field) throws UnavailableException {
    losses.forEach(output::say);
    warnIfNotCompiled();
    if (losses.isEmpty() && !ratios.isEmpty()) {
      output.say(field.ours().getFirst().name() + " is nowhere slower");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    List<Map<String, Object>> kernels = new ArrayList<>();
    for (BenchField.Ours ours : field.ours()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("name", ours.name());
      each.put("weight_bytes", ours.executor().weightBytes());
      each.put("bits_per_weight", bits(ours.executor()));
      each.put("prepare_ms", ours.prepareMillis());
      kernels.add(each);
    }
    json.put("kernels", kernels);
    json.put("runtime", field.facts());
    json.put("note", field.note());
    json.put("contenders", contenders);
    json.put("ratios", ratios);
    json.put("slower_than", losses);
    json.put("not_run", refused);
    return json;
  }
}
