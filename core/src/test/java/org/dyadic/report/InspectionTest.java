package org.dyadic.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.dyadic.format.Layout;
import org.dyadic.format.ModelFile;
import org.dyadic.format.Networks;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.ScaledNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
  private static final List<Layout.Part> LAYER_PARTS =
      List.of(Layout.Part.LAYERS, Layout.Part.CODES, Layout.Part.REQUANTIZE);

  /** The count of layers is the one number in the layer records that belongs to no layer. */
  private static final int COUNT_BYTES = 2;

  @Test
  void everyByteOfTheFileIsReported(@TempDir Path folder) throws IOException {
    for (long seed = 0; seed < 10; seed++) {
      Path file = folder.resolve("m.dyadic");
      ModelFile.write(RandomNetworks.withEveryLayer(seed), file);
      Inspection inspection = Inspection.of(file);
      assertEquals(Files.size(file), inspection.fileBytes());
      long ofLayers =
          inspection.layers().stream()
              .mapToLong(layer -> layer.codeBytes() + layer.otherBytes())
              .sum();
      long ofParts = LAYER_PARTS.stream().mapToLong(inspection.layout()::size).sum();
      assertEquals(ofParts - COUNT_BYTES, ofLayers, "seed " + seed);
    }
  }

  @Test
  void layersStandInOrderOfExecution() {
    Inspection inspection = Inspection.of(RandomNetworks.withEveryLayer(1));
    List<String> paths = inspection.layers().stream().map(LayerReport::path).toList();
    assertEquals(
        List.of(
            "0",
            "1",
            "2",
            "3.body.0",
            "3.body.1",
            "3",
            "4.body.0",
            "4.body.1",
            "4.shortcut.0",
            "4",
            "5.body.0",
            "5.body.1",
            "5.shortcut.0",
            "5",
            "6.body.0",
            "6.body.1",
            "6",
            "7.body.0",
            "7.body.1",
            "7",
            "8",
            "9",
            "10",
            "11"),
        paths);
  }

  @Test
  void leNet5IsReportedInItsKnownNumbers() {
    QuantizedNetwork network = Networks.leNet5();
    Inspection inspection = Inspection.of(network);
    assertEquals(581_408, inspection.weightCount());
    // 24 * 24 * 32 * 25 + 8 * 8 * 64 * 800 + 1024 * 512 + 512 * 10
    assertEquals(460_800 + 3_276_800 + 524_288 + 5_120, inspection.multiplyAdds());
    LayerReport hidden = inspection.layers().get(4);
    assertEquals("fc1", hidden.name());
    assertEquals(104_858, hidden.codeBytes());
    assertEquals(524_288, Arrays.stream(hidden.weights().orElseThrow().histogram()).sum());
    assertEquals(1 / 3.0, hidden.sparsity(), 0.01);
    assertTrue(hidden.proof().orElseThrow().accumulator().bits() <= 19);
  }

  @Test
  void theTextSaysWhichLayersAreNotFixedPoint() {
    String plain = Inspection.of(RandomNetworks.withEveryLayer(2)).toText();
    assertTrue(plain.contains("\nfixed point: yes\n"), plain);
    QuantizedNetwork network = ScaledNetworks.withEveryLayer(2);
    Inspection inspection = Inspection.of(network);
    List<String> names = new ArrayList<>();
    network.forEachWeighted(
        layer -> {
          if (!layer.weights().isFixedPoint()) {
            names.add(layer.name());
          }
        });
    assertTrue(names.size() > 1, names.toString());
    assertEquals(names, inspection.floatScaled());
    String text = inspection.toText();
    String line = "\nfixed point: no: " + String.join(", ", names) + " have float scales\n";
    assertTrue(text.contains(line), text);
    assertEquals(
        network.entropyBits(), inspection.entropyBitsPerWeight() * network.weightCount(), 1e-6);
  }

  @Test
  void aRowSaysWhatKindOfWeightsALayerHas() {
    for (long seed = 0; seed < 20; seed++) {
      Inspection inspection = Inspection.of(ScaledNetworks.withEveryLayer(seed));
      String text = inspection.toText();
      for (LayerReport layer : inspection.layers()) {
        layer
            .weights()
            .ifPresent(
                codes -> {
                  String row =
                      " %d +%d +%s +%d +%d +[0-9.]+ %% "
                          .formatted(
                              codes.bits(),
                              codes.exponent(),
                              codes.isFixedPoint() ? "yes" : "no",
                              codes.floatScales(),
                              codes.scales().planes());
                  Pattern pattern = Pattern.compile("(?m)^" + layer.name() + " .*" + row);
                  assertTrue(pattern.matcher(text).find(), row + " in\n" + text);
                });
      }
    }
  }

  @Test
  void theTextHoldsAlignedTablesInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      String text = Inspection.of(Networks.leNet5()).toText();
      assertTrue(text.startsWith("32C5-MP2-64C5-MP2-512FC-10, input 1x28x28, 10 classes"), text);
      assertTrue(text.contains("581,408 weights, 1.7"), text);
      assertTrue(text.contains("conv64"), text);
      List<String> lines = text.lines().filter(line -> line.contains("conv 5x5")).toList();
      assertEquals(2, lines.size());
      assertEquals(lines.get(0).indexOf("conv32"), lines.get(1).indexOf("conv64"));
      assertTrue(lines.get(1).contains("3,276,800"), lines.get(1));
    } finally {
      Locale.setDefault(before);
    }
  }
}
