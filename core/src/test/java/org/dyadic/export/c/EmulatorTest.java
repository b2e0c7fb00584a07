package org.dyadic.export.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dyadic.quant.Fold;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomRecurrent;
import org.dyadic.quant.ScaledNetworks;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exported programs on the processors that they are for. */
class EmulatorTest {
  private static final List<String> EXPORTED = List.of("net.c", "net_test.c");

  /**
   * Instructions of both families that multiply or divide, and the compilers' helpers for these.
   */
  private static final Pattern MULTIPLIES =
      Pattern.compile(
          "\\t(mul[a-z]*|[su]?ml[as][a-z]*|[su]m(ul|la|ls)[a-z]*|[su]?div[a-z]*|rem[a-z]*)\\s"
              + "|<__(aeabi_)?[a-z]*(mul|div|mod)[a-z0-9]*>");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void leNetGivesTheSameLogits(CrossProgram machine) throws Exception {
    givesTheSameLogits(LeNet.random(), machine, "-Os");
  }

  @ParameterizedTest
  @EnumSource
  void everyLayerGivesTheSameLogits(CrossProgram machine) throws Exception {
    givesTheSameLogits(ScaledNetworks.withEveryLayer(1), machine, "-O2");
  }

  @ParameterizedTest
  @EnumSource
  void recurrentLayersGiveTheSameLogits(CrossProgram machine) throws Exception {
    givesTheSameLogits(RandomRecurrent.of(machine.name().length()), machine, "-O2");
  }

  @ParameterizedTest
  @EnumSource
  void modelsOfTheFoldShiftMultiplyNothing(CrossProgram machine) throws Exception {
    for (QuantizedNetwork network :
        List.of(
            ShiftNetworks.of(LeNet.random()),
            ShiftNetworks.of(ScaledNetworks.withEveryLayer(2)),
            ShiftNetworks.of(RandomRecurrent.of(machine.name().length())))) {
      givesTheSameLogits(network, machine, "-Os");
      String image = machine.disassemble(folder);
      Matcher matcher = MULTIPLIES.matcher(image);
      assertTrue(image.contains("<net_run>:"), "the image has the model");
      assertTrue(!matcher.find(), () -> network.notation() + ": " + matcher.group().strip());
    }
  }

  private void givesTheSameLogits(QuantizedNetwork network, CrossProgram machine, String level)
      throws Exception {
    machine.require();
    CExporter.write(
        network,
        folder,
        COptions.of("net")
            .target(machine.target())
            .tests(images(network))
            .noMultiply(network.fold() == Fold.SHIFT));
    machine.link(folder, level, EXPORTED, "-lgcc");
    Tool.Result result = machine.run(folder);
    assertEquals(0, result.status(), () -> "images that differ: " + result.text());
  }

  /** Noise, white, and noise of the two extremes only. */
  private static List<byte[]> images(QuantizedNetwork network) {
    Random random = new Random(3);
    byte[][] images = new byte[3][network.preprocessing().shape().size()];
    random.nextBytes(images[0]);
    Arrays.fill(images[1], (byte) 255);
    for (int i = 0; i < images[2].length; i++) {
      images[2][i] = (byte) (random.nextBoolean() ? 0 : 255);
    }
    return List.of(images);
  }
}
