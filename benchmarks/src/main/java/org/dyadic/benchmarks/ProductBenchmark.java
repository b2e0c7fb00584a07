package org.dyadic.benchmarks;

import java.util.concurrent.TimeUnit;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;
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

/** All sums of one layer for one image, without its rounding. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ProductBenchmark {
  /** The layer. */
  @Param({
    "vgg7-conv1",
    "vgg7-conv2",
    "vgg7-conv3",
    "vgg7-conv4",
    "vgg7-conv5",
    "vgg7-conv6",
    "vgg7-fc1",
    "resnet20-conv1",
    "resnet20-conv2",
    "resnet20-conv8",
    "resnet20-conv9",
    "resnet20-conv15",
    "lenet5-conv1",
    "lenet5-conv2",
    "lenet5-fc1",
    "fc8192x1024"
  })
  public String layer;

  /** The kernels; add {@code -p kernels=scalar,lanes} for others. */
  @Param("perm")
  public String kernels;

  private Window window;
  private Product product;
  private Scratch scratch;
  private int[] in;
  private int[] sums;

  /** Prepares the layer. */
  @Setup
  public void prepare() {
    window = Layers.window(layer);
    byte[] codes = Layers.codes(window.outChannels() * window.fanIn());
    product = Layers.kernels(kernels).product(window, codes, 0, 255);
    scratch = product.scratch().allocate();
    in = Layers.activations(window.channels() * window.height() * window.width());
    sums = new int[window.outWidth() * window.outChannels()];
  }

  /** Row after row. */
  @Benchmark
  public int[] product() {
    for (int y = 0; y < window.outHeight(); y++) {
      product.row(in, y, scratch, sums);
    }
    return sums;
  }
}
