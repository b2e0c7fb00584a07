package org.dyadic.cli;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.bench.Contender;
import org.dyadic.bench.KernelContender;
import org.dyadic.bench.Race;
import org.dyadic.bench.RandomImages;
import org.dyadic.bench.Timing;
import org.dyadic.bench.Workload;
import org.dyadic.export.UnsupportedNetworkException;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.UnavailableException;

/** One batch size with one number of threads: opens all contenders, compares, times them. */
final class BenchHeat {
  /** How long a contender's turn is at least. */
  static final Duration TURN = Duration.ofMillis(20);

  private static final int ALLOCATION_CALLS = 5;

  private final BenchField field;
  private final Workload workload;
  private final long seed;

  BenchHeat(BenchField field, QuantizedNetwork network, int batch, int threads, long seed) {
    this.field = field;
    this.workload = new Workload(network, batch, threads);
    this.seed = seed;
  }

  /** What is measured once about a contender. */
  record Once(double loadMillis, double agreement, long allocatedBytes) {}

  void run(Race race, int images, BenchReport report) throws IOException, UnavailableException {
    List<Contender> contenders = field.open(workload);
    Map<String, Double> loaded = new LinkedHashMap<>();
    try {
      for (String other : field.others()) {
        long start = System.nanoTime();
        try {
          contenders.add(field.open(other, workload));
          loaded.put(other, (System.nanoTime() - start) / 1e6);
        } catch (UnsupportedNetworkException | IOException e) {
          report.refused(other, workload, e.getMessage());
        }
      }
      Map<String, Double> agreement = agreement(contenders, images);
      List<Timing> timings = race.run(contenders);
      Map<String, Once> once = new LinkedHashMap<>();
      for (Contender contender : contenders) {
        String name = contender.name();
        double load = loaded.getOrDefault(name, 0.0);
        once.put(name, new Once(load, agreement.get(name), allocated(contender)));
      }
      report.add(workload, images, timings, once);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  /** The share of classes that are those of the definition; loads the last batch for the race. */
  private Map<String, Double> agreement(List<Contender> contenders, int images) {
    QuantizedNetwork network = workload.network();
    int batch = workload.batch();
    int batches = Math.ceilDiv(images, batch);
    byte[] pixels = RandomImages.of(network.preprocessing().shape(), batches * batch, seed);
    int[] expected = expected(pixels, batches * batch);
    int[] same = new int[contenders.size()];
    for (int b = 0; b < batches; b++) {
      int size = batch * workload.imageSize();
      byte[] part = Arrays.copyOfRange(pixels, b * size, (b + 1) * size);
      for (int i = 0; i < same.length; i++) {
        same[i] += same(contenders.get(i), part, expected, b * batch);
      }
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < same.length; i++) {
      shares.put(contenders.get(i).name(), (double) same[i] / (batches * batch));
    }
    return shares;
  }

  private static int same(Contender contender, byte[] pixels, int[] expected, int first) {
    contender.load(pixels);
    contender.run();
    int[] classes = contender.classes();
    int same = 0;
    for (int i = 0; i < classes.length; i++) {
      same += classes[i] == expected[first + i] ? 1 : 0;
    }
    return same;
  }

  private int[] expected(byte[] pixels, int images) {
    IntegerExecutor definition =
        IntegerExecutor.of(workload.network(), IntegerExecutor.available().getFirst());
    Workload all = new Workload(workload.network(), images, 1);
    try (Contender contender = new KernelContender(definition.kernels(), definition, all)) {
      contender.load(pixels);
      contender.run();
      return contender.classes();
    }
  }

  /** The fewest bytes that a call took from the Java heap, of all threads. */
  private static long allocated(Contender contender) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ALLOCATION_CALLS; i++) {
      long before = threads.getTotalThreadAllocatedBytes();
      contender.run();
      least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
    }
    return least;
  }
}
