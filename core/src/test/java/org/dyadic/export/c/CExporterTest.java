package org.dyadic.export.c;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.dyadic.inference.Classifier;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.RandomRecurrent;
import org.dyadic.quant.ScaledNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CExporterTest {
  @TempDir private Path folder;

  @Test
  void everyLayerGivesTheSameLogits() throws Exception {
    givesTheSameLogits(RandomNetworks::withEveryLayer, 1);
  }

  @Test
  void rectangularLayersGiveTheSameLogits() throws Exception {
    givesTheSameLogits(RandomNetworks::withRectangles, 1);
  }

  @Test
  void weightsOfEveryFormGiveTheSameLogits() throws Exception {
    givesTheSameLogits(ScaledNetworks::withEveryLayer, 2);
  }

  @Test
  void recurrentLayersGiveTheSameLogits() throws Exception {
    givesTheSameLogits(RandomRecurrent::of, 2);
  }

  @Test
  void foldsOfPowersOfTwoGiveTheSameLogits() throws Exception {
    givesTheSameLogits(seed -> ShiftNetworks.of(ScaledNetworks.withEveryLayer(seed + 5)), 1);
    givesTheSameLogits(seed -> ShiftNetworks.of(RandomRecurrent.of(seed)), 1);
  }

  @Test
  void sumsReachTheEndsOfTheirLanes() throws Exception {
    givesTheSameLogits(seed -> FullLanes.of(28), 1);
    givesTheSameLogits(seed -> FullLanes.of(29), 1);
  }

  @Test
  void theSmallestArenaGivesTheSameLogits() throws Exception {
    Tool.require("clang");
    QuantizedNetwork network = RandomNetworks.withEveryLayer(2);
    int fast = CExporter.write(network, folder, COptions.of("net")).arenaBytes();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> CExporter.write(network, folder, COptions.of("net").arenaLimit(1)))
            .getMessage();
    int least =
        Integer.parseInt(message.replaceAll(".* an arena of ([0-9,]+) .*", "$1").replace(",", ""));
    assertTrue(least < fast, message);
    COptions options = COptions.of("net").arenaLimit(least);
    HostProgram program = HostProgram.compile(network, folder, options, "clang", "-O2");
    assertEquals(least, program.export().arenaBytes());
    givesTheSameLogits(network, program, "smallest");
  }

  @Test
  void leNetKeepsTwoBitsAWeightInFlash() throws Exception {
    Tool.require("clang");
    QuantizedNetwork network = LeNet.random();
    HostProgram program = HostProgram.compile(network, folder, COptions.of("net"), "clang", "-O2");
    assertTrue(8.0 * program.export().weightBytes() / network.weightCount() <= 2.05);
    assertTrue(program.export().arenaMinimal());
    givesTheSameLogits(network, program, "LeNet-5");
  }

  private void givesTheSameLogits(LongFunction<QuantizedNetwork> networks, int count)
      throws Exception {
    Tool.require("gcc");
    for (long seed = 0; seed < count; seed++) {
      QuantizedNetwork network = networks.apply(seed);
      Path place = Files.createTempDirectory(folder, "seed" + seed);
      HostProgram program =
          HostProgram.compile(
              network,
              place,
              COptions.of("net"),
              "gcc",
              "-O1",
              "-g",
              "-fsanitize=address,undefined",
              "-fno-sanitize-recover=all");
      givesTheSameLogits(network, program, "seed " + seed);
    }
  }

  private static void givesTheSameLogits(
      QuantizedNetwork network, HostProgram program, String message) throws Exception {
    List<byte[]> images = images(network);
    HostProgram.Outcome outcome = program.run(images);
    Classifier classifier = Classifier.of(network);
    for (int i = 0; i < images.size(); i++) {
      assertArrayEquals(classifier.logits(images.get(i)), outcome.logits().get(i), message);
    }
    assertTrue(outcome.used() <= program.export().arenaBytes(), message);
    assertEquals(program.export().arenaBytes(), (outcome.used() + 3) / 4 * 4, message);
  }

  /** Noise, black, white, and noise of the two extremes only. */
  private static List<byte[]> images(QuantizedNetwork network) {
    Random random = new Random(7);
    byte[][] images = new byte[4][network.preprocessing().shape().size()];
    random.nextBytes(images[0]);
    Arrays.fill(images[2], (byte) 255);
    for (int i = 0; i < images[3].length; i++) {
      images[3][i] = (byte) (random.nextBoolean() ? 0 : 255);
    }
    return List.of(images);
  }
}
