package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dyadic.format.ModelFile;
import org.dyadic.quant.Fold;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose forward passes round activations, to files with fewer bits. */
class ActivationTrainingTest {
  @TempDir Path folder;

  private static TrainingResult run(TrainingConfig config, Path folder) throws IOException {
    return new Trainer(config, SmallRun.DIGITS).run(folder);
  }

  /** The largest value of every hidden layer's output. */
  private static void assertTop(QuantizedNetwork network, int bits) {
    List<IntegerLayer> hidden = network.layers().subList(0, network.layers().size() - 1);
    assertTrue(hidden.size() >= 4, network.notation());
    for (IntegerLayer layer : hidden) {
      assertEquals((1 << bits) - 1, layer.output().max(), layer.toString());
      assertEquals(0, layer.output().min());
    }
  }

  @ParameterizedTest
  @CsvSource({"sgm,2,0,EXACT", "ste,4,0.1,EXACT", "sgm,4,0,SHIFT"})
  void aRunGoesOnAsIfItHadNeverStopped(String method, int bits, double prior, Fold fold)
      throws IOException {
    TrainingConfig config =
        SmallRun.config()
            .method(method)
            .epochs(3)
            .activationBits(bits)
            .activationPrior(prior)
            .fold(fold)
            .build();
    TrainingResult whole = run(config, folder.resolve("whole"));
    assertTop(ModelFile.read(whole.model()), bits);
    Map<String, Double> metrics = whole.metrics();
    assertEquals(
        metrics.get("quantized_error"), metrics.get("integer_error"), 0.8, metrics::toString);
    for (int epoch : new int[] {1}) {
      Path stopped = folder.resolve("stopped-" + epoch);
      Trainer trainer = new Trainer(config, SmallRun.DIGITS);
      trainer.listen(
          new TrainingListener() {
            @Override
            public void step(String phase, int at, int epochs, int step, int steps, double loss) {
              if (phase.equals(method) && at == epoch && step == 4) {
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
    Path again = folder.resolve("again.dyadic");
    new Trainer(config, SmallRun.DIGITS).pack(whole.run(), fold, again);
    assertArrayEquals(Files.readAllBytes(whole.model()), Files.readAllBytes(again));
  }

  @Test
  void thePriorChangesTheResult() throws IOException {
    TrainingConfigBuilder config = SmallRun.config().epochs(1).activationBits(2);
    TrainingResult without = run(config.build(), folder.resolve("without"));
    TrainingResult with = run(config.activationPrior(1).build(), folder.resolve("with"));
    assertFalse(
        Arrays.equals(Files.readAllBytes(without.model()), Files.readAllBytes(with.model())));
  }

  /** A method without epochs has activations' steps chosen after it, of as many bits. */
  @Test
  void withoutEpochsStepsAreChosenAtTheEnd() throws IOException {
    TrainingConfig config = SmallRun.config().method("naive").activationBits(4).build();
    assertTop(run(config, folder.resolve("naive")).network(), 4);
  }

  @Test
  void wrongValuesNameTheOption() {
    refused("--activation-bits 9 must lie in 2 .. 8", 9, 0);
    refused("--activation-bits 1 must lie in 2 .. 8", 1, 0);
    refused("--activation-prior -1.0 must be at least 0", 4, -1);
    refused("--activation-prior NaN must be at least 0", 4, Double.NaN);
    refused("--activation-prior 0.5 needs --activation-bits, the values to pull to", null, 0.5);
  }

  private static void refused(String message, Integer bits, double prior) {
    TrainingConfigBuilder config = SmallRun.config().activationBits(bits).activationPrior(prior);
    assertEquals(message, assertThrows(IllegalArgumentException.class, config::build).getMessage());
  }
}
