package org.dyadic.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.dyadic.data.SplitMix64;
import org.dyadic.model.Network;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.train.method.Method;
import org.dyadic.train.method.MethodOptions;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.MethodSetup;
import org.dyadic.train.method.MethodState;
import org.dyadic.train.method.Sgm;
import org.dyadic.train.method.Step;
import org.dyadic.train.optimizer.NesterovSgd;
import org.dyadic.train.optimizer.RateSchedule;
import org.dyadic.train.torch.Torch;
import org.dyadic.train.torch.TorchDevice;
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
  private final TorchDevice device;

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
      Network network,
      int batchSize,
      boolean channelsLast,
      boolean bfloat16,
      TorchDevice device,
      int threads) {
    this.network = network;
    this.batchSize = batchSize;
    this.channelsLast = channelsLast;
    this.bfloat16 = bfloat16;
    this.device = device;
    Torch.setThreads(threads);
  }

  /** Times some rounds of some steps. */
  public List<Round> run(int rounds, int steps) {
    return run(rounds, steps, _ -> new TrainingListener() {});
  }

  /**
   * Times some rounds of some steps that somebody hears of: of every step, as if it were one of a
   * long epoch, and after it of an epoch.
   *
   * @param listeners asked before every round, from 0, who hears of it
   */
  public List<Round> run(int rounds, int steps, IntFunction<TrainingListener> listeners) {
    ParameterLayout layout = new ParameterLayout(network, channelsLast);
    float[] w = new float[layout.trainedSize()];
    float[] statistics = new float[layout.statisticsSize()];
    layout.pack(Initializer.initialize(network, 1), w, statistics);
    List<Round> results = new ArrayList<>();
    try (TorchNetwork torch = new TorchNetwork(layout, batchSize, bfloat16, device)) {
      torch.setTrained(w);
      torch.setStatistics(statistics);
      Steps loop = new Steps(torch, layout, w);
      loop.run(WARM_UP, listeners.apply(0));
      for (int round = 0; round < rounds; round++) {
        results.add(loop.run(steps, listeners.apply(round)));
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
      RateSchedule rate = RateSchedule.linear(0.01, 0.001, 1000);
      MethodProvider sgm = new Sgm.Provider();
      method =
          sgm.create(
              new MethodSetup(
                  WeightPolicy.uniform(2).layers(layout),
                  MethodOptions.of(sgm, Map.of()),
                  10,
                  100,
                  100 * batchSize,
                  rate,
                  0.9,
                  new MethodState()));
      method.start(w);
    }

    Round run(int steps, TrainingListener listener) {
      long start = System.nanoTime();
      long sgm = 0;
      Step now = new Step(0, 0, 0.001, 0);
      for (int step = 0; step < steps; step++) {
        torch.gradient(pixels, labels, batchSize, gradient);
        long before = System.nanoTime();
        method.backward(w, gradient, now);
        sgm += System.nanoTime() - before;
        for (Slot slot : layout.trained()) {
          optimizer.step(
              w, gradient, new float[][] {velocity}, slot.offset(), slot.end(), step, 0.001, 0);
        }
        before = System.nanoTime();
        method.afterStep(w, now);
        sgm += System.nanoTime() - before;
        torch.setTrained(w);
        listener.step("sgm", 0, 1, step + 1, steps, 1);
        listener.epoch("sgm", 0, 1, Map.of(), List.of());
      }
      double total = System.nanoTime() - start;
      return new Round(
          steps * (double) batchSize / (total / 1e9), sgm / total, Torch.physicalBytes());
    }
  }
}
