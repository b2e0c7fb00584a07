package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of the methods that learn a distribution of the weights. */
class VariationalRunsTest {
  @TempDir Path folder;

  private static TrainingConfig config(String method, String option, String value) {
    TrainingConfigBuilder builder = SmallRun.config().method(method);
    return (option == null ? builder : builder.option(option, value)).build();
  }

  @ParameterizedTest
  @CsvSource({"sws,,", "bayesian,prior,jeffreys", "bayesian,prior,half-cauchy", "vnq,,"})
  void aRunEndsOnItsLevelsAndResumesExactly(String method, String option, String value)
      throws IOException {
    TrainingConfig config = config(method, option, value);
    Path whole = folder.resolve("whole");
    TrainingResult result = new Trainer(config, SmallRun.DIGITS).run(whole);
    Map<String, Double> metrics = result.metrics();
    assertTrue(metrics.get("quantized_error") <= 90, metrics::toString);
    if (result.packed()) {
      assertEquals(
          metrics.get("quantized_error"), metrics.get("integer_error"), 6, metrics::toString);
    } else {
      assertTrue(result.weights().obstacles().getFirst().contains("codebook"));
    }
    Path resumed = folder.resolve("resumed");
    stop(config, resumed);
    TrainingResult second = new Trainer(config, SmallRun.DIGITS).run(resumed);
    assertEquals(metrics, second.metrics());
    assertEquals(result.weights(), second.weights());
    for (String name : new String[] {"latent.safetensors", "model.dyadic"}) {
      if (result.packed() || !name.startsWith("model")) {
        assertArrayEquals(
            Files.readAllBytes(whole.resolve(name)),
            Files.readAllBytes(resumed.resolve(name)),
            name);
      }
    }
  }

  /** Runs to the middle of the method's last epoch. */
  private static void stop(TrainingConfig config, Path run) {
    Trainer trainer = new Trainer(config, SmallRun.DIGITS);
    trainer.listen(
        new TrainingListener() {
          @Override
          public void step(
              String phase, int epoch, int epochs, int step, int stepsOfEpoch, double loss) {
            if (!phase.equals("float") && epoch == 1 && step == 4) {
              trainer.requestStop();
            }
          }
        });
    assertThrows(InterruptedRunException.class, () -> trainer.run(run));
  }
}
