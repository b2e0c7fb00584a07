package org.dyadic.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.dyadic.format.Layout;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.Codes;

/** Prints an inspection as tables. */
final class InspectionText {
  private InspectionText() {}

  static String of(Inspection inspection) {
    return String.join(
        "\n", summary(inspection), layers(inspection), codes(inspection), bytes(inspection));
  }

  private static String summary(Inspection inspection) {
    return String.format(
        Locale.ROOT,
        """
        %s, input %s, %d classes, %s fold
        %s weights, %.3f bits a weight over all %s bytes
        %.1f %% zeros, %.3f bits a weight at the entropy bound
        fixed point: %s
        """,
        inspection.network().notation(),
        inspection.network().preprocessing().shape(),
        inspection.network().classNames().size(),
        inspection.network().fold().name().toLowerCase(Locale.ROOT),
        number(inspection.weightCount()),
        inspection.bitsPerWeight(),
        number(inspection.fileBytes()),
        100 * inspection.network().sparsity(),
        inspection.entropyBitsPerWeight(),
        fixedPoint(inspection.floatScaled()));
  }

  private static String fixedPoint(List<String> floatScaled) {
    return switch (floatScaled.size()) {
      case 0 -> "yes";
      case 1 -> "no: %s has float scales".formatted(floatScaled.getFirst());
      default -> "no: %s have float scales".formatted(String.join(", ", floatScaled));
    };
  }

  /** Shapes, work and proofs. */
  private static String layers(Inspection inspection) {
    TextTable table =
        new TextTable(
            5,
            "layer",
            "kind",
            "name",
            "in",
            "out",
            "MACs",
            "accumulator",
            "bits",
            "product",
            "lanes");
    for (LayerReport layer : inspection.layers()) {
      table.add(
          layer.path(),
          layer.kind(),
          layer.name(),
          layer.in().toString(),
          layer.out().toString(),
          layer.multiplyAdds() == 0 ? "" : number(layer.multiplyAdds()),
          layer.proof().map(InspectionText::accumulator).orElse(""),
          layer.proof().map(proof -> Integer.toString(proof.accumulator().bits())).orElse(""),
          layer.proof().map(proof -> proof.result().bits() + " bits").orElse(""),
          layer.proof().map(proof -> proof.narrow() ? "32" : "64").orElse(""));
    }
    table.add("all", "", "", "", "", number(inspection.multiplyAdds()), "", "", "", "");
    return table.toString();
  }

  private static String accumulator(AccumulatorProof proof) {
    return String.format(
        Locale.ROOT,
        "%s .. %s",
        number(proof.accumulator().min()),
        number(proof.accumulator().max()));
  }

  /** Weights, how they are distributed, and their bytes. */
  private static String codes(Inspection inspection) {
    TextTable table =
        new TextTable(
            1,
            "weights of",
            "count",
            "bits",
            "f",
            "fixed point",
            "float scales",
            "planes",
            "zeros",
            "entropy",
            "code bytes",
            "other bytes",
            "codes");
    for (LayerReport layer : inspection.layers()) {
      layer.weights().ifPresent(codes -> add(table, layer, codes));
    }
    return table.toString();
  }

  private static void add(TextTable table, LayerReport layer, Codes codes) {
    table.add(
        layer.name(),
        number(codes.size()),
        Integer.toString(codes.bits()),
        Integer.toString(codes.exponent()),
        codes.isFixedPoint() ? "yes" : "no",
        number(codes.floatScales()),
        Integer.toString(codes.scales().planes()),
        String.format(Locale.ROOT, "%.1f %%", 100 * layer.sparsity()),
        String.format(Locale.ROOT, "%.3f", codes.entropy()),
        number(layer.codeBytes()),
        number(layer.otherBytes()),
        histogram(codes));
  }

  /** The count of every code; of many codes only the range is printed. */
  private static String histogram(Codes codes) {
    int top = Codes.top(codes.bits());
    long[] counts = codes.histogram();
    return codes.bits() > 3
        ? "-" + top + " .. " + top
        : LongStream.of(counts).mapToObj(InspectionText::number).collect(Collectors.joining(" | "));
  }

  private static String bytes(Inspection inspection) {
    TextTable table = new TextTable(1, "bytes of the file", "", "share");
    Layout layout = inspection.layout();
    for (Layout.Part part : Layout.Part.values()) {
      add(table, part.title(), layout.size(part), layout.size());
    }
    add(table, "all", layout.size(), layout.size());
    return table.toString();
  }

  private static void add(TextTable table, String title, long bytes, long all) {
    table.add(title, number(bytes), String.format(Locale.ROOT, "%.1f %%", 100.0 * bytes / all));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
