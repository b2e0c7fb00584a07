package org.dyadic.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.Rescale;
import org.dyadic.kernel.Window;
import org.dyadic.model.Extent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What follows the sums of vgg7's second layer: its rounding and its max pool. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class RowBenchmark {
  private static final int SIZE = 32;
  private static final int CHANNELS = 128;
  private static final int SHIFT = 16;
  private static final int MULTIPLIER = 5000;
  private static final int MAX = 255;

  /** The kernels; add {@code -p kernels=scalar,lanes} for others. */
  @Param("perm")
  public String kernels;

  private Kernels provider;
  private Rescale narrow;
  private Rescale wide;
  private Window pool;
  private int[] in;
  private int[] out;

  /** Prepares the tensors. */
  @Setup
  public void prepare() {
    provider = Layers.kernels(kernels);
    int[] multiplier = new int[CHANNELS];
    long[] offset = new long[CHANNELS];
    Arrays.fill(multiplier, MULTIPLIER);
    Arrays.fill(offset, 1L << (SHIFT - 1));
    narrow = Rescale.of(multiplier, offset, new int[0], SHIFT, 0, MAX, true);
    wide = Rescale.of(multiplier, offset, new int[0], SHIFT, 0, MAX, false);
    int half = SIZE / 2;
    Extent two = Extent.square(2);
    pool = new Window(CHANNELS, SIZE, SIZE, CHANNELS, half, half, two, two, Extent.square(0), 1);
    in = Layers.activations(SIZE * SIZE * CHANNELS);
    out = new int[SIZE * SIZE * CHANNELS];
  }

  /** In 32-bit lanes. */
  @Benchmark
  public int[] requantizeNarrow() {
    provider.requantize(narrow, SIZE * SIZE, in, 0, out, 0);
    return out;
  }

  /** In 64-bit lanes. */
  @Benchmark
  public int[] requantizeWide() {
    provider.requantize(wide, SIZE * SIZE, in, 0, out, 0);
    return out;
  }

  /** The largest of 2 x 2. */
  @Benchmark
  public int[] maxPool() {
    provider.maxPool(pool, in, out);
    return out;
  }
}
