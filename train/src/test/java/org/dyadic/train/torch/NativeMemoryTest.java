package org.dyadic.train.torch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native memory is freed by scopes, not by the garbage collector: use stays flat. */
class NativeMemoryTest {
  private static final int BATCH = 4;
  private static final int STEPS = 300;
  private static final int WARM_UP = 50;

  /**
   * What the process may grow by in all steps. One step's activations and gradients take 3 MiB, so
   * that keeping them would take hundreds of MiB.
   */
  private static final long GROWTH = 64L << 20;

  /** What the binding may count more after all steps than before: nothing of a step is left. */
  private static final long TRACKED_GROWTH = 64L << 10;

  @BeforeAll
  static void oneThread() {
    Torch.setThreads(1);
  }

  private static void assertFlat(Runnable step) {
    for (int i = 0; i < WARM_UP; i++) {
      step.run();
    }
    long tracked = Pointer.totalBytes();
    long resident = Pointer.physicalBytes();
    for (int i = 0; i < STEPS; i++) {
      step.run();
    }
    long moreTracked = Pointer.totalBytes() - tracked;
    long moreResident = Pointer.physicalBytes() - resident;
    assertTrue(moreTracked <= TRACKED_GROWTH, moreTracked + " bytes more are tracked");
    assertTrue(moreResident <= GROWTH, moreResident + " bytes more are resident");
  }

  private static final class Batch {
    private final ParameterLayout layout = layout();
    private final TorchNetwork network;
    private final float[] gradient = new float[layout.trainedSize()];
    private final float[] images = new float[BATCH * layout.network().input().size()];
    private final long[] labels = {1, 3, 5, 7};

    Batch(boolean bfloat16) {
      network = new TorchNetwork(layout, BATCH, bfloat16, TorchDevice.CPU);
      Random random = new Random(1);
      float[] weights = new float[layout.trainedSize()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) random.nextGaussian() * 0.05f;
      }
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) random.nextGaussian();
      }
      network.setTrained(weights);
      network.setStatistics(new float[layout.statisticsSize()]);
    }
  }

  private static ParameterLayout layout() {
    Network network = Networks.create("lenet5", new Shape(1, 28, 28), 10);
    return new ParameterLayout(network, false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void trainingStepsKeepNothing(boolean bfloat16) {
    Batch batch = new Batch(bfloat16);
    try (TorchNetwork network = batch.network) {
      assertFlat(() -> network.gradient(batch.images, batch.labels, BATCH, batch.gradient));
    }
  }

  @Test
  void passesWithoutGradientKeepNothing() {
    Batch batch = new Batch(false);
    try (TorchNetwork network = batch.network) {
      assertFlat(
          () -> {
            network.logits(batch.images, BATCH);
            network.reestimate(batch.images, BATCH, 3);
            network.observe(batch.images, BATCH, false, Set.of("relu3"), (name, values) -> {});
          });
    }
  }

  @Test
  void aClosedNetworkGivesItsMemoryBack() {
    ParameterLayout layout = layout();
    assertFlat(() -> new TorchNetwork(layout, BATCH).close());
  }
}
