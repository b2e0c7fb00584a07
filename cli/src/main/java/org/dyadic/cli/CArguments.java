package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.dyadic.data.ImageSet;
import org.dyadic.export.c.CExport;
import org.dyadic.export.c.COptions;
import org.dyadic.export.c.CTarget;
import org.dyadic.quant.QuantizedNetwork;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code dyadic export --to c} is told besides. */
final class CArguments {
  @Mixin private DataOptions data;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "c: the start of all names, a C identifier (default: the name of the folder).")
  private String name;

  @Option(
      names = "--target",
      paramLabel = "CPU",
      description =
          "c: what the inner loops are written for: generic, cortex-m0, cortex-m4, rv32ec or"
              + " rv32imc (default: generic); each compiles everywhere.")
  private String target;

  @Option(
      names = "--arena-limit",
      paramLabel = "BYTES",
      description = "c: the most working memory; less memory is slower (default: no limit).")
  private Integer arenaLimit;

  @Option(
      names = "--no-multiply",
      description =
          "c: refuse a model that would multiply; pack --fold shift makes one that does not.")
  private boolean noMultiply;

  @Option(
      names = "--tests",
      paramLabel = "COUNT",
      description =
          "c: write a program, too, that runs so many images of --dataset and compares logits.")
  private Integer tests;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "c: the data set of --tests; the first test images are taken.")
  private String dataset;

  /** Throws if an option is given that only C source has. */
  void requireNone() {
    if (name != null
        || target != null
        || arenaLimit != null
        || noMultiply
        || tests != null
        || dataset != null) {
      throw new IllegalArgumentException(
          "--name, --target, --arena-limit, --no-multiply, --tests and --dataset are for --to c");
    }
  }

  /**
   * The options of an export.
   *
   * @param file of the network, for messages
   * @param folder where it goes, which may give the name
   */
  COptions options(QuantizedNetwork network, Path file, Path folder) throws IOException {
    if ((tests == null) != (dataset == null)) {
      throw new IllegalArgumentException("--tests and --dataset need one another");
    }
    String chosen = name == null ? identifier(folder) : name;
    CTarget processor = target == null ? CTarget.GENERIC : CTarget.of(target);
    OptionalInt limit = arenaLimit == null ? OptionalInt.empty() : OptionalInt.of(arenaLimit);
    return new COptions(chosen, processor, limit, noMultiply, images(network, file));
  }

  private static String identifier(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    String clean = (last == null ? "model" : last.toString()).replaceAll("[^A-Za-z0-9_]", "_");
    return Character.isDigit(clean.charAt(0)) ? "model_" + clean : clean;
  }

  private List<byte[]> images(QuantizedNetwork network, Path file) throws IOException {
    List<byte[]> images = new ArrayList<>();
    if (tests != null) {
      ImageSet test = new ModelDataset(data, dataset).open(network, file).test();
      if (tests < 1 || tests > test.size()) {
        throw new IllegalArgumentException(
            "--tests (=%d) must lie in 1 .. %d, the test images".formatted(tests, test.size()));
      }
      for (int i = 0; i < tests; i++) {
        byte[] image = new byte[network.preprocessing().shape().size()];
        test.read(i, image, 0);
        images.add(image);
      }
    }
    return images;
  }

  /** What is told about the result. */
  Map<String, Object> details(CExport export, QuantizedNetwork network) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("arena_bytes", export.arenaBytes());
    details.put("arena_minimal", export.arenaMinimal());
    details.put("weight_bytes", export.weightBytes());
    details.put("bits_per_weight", 8.0 * export.weightBytes() / network.weightCount());
    details.put("constant_bytes", export.constantBytes());
    details.put("multiplications", export.multiplications());
    return details;
  }

  /** The same for people. */
  String text(CExport export, QuantizedNetwork network) {
    return String.format(
        Locale.ROOT,
        "arena %,d bytes%s; weights %,d bytes of flash, %.3f bits each, all constants %,d bytes;"
            + " %,d multiplications an inference",
        export.arenaBytes(),
        export.arenaMinimal() ? ", the fewest for this order of steps" : "",
        export.weightBytes(),
        8.0 * export.weightBytes() / network.weightCount(),
        export.constantBytes(),
        export.multiplications());
  }
}
