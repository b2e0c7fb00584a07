package org.dyadic.export.c;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.dyadic.data.ValueScale;
import org.dyadic.format.ModelFile;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.report.TextTable;

/** What the comments of header and source say: what the model is, and what every step costs. */
final class Summary {
  private static final int WIDTH = 96;

  private final Program program;
  private final QuantizedNetwork network;

  Summary(Program program) {
    this.program = program;
    this.network = program.network();
  }

  /** What a user of the header must know about inputs and outputs. */
  String interfaceText() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, input %s, %d classes, %s fold."
            .formatted(
                network.notation(),
                network.preprocessing().shape(),
                network.classNames().size(),
                network.fold().name().toLowerCase(Locale.ROOT)));
    network
        .preprocessing()
        .scale()
        .ifPresentOrElse(scale -> addScale(scale, lines), () -> addImage(lines));
    lines.add("");
    lines.add("Classes: " + String.join(", ", network.classNames()) + ".");
    lines.add(
        "A logit is the real value %s times the integer."
            .formatted(Double.toString(network.logitGrid().step())));
    return wrapped(lines);
  }

  private void addImage(List<String> lines) {
    boolean grey = network.preprocessing().shape().channels() == 1;
    lines.add(
        grey
            ? "The input is a grey image: rows of bytes, 0 black."
            : "The input is an image in planes of bytes: channels in the order %s."
                .formatted(network.preprocessing().colorOrder()));
  }

  private static void addScale(ValueScale scale, List<String> lines) {
    lines.add("Real values v of channel c become bytes, channel after channel:");
    for (int c = 0; c < scale.channels(); c++) {
      lines.add(
          "  c = %d: floor((v - %s) * %s + 0.5), limited to 0 .. 255"
              .formatted(c, scale.offset(c), scale.factor(c)));
    }
  }

  /** Where the model comes from, and what it costs. */
  String sourceText() {
    Arena arena = program.arena();
    List<String> lines = new ArrayList<>();
    lines.add(network.notation());
    lines.add("SHA-256 of the model file: " + sha256());
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Flash: %,d weights in %,d bytes, %.3f bits a weight; all constants %,d bytes.",
            network.weightCount(),
            program.source().weightBytes(),
            8.0 * program.source().weightBytes() / network.weightCount(),
            program.source().constantBytes()));
    lines.add(
        String.format(
            Locale.ROOT,
            "Arena: %,d bytes%s.",
            arena.bytes(),
            arena.minimal()
                ? ", the fewest for this order of steps"
                : String.format(
                    Locale.ROOT,
                    "; no order of steps like this one can need fewer than %,d",
                    arena.least())));
    Work work = program.work();
    lines.add(
        String.format(
            Locale.ROOT,
            "An inference has %,d additions of values and %,d multiplications.",
            work.additions(),
            work.multiplications()));
    return wrapped(lines) + "\n\n" + table() + "\n" + provenance();
  }

  /** A row for each step. */
  private String table() {
    TextTable table =
        new TextTable(1, "step", "flash", "arena in use", "additions", "multiplications");
    List<Step> steps = program.schedule().steps();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      table.add(
          step.title(),
          number(program.schedule().flash(i)),
          number(program.schedule().live(i)),
          number(step.work().additions()),
          number(step.work().multiplications()));
    }
    return table.toString();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private String provenance() {
    return "Provenance of the model:\n" + wrapped(List.of(network.provenance()));
  }

  private String sha256() {
    try {
      byte[] bytes = ModelFile.toBytes(network);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Lines of at most WIDTH bytes, cut after a comma or space where there is one. */
  private static String wrapped(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      String rest = line;
      while (rest.length() > WIDTH) {
        int cut = Math.max(rest.lastIndexOf(',', WIDTH - 1), rest.lastIndexOf(' ', WIDTH - 1)) + 1;
        int end = cut > WIDTH / 2 ? cut : WIDTH;
        text.append(rest, 0, end).append('\n');
        rest = rest.substring(end);
      }
      text.append(rest).append('\n');
    }
    return text.toString().stripTrailing();
  }
}
