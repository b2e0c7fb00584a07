package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.dyadic.model.State;
import org.dyadic.quant.Codes;
import org.dyadic.quant.IntegerLayer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of the methods whose forward pass sees quantized weights. */
class StraightThroughRunsTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  private TrainingResult run(String method, int bits, boolean perChannel, String option)
      throws IOException {
    TrainingConfigBuilder config =
        SmallRun.config().method(method).bits(bits).perChannel(perChannel);
    if (option != null) {
      config.option(option.substring(0, option.indexOf('=')), option.replaceFirst(".*=", ""));
    }
    TrainingResult result = new Trainer(config.build(), SmallRun.DIGITS).run(folder);
    assertTrue(result.packed(), result.weights().obstacles().toString());
    assertEquals(
        result.metrics().get("quantized_error"),
        result.metrics().get("integer_error"),
        6,
        () -> result.metrics().toString());
    return result;
  }

  private State latent() throws IOException {
    return Safetensors.read(
        folder.resolve("latent.safetensors"),
        new Trainer(SmallRun.config().build(), SmallRun.DIGITS).model());
  }

  private static float scale(float[] scales, int channel) {
    return scales.length == 0 ? 1 : scales[scales.length == 1 ? 0 : channel];
  }

  /** The value of a code in a channel. */
  private static double level(Codes codes, int channel, int code) {
    boolean below = code < 0 && codes.scales().twoPlanes();
    float[] scales = below ? codes.scales().negative() : codes.scales().positive();
    return Math.scalb((double) code * scale(scales, channel), -codes.exponent());
  }

  @ParameterizedTest
  @CsvSource({
    "dampening,2,false,strength=1",
    "dampening,3,true,",
    "lsq,2,true,",
    "lsq-pow2,2,false,",
    "lsq-pow2,3,true,",
    "binaryconnect,1,false,",
    "binaryconnect,1,true,rounding=stochastic",
    "naive,1,false,"
  })
  void theModelHoldsTheNearestLevels(String method, int bits, boolean perChannel, String option)
      throws IOException {
    TrainingResult result = run(method, bits, perChannel, option);
    State latent = latent();
    result
        .network()
        .forEachWeighted(layer -> assertNearest(layer, bits, latent.get(layer.name() + ".weight")));
    assertEquals(!method.equals("lsq"), result.network().fixedPoint());
  }

  private static void assertNearest(IntegerLayer.Weighted layer, int bits, float[] latent) {
    Codes codes = layer.weights();
    assertEquals(bits, codes.bits());
    int top = Codes.top(bits);
    int[] allowed = bits == 1 ? new int[] {-1, 1} : IntStream.rangeClosed(-top, top).toArray();
    for (int i = 0; i < latent.length; i++) {
      double w = latent[i];
      int channel = i / layer.fanIn();
      double least =
          Arrays.stream(allowed)
              .mapToDouble(code -> Math.abs(w - level(codes, channel, code)))
              .min()
              .orElseThrow();
      double distance = Math.abs(w - level(codes, channel, codes.at(i)));
      assertEquals(least, distance, TOLERANCE * level(codes, channel, 1), layer.name());
    }
  }

  @ParameterizedTest
  @CsvSource({"twn,false,", "twn,true,", "ttq,false,unit=mean", "ttq,true,unit=one"})
  void theModelHoldsSignsBeyondTheThreshold(String method, boolean perChannel, String option)
      throws IOException {
    TrainingResult result = run(method, 2, perChannel, option);
    State latent = latent();
    result
        .network()
        .forEachWeighted(
            layer -> {
              float[] w = latent.get(layer.name() + ".weight");
              int size = perChannel ? layer.fanIn() : w.length;
              for (int from = 0; from < w.length; from += size) {
                assertTernary(method.equals("twn"), layer, w, from, from + size);
              }
              assertEquals(method.equals("twn") ? 1 : 2, layer.weights().scales().planes());
            });
  }

  private static void assertTernary(
      boolean twn, IntegerLayer.Weighted layer, float[] w, int from, int to) {
    double[] magnitudes = IntStream.range(from, to).mapToDouble(i -> Math.abs(w[i])).toArray();
    double threshold =
        twn
            ? 0.7 * Arrays.stream(magnitudes).average().orElseThrow()
            : 0.05 * Arrays.stream(magnitudes).max().orElseThrow();
    Codes codes = layer.weights();
    for (int i = from; i < to; i++) {
      if (Math.abs(Math.abs(w[i]) - threshold) > TOLERANCE * threshold) {
        int expected = Math.abs(w[i]) > threshold ? (int) Math.signum(w[i]) : 0;
        assertEquals(expected, codes.at(i), layer.name() + ", " + w[i]);
      }
    }
    if (twn) {
      double alpha = Arrays.stream(magnitudes).filter(m -> m > threshold).average().orElseThrow();
      assertEquals(alpha, level(codes, from / layer.fanIn(), 1), TOLERANCE * alpha);
    }
  }
}
