package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.dyadic.format.ModelFile;
import org.dyadic.model.Notation;
import org.dyadic.model.Parameter;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.model.Shape;
import org.dyadic.quant.Fold;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.SignedDigits;
import org.dyadic.train.torch.TorchNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training whose forward passes see batch norms of shifts, to models without multiplications. */
class ShiftFoldTrainingTest {
  @TempDir Path folder;

  private static TrainingResult run(TrainingConfig config, Path folder) throws IOException {
    return new Trainer(config, SmallRun.DIGITS).run(folder);
  }

  @Test
  void gammasAreSeenWithScalesOfTwoShifts() {
    ParameterLayout layout =
        new ParameterLayout(Notation.parse("6C3-R(6C3-6C3)-BR-9FC-4", new Shape(2, 7, 7)), true);
    Random random = new Random(5);
    float[] latent = new float[layout.trainedSize()];
    float[] statistics = new float[layout.statisticsSize()];
    for (int i = 0; i < latent.length; i++) {
      latent[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = (float) Math.exp(3 * random.nextGaussian());
    }
    Slot first = layout.trained().stream().filter(ShiftFoldTrainingTest::isGamma).findFirst().get();
    latent[first.offset()] = 0;
    float[] seen = latent.clone();
    try (TorchNetwork network = new TorchNetwork(layout, 2)) {
      network.setStatistics(statistics);
      new ShiftNorms(layout, network).snap(seen);
    }
    int gammas = 0;
    for (Slot slot : layout.trained()) {
      for (int i = slot.offset(); i < slot.end(); i++) {
        if (!isGamma(slot)) {
          assertEquals(latent[i], seen[i], slot.name());
          continue;
        }
        gammas++;
        double sigma = Math.sqrt(variance(layout, slot, statistics, i - slot.offset()) + 1e-5);
        double scale = seen[i] / sigma;
        double ratio = latent[i] == 0 ? 1 : seen[i] / latent[i];
        assertEquals(Fold.SHIFT.scale(scale), scale, 1e-6 * Math.abs(scale), slot.name());
        assertTrue(ratio >= 0.9 && ratio <= 1.1, "moved by " + ratio);
      }
    }
    assertEquals(6 + 6 + 6 + 6 + 9, gammas);
  }

  private static boolean isGamma(Slot slot) {
    return slot.parameter().role() == Parameter.Role.GAMMA;
  }

  private static double variance(ParameterLayout layout, Slot gamma, float[] statistics, int at) {
    String name = gamma.parameter().layer() + ".running_var";
    Slot slot =
        layout.statistics().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    return statistics[slot.offset() + at];
  }

  /** The multipliers of residual joins, where all of SmallRun's batch norms of blocks end. */
  private static void assertShifts(QuantizedNetwork network) {
    int blocks = 0;
    for (IntegerLayer layer : network.layers()) {
      if (layer instanceof IntegerLayer.Residual block) {
        blocks++;
        for (int m : block.requantize().multiplier()) {
          assertTrue(SignedDigits.count(m) <= 2, "m = " + m);
        }
      }
    }
    assertEquals(1, blocks);
    assertEquals(Fold.SHIFT, network.fold());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgm", "ste"})
  void aRunGoesOnAsIfItHadNeverStopped(String method) throws IOException {
    TrainingConfig config = SmallRun.config().method(method).fold(Fold.SHIFT).build();
    TrainingResult whole = run(config, folder.resolve("whole"));
    assertShifts(whole.network());
    Map<String, Double> metrics = whole.metrics();
    assertEquals(
        metrics.get("quantized_error"), metrics.get("integer_error"), 4, metrics::toString);
    Path stopped = folder.resolve("stopped");
    Trainer trainer = new Trainer(config, SmallRun.DIGITS);
    trainer.listen(
        new TrainingListener() {
          @Override
          public void step(String phase, int epoch, int epochs, int step, int steps, double loss) {
            if (phase.equals(method) && epoch == 1 && step == 4) {
              trainer.requestStop();
            }
          }
        });
    assertThrows(InterruptedRunException.class, () -> trainer.run(stopped));
    run(config, stopped);
    for (int i = 0; i < SmallRun.results(stopped).size(); i++) {
      assertArrayEquals(
          Files.readAllBytes(SmallRun.results(whole.run()).get(i)),
          Files.readAllBytes(SmallRun.results(stopped).get(i)));
    }
  }

  /** With kept statistics, scales are those of training. */
  @Test
  void statisticsMayBeKept() throws IOException {
    TrainingConfig config = SmallRun.config().fold(Fold.SHIFT).reestimate(false).build();
    TrainingResult kept = run(config, folder.resolve("kept"));
    assertShifts(kept.network());
    assertEquals(
        kept.metrics().get("quantized_stale_error"), kept.metrics().get("quantized_error"));
  }

  @Test
  void aRunIsPackedWithEitherFold() throws IOException {
    for (Fold trained : Fold.values()) {
      Path run = folder.resolve("run-" + trained);
      TrainingConfig config = SmallRun.config().fold(trained).build();
      TrainingResult result = run(config, run);
      for (Fold fold : Fold.values()) {
        Path file = folder.resolve(trained + "-" + fold + ".dyadic");
        PackedRun packed = new Trainer(config, SmallRun.DIGITS).pack(run, fold, file);
        assertEquals(fold, packed.network().fold());
        assertEquals(packed.network(), ModelFile.read(file));
        assertEquals(
            packed.metrics().get("quantized_error"),
            packed.metrics().get("integer_error"),
            4,
            trained + " " + fold);
        boolean same = Arrays.equals(Files.readAllBytes(result.model()), Files.readAllBytes(file));
        assertEquals(fold == trained, same);
      }
    }
  }
}
