package org.dyadic.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dyadic.data.SplitMix64;
import org.dyadic.model.Network;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.train.torch.Torch;
import org.dyadic.train.torch.TorchNetwork;

/**
 * Times whole training steps on random images: forward, backward, SGM's gradient, the optimizer,
 * SGM's clipping, and the copy of the parameters into libtorch.
 */
public final class StepBenchmark {
  private static final int WARM_UP = 20;

  private final Network network;
  private final int batchSize;
  private final boolean channelsLast;
  private final boolean bfloat16;

  /**
   * One round.
   *
   * @param imagesPerSecond of whole steps
   * @param sgmShare the share of the time spent in SGM's gradient and clipping
   * @param physicalBytes memory of the process after the round
   */
  public record Round(double imagesPerSecond, double sgmShare, long physicalBytes) {}

  /** A benchmark of one network. */
  public StepBenchmark(
      Network network, int batchSize, boolean channelsLast, boolean bfloat16, int threads) {
    this.network = network;
    this.batchSize = batchSize;
    this.channelsLast = channelsLast;
    this.bfloat16 = bfloat16;
    Torch.setThreads(threads);
  }

  /** Times some rounds of some steps. */
  public List<Round> run(int rounds, int steps) {
    ParameterLayout layout = new ParameterLayout(network, channelsLast);
    float[] w = new float[layout.trainedSize()];
    float[] statistics = new float[layout.statisticsSize()];
    layout.pack(Initializer.initialize(network, 1), w, statistics);
    List<Round> results = new ArrayList<>();
    try (TorchNetwork torch = new TorchNetwork(layout, batchSize, bfloat16)) {
      torch.setTrained(w);
      torch.setStatistics(statistics);
      Steps loop = new Steps(torch, layout, w);
      loop.run(WARM_UP);
      for (int round = 0; round < rounds; round++) {
        results.add(loop.run(steps));
      }
    }
    return results;
  }

  /** The training step on one fixed batch. */
  private final class Steps {
    private final TorchNetwork torch;
    private final ParameterLayout layout;
    private final float[] w;
    private final float[] velocity;
    private final float[] gradient;
    private final float[] pixels = new float[batchSize * network.input().size()];
    private final long[] labels = new long[batchSize];
    private final NesterovSgd optimizer = new NesterovSgd(0.9);
    private final Method method;

    Steps(TorchNetwork torch, ParameterLayout layout, float[] w) {
      this.torch = torch;
      this.layout = layout;
      this.w = w;
      this.velocity = new float[w.length];
      this.gradient = new float[w.length];
      SplitMix64 random = new SplitMix64(7);
      Arrays.setAll(labels, i -> random.nextInt(network.output().size()));
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) (2 * random.nextDouble() - 1);
      }
      SgmSettings settings =
          new SgmSettings(2, SgmSettings.Update.EXPLICIT, SgmSettings.Clip.MODE, 10, null);
      List<Integer> sizes = layout.weights().stream().map(Slot::size).toList();
      SgmSchedule schedule =
          new SgmSchedule(settings, 10, 100, new LinearDecay(0.01, 0.001, 1000), 0.9, sizes);
      method = new Sgm(settings, schedule);
      method.start(layout.weights(), w);
    }

    Round run(int steps) {
      long start = System.nanoTime();
      long sgm = 0;
      for (int step = 0; step < steps; step++) {
        torch.gradient(pixels, labels, batchSize, gradient);
        long before = System.nanoTime();
        method.addGradient(w, gradient, 0.001);
        sgm += System.nanoTime() - before;
        for (Slot slot : layout.trained()) {
          optimizer.step(w, gradient, velocity, slot.offset(), slot.end(), 0.001, 0);
        }
        before = System.nanoTime();
        method.afterStep(w, 0.001);
        sgm += System.nanoTime() - before;
        torch.setTrained(w);
      }
      double total = System.nanoTime() - start;
      return new Round(
          steps * (double) batchSize / (total / 1e9), sgm / total, Torch.physicalBytes());
    }
  }
}
