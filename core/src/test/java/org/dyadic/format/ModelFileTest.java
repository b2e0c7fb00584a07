package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.ScaledNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

  @Test
  void everyNetworkComesBack() {
    for (long seed = 0; seed < 100; seed++) {
      QuantizedNetwork network = RandomNetworks.withEveryLayer(seed);
      byte[] bytes = ModelFile.toBytes(network);
      assertEquals(network, ModelFile.fromBytes(bytes), "seed " + seed);
      assertArrayEquals(bytes, ModelFile.toBytes(ModelFile.fromBytes(bytes)), "seed " + seed);
    }
  }

  @Test
  void weightsOfEveryFormComeBack() {
    for (long seed = 0; seed < 100; seed++) {
      QuantizedNetwork network = ScaledNetworks.withEveryLayer(seed);
      byte[] bytes = ModelFile.toBytes(network);
      assertEquals(network, ModelFile.fromBytes(bytes), "seed " + seed);
      assertArrayEquals(bytes, ModelFile.toBytes(ModelFile.fromBytes(bytes)), "seed " + seed);
    }
  }

  @Test
  void filesAreWrittenOverOldOnesAndLeaveNothingBehind(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.dyadic");
    Files.writeString(file, "old");
    Files.writeString(folder.resolve("m.dyadic.tmp"), "left over by a killed process");
    QuantizedNetwork network = RandomNetworks.withEveryLayer(1);
    ModelFile.write(network, file);
    assertEquals(network, ModelFile.read(file));
    assertArrayEquals(ModelFile.toBytes(network), Files.readAllBytes(file));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aFailedWriteLeavesTheOldFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.dyadic");
    ModelFile.write(RandomNetworks.withEveryLayer(1), file);
    byte[] before = Files.readAllBytes(file);
    QuantizedNetwork bad = Networks.named("bell \u0007", RandomNetworks.withEveryLayer(2));
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> ModelFile.write(bad, file));
    assertEquals("notation must not have the control character U+0007", wrong.getMessage());
    assertArrayEquals(before, Files.readAllBytes(file));
    Path missing = folder.resolve("missing").resolve("m.dyadic");
    assertThrows(
        IOException.class, () -> ModelFile.write(RandomNetworks.withEveryLayer(1), missing));
    assertFalse(Files.exists(missing));
  }

  @Test
  void inputAndOutputFaultsStayThemselves(@TempDir Path folder) throws IOException {
    assertThrows(NoSuchFileException.class, () -> ModelFile.read(folder.resolve("none.dyadic")));
    assertThrows(IOException.class, () -> ModelFile.read(folder));
    Path empty = Files.createFile(folder.resolve("empty.dyadic"));
    ModelFormatException fault =
        assertThrows(ModelFormatException.class, () -> ModelFile.read(empty));
    assertTrue(fault.getMessage().startsWith(empty.toString()), fault.getMessage());
    assertEquals(0, fault.offset());
  }

  @Test
  void whatTheFormatCannotHoldIsRefused() {
    QuantizedNetwork network = RandomNetworks.withEveryLayer(1);
    for (String name : List.of("x".repeat(65536), "lone \uD800 surrogate", "line\nfeed")) {
      QuantizedNetwork bad = Networks.named(name, network);
      assertThrows(IllegalArgumentException.class, () -> ModelFile.toBytes(bad));
    }
    QuantizedNetwork long1 = Networks.named("\u00e9\u4e2d\ud83d\ude00", network);
    assertEquals(long1, ModelFile.fromBytes(ModelFile.toBytes(long1)));
  }

  @Test
  void theDeepestNestingComesBackAndOneMoreIsRefused() {
    QuantizedNetwork deepest = Networks.nested(ModelFile.MAX_DEPTH);
    assertEquals(deepest, ModelFile.fromBytes(ModelFile.toBytes(deepest)));
    QuantizedNetwork deeper = Networks.nested(ModelFile.MAX_DEPTH + 1);
    assertThrows(IllegalArgumentException.class, () -> ModelFile.toBytes(deeper));
  }

  @Test
  void theLayoutCoversTheFile() {
    QuantizedNetwork network = RandomNetworks.withEveryLayer(3);
    Layout layout = ModelFile.layout(network);
    assertEquals(ModelFile.toBytes(network).length, layout.size());
    Map<Layout.Part, Long> parts = new TreeMap<>();
    for (Layout.Part part : Layout.Part.values()) {
      parts.put(part, layout.size(part));
      assertTrue(layout.size(part) > 0, part.title());
    }
    assertEquals(layout.size(), parts.values().stream().mapToLong(Long::longValue).sum());
    long[] codes = {0};
    network.forEachWeighted(
        layer -> {
          int bits = layer.weights().bits();
          int size = layer.weights().size();
          codes[0] += CodePacking.of(size, bits).length(size, bits);
        });
    assertEquals(codes[0], layout.size(Layout.Part.CODES));
    assertTrue(layout.size(Layout.Part.CODES, "3.body.1") > 0);
    assertTrue(layout.size(Layout.Part.REQUANTIZE, "3") > 0);
    assertTrue(layout.size(Layout.Part.REQUANTIZE, "5.shortcut.0") > 0);
  }

  @Test
  void aLayoutHasNoGaps() {
    Layout.Span first = new Layout.Span(Layout.Part.HEADER, "", 0, 32);
    Layout.Span gap = new Layout.Span(Layout.Part.TABLE, "", 33, 10);
    assertThrows(IllegalArgumentException.class, () -> new Layout(List.of(first, gap)));
  }

  @Test
  void leNet5TakesAtMost175HundredthBitsAWeight() {
    QuantizedNetwork network = Networks.leNet5();
    assertEquals(581_408, network.weightCount());
    long bytes = ModelFile.toBytes(network).length;
    double bitsPerWeight = 8.0 * bytes / network.weightCount();
    assertTrue(bitsPerWeight <= 1.75, bitsPerWeight + " bits a weight");
    assertEquals(network, ModelFile.fromBytes(ModelFile.toBytes(network)));
  }
}
