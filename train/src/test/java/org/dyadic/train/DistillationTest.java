package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.dyadic.data.BatchStream;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.dyadic.train.torch.TorchDevice;
import org.dyadic.train.torch.TorchNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistillationTest {
  private static final int SIZE = 5;
  private static final int CLASSES = 3;
  private static final Network NETWORK = Notation.parse("4C3-GAP-3", new Shape(1, 4, 4));
  private static final ParameterLayout LAYOUT = new ParameterLayout(NETWORK, false);

  @TempDir Path folder;

  private static float[] pixels() {
    Random random = new Random(1);
    float[] pixels = new float[SIZE * NETWORK.input().size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  private static TorchNetwork network(State state) {
    float[] trained = new float[LAYOUT.trainedSize()];
    float[] statistics = new float[LAYOUT.statisticsSize()];
    LAYOUT.pack(state, trained, statistics);
    TorchNetwork network = new TorchNetwork(LAYOUT, SIZE);
    network.setTrained(trained);
    network.setStatistics(statistics);
    return network;
  }

  @Test
  void certainTargetsAreLabels() {
    long[] labels = {0, 2, 1, 1, 2};
    float[] certain = new float[SIZE * CLASSES];
    for (int i = 0; i < SIZE; i++) {
      certain[i * CLASSES + (int) labels[i]] = 1;
    }
    float[] hard = new float[LAYOUT.trainedSize()];
    float[] soft = new float[LAYOUT.trainedSize()];
    try (TorchNetwork network = network(Initializer.initialize(NETWORK, 4))) {
      double loss = network.gradient(pixels(), labels, SIZE, hard);
      assertEquals(loss, network.softGradient(pixels(), certain, SIZE, soft), 1e-6);
    }
    assertArrayEquals(hard, soft, 1e-6f);
  }

  @Test
  void targetsMixLabelsWithTheTeachersProbabilities() throws IOException {
    State state = Initializer.initialize(NETWORK, 4);
    Path file = folder.resolve("float.safetensors");
    Safetensors.write(file, state);
    long[] labels = {0, 2, 1, 1, 2};
    BatchStream.Batch batch = new BatchStream.Batch(SIZE, pixels(), labels);
    float[] logits;
    try (TorchNetwork network = network(state)) {
      logits = network.logits(pixels(), SIZE);
    }
    for (double share : new double[] {0.25, 1}) {
      try (Teacher teacher = new Teacher(file, LAYOUT, SIZE, share, TorchDevice.CPU)) {
        float[] targets = teacher.targets(batch);
        for (int i = 0; i < SIZE; i++) {
          double sum = 0;
          for (int c = 0; c < CLASSES; c++) {
            sum += Math.exp(logits[i * CLASSES + c]);
          }
          for (int c = 0; c < CLASSES; c++) {
            double expected =
                share * Math.exp(logits[i * CLASSES + c]) / sum + (labels[i] == c ? 1 - share : 0);
            assertEquals(expected, targets[i * CLASSES + c], 1e-5, "image %d".formatted(i));
          }
        }
      }
    }
  }

  @Test
  void aTaughtRunEndsDifferentlyAndGoesOnAfterAStop() throws IOException {
    TrainingConfig config = SmallRun.config().distillation(0.7).build();
    TrainingResult taught = new Trainer(config, SmallRun.DIGITS).run(folder.resolve("taught"));
    TrainingConfig plain = SmallRun.config().build();
    TrainingResult alone = new Trainer(plain, SmallRun.DIGITS).run(folder.resolve("alone"));
    assertNotEquals(-1, Files.mismatch(taught.model(), alone.model()));
    assertEquals(taught.metrics().get("float_error"), alone.metrics().get("float_error"));
    Path again = folder.resolve("again");
    Trainer trainer = new Trainer(config, SmallRun.DIGITS);
    trainer.listen(
        new TrainingListener() {
          @Override
          public void step(String phase, int epoch, int epochs, int step, int steps, double loss) {
            if (phase.equals("sgm") && epoch == 1 && step == 2) {
              trainer.requestStop();
            }
          }
        });
    assertEquals(
        "stopped after a whole step; everything is saved",
        assertThrows(InterruptedRunException.class, () -> trainer.run(again)).getMessage());
    TrainingResult resumed = new Trainer(config, SmallRun.DIGITS).run(again);
    for (Path file : SmallRun.results(again)) {
      Path twin = taught.run().resolve(again.relativize(file));
      assertTrue(Files.mismatch(file, twin) == -1, file + " after " + resumed.run());
    }
  }
}
