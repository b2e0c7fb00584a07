package org.dyadic.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.bench.RandomImages;
import org.dyadic.inference.Session;
import org.dyadic.inference.StepTime;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.report.TextTable;

/** Where the time of an inference goes, step by step, for each of ours. */
final class BenchLayers {
  private static final int ROUNDS = 400;

  private final Output output;
  private final byte[] image;

  BenchLayers(Output output, QuantizedNetwork network, long seed) {
    this.output = output;
    this.image = RandomImages.of(network.preprocessing().shape(), 1, seed);
  }

  /** Prints a table for each and returns all of them. */
  List<Map<String, Object>> run(BenchField field) {
    List<Map<String, Object>> json = new ArrayList<>();
    for (BenchField.Ours ours : field.ours()) {
      Session session = ours.executor().newSession();
      session.stepTimes(image, 0, ROUNDS);
      List<StepTime> times = session.stepTimes(image, 0, ROUNDS);
      print(ours.name(), times);
      times.forEach(time -> json.add(json(ours.name(), time)));
    }
    return json;
  }

  private void print(String name, List<StepTime> times) {
    TextTable table = new TextTable(1, name, "median ms", "10^9 weights/s");
    for (StepTime time : times) {
      table.add(
          time.what(),
          text("%.4f", time.medianMillis()),
          time.weightsApplied() == 0 ? "" : text("%.0f", time.gigaPerSecond()));
    }
    table.add("all", text("%.4f", StepTime.sum(times)), "");
    output.say(text("%n%s", table));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static Map<String, Object> json(String name, StepTime time) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("step", time.what());
    json.put("weights_applied", time.weightsApplied());
    json.put("median_ms", time.medianMillis());
    return json;
  }
}
