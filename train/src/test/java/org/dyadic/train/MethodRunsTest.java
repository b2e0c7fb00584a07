package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.model.State;
import org.dyadic.quant.Codes;
import org.dyadic.quant.IntegerLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of the methods with proximal steps, staircases, frozen parts and learned pulls. */
class MethodRunsTest {
  @TempDir Path folder;

  private TrainingResult run(String method, int bits, boolean perChannel, String... options)
      throws IOException {
    TrainingConfigBuilder config =
        SmallRun.config().method(method).bits(bits).perChannel(perChannel).epochs(4);
    for (String option : options) {
      int sign = option.indexOf('=');
      config.option(option.substring(0, sign), option.substring(sign + 1));
    }
    return new Trainer(config.build(), SmallRun.DIGITS).run(folder);
  }

  private static double level(Codes codes, int channel, int code) {
    float[] scales = codes.scales().positive();
    double scale = scales.length == 0 ? 1 : scales[scales.length == 1 ? 0 : channel];
    return Math.scalb(code * scale, -codes.exponent());
  }

  /** No level of a layer is nearer to a latent weight than the one that is packed. */
  private static void assertNearest(IntegerLayer.Weighted layer, float[] latent) {
    Codes codes = layer.weights();
    int top = Codes.top(codes.bits());
    for (int i = 0; i < latent.length; i++) {
      double w = latent[i];
      int channel = i / layer.fanIn();
      double least =
          IntStream.rangeClosed(-top, top)
              .mapToDouble(code -> Math.abs(w - level(codes, channel, code)))
              .min()
              .orElseThrow();
      double distance = Math.abs(w - level(codes, channel, codes.at(i)));
      assertEquals(least, distance, 1e-5 * level(codes, channel, 1), layer.name() + ", " + w);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "proxquant,2,false,regularizer=squared",
    "proxquant,3,true,regularizer=absolute",
    "parq,2,false,steepness=10",
    "parq,4,true,steepness=1",
    "elq,2,false,a1=1",
    "elq,2,true,a2=0.1",
    "msqe,2,true,power-of-two=false",
    "msqe,3,false,power-of-two=true"
  })
  void theModelHoldsTheNearestLevels(String method, int bits, boolean perChannel, String option)
      throws IOException {
    TrainingResult result = run(method, bits, perChannel, option);
    State latent =
        Safetensors.read(
            folder.resolve("latent.safetensors"),
            new Trainer(SmallRun.config().build(), SmallRun.DIGITS).model());
    result
        .network()
        .forEachWeighted(layer -> assertNearest(layer, latent.get(layer.name() + ".weight")));
    boolean fixedPoint = option.equals("power-of-two=true");
    assertEquals(fixedPoint, result.network().fixedPoint());
    assertEquals(
        result.metrics().get("quantized_error"),
        result.metrics().get("integer_error"),
        6,
        () -> result.metrics().toString());
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,3", "4,5"})
  void incrementalQuantizationEndsWithEveryWeightOnAPowerOfTwo(int bits, int codeBits)
      throws IOException {
    TrainingResult result = run("inq", bits, false);
    State latent =
        Safetensors.read(
            folder.resolve("latent.safetensors"),
            new Trainer(SmallRun.config().build(), SmallRun.DIGITS).model());
    assertTrue(result.network().fixedPoint());
    result
        .network()
        .forEachWeighted(
            layer -> {
              Codes codes = layer.weights();
              assertEquals(codeBits, codes.bits(), layer.name());
              float[] frozen = latent.get(layer.name() + ".weight");
              for (int i = 0; i < frozen.length; i++) {
                assertEquals(frozen[i], level(codes, 0, codes.at(i)), layer.name());
                assertTrue(Integer.bitCount(Math.abs(codes.at(i))) <= 1, layer.name());
              }
            });
  }

  @Test
  void levelsBeyondIntegerCodesAreNotPackedAndTheReasonIsSaid() throws IOException {
    TrainingResult result = run("inq", 5, false);
    assertFalse(result.packed());
    assertFalse(Files.exists(folder.resolve("model.dyadic")));
    List<String> obstacles = result.weights().obstacles();
    assertEquals(5, obstacles.size(), obstacles.toString());
    assertTrue(obstacles.getFirst().contains("codes of 9 bits"), obstacles.toString());
  }
}
