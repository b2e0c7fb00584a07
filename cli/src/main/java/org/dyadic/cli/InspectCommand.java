package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.data.ValueScale;
import org.dyadic.report.Inspection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dyadic inspect}: what a packed model is made of and where it comes from. */
@Command(
    name = "inspect",
    description = {
      "Shows a packed model's layers, weights, overflow proofs and origin, and where every byte of"
          + " its file goes.",
      "",
      "Example: dyadic inspect runs/mnist/model.dyadic",
      ""
    })
final class InspectCommand implements Callable<Integer> {
  private static final int NAMES_SHOWN = 20;

  @Mixin private Output output;
  @Mixin private ModelArgument model;

  @Override
  public Integer call() throws IOException {
    Inspection inspection = Inspection.of(model.read());
    requireEveryByte(inspection);
    Provenance provenance = new Provenance(inspection.network().provenance());
    output.say(inspection.toText());
    output.say(
        String.format(
            Locale.ROOT, "These are all %,d bytes of %s.\n", inspection.fileBytes(), model.file()));
    output.say(input(inspection.network().preprocessing()));
    output.say("classes: " + classes(inspection.network().classNames()));
    output.say("\nprovenance\n" + provenance.toText());
    output.result(new InspectionJson(model.file(), inspection, provenance).toMap());
    return ExitCode.OK.code();
  }

  /** One network has one file, so the layout of the network is that of the file. */
  private void requireEveryByte(Inspection inspection) throws IOException {
    long size = Files.size(model.file());
    if (size != inspection.fileBytes()) {
      throw new IllegalStateException(
          "%s has %d bytes, but its parts have %d"
              .formatted(model.file(), size, inspection.fileBytes()));
    }
  }

  private static String input(Preprocessing preprocessing) {
    PixelTable table = preprocessing.table();
    float[] values = table.values();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "input: %s, %s, step 2^%d",
            preprocessing.shape(),
            kind(preprocessing),
            -table.exponent()));
    for (int c = 0; c < table.channels(); c++) {
      int first = c * PixelTable.ENTRIES;
      text.append(
          String.format(
              Locale.ROOT,
              "\n  channel %d: %s become %s .. %s",
              c,
              range(preprocessing, c),
              values[first],
              values[first + PixelTable.ENTRIES - 1]));
    }
    return text.toString();
  }

  private static String kind(Preprocessing preprocessing) {
    return preprocessing.scale().isPresent()
        ? "rows of values"
        : "%s, other sizes are %s"
            .formatted(
                preprocessing.shape().channels() == 1 ? "grey" : preprocessing.colorOrder(),
                preprocessing.fit() == Preprocessing.Fit.CROP ? "cropped" : "stretched");
  }

  /** What the first and the last entry of the pixel table stand for. */
  private static String range(Preprocessing preprocessing, int channel) {
    if (preprocessing.scale().isEmpty()) {
      return "pixels 0 .. 255";
    }
    ValueScale scale = preprocessing.scale().get();
    double first = scale.offset(channel);
    return scale.factor(channel) == 0
        ? "all values"
        : String.format(
            Locale.ROOT, "values %.6g .. %.6g", first, first + 255 / scale.factor(channel));
  }

  private static String classes(List<String> names) {
    return names.size() <= NAMES_SHOWN
        ? String.join(", ", names)
        : "%s and %d more"
            .formatted(
                String.join(", ", names.subList(0, NAMES_SHOWN)), names.size() - NAMES_SHOWN);
  }
}
