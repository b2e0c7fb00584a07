package org.dyadic.inference;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.ScalarKernels;
import org.dyadic.quant.Grid;
import org.dyadic.quant.QuantizedNetwork;

/**
 * A network ready to run in integer arithmetic. From the second image on it keeps the weights in
 * the form of its kernels only, at most two bits for a weight of two bits, and not the network.
 * Immutable and safe for any number of threads; each thread runs a {@link Session} of its own. All
 * sessions and kernels return the same integers.
 */
public final class IntegerExecutor {
  /** Weights of a network whose first image is run by the definition, four bytes each. */
  private static final long COLD_WEIGHTS = 1_000_000;

  private final Preprocessing preprocessing;
  private final List<String> classNames;
  private final Grid logitGrid;
  private final LazyPlan plan;
  private final int[] pixelTable;
  private final Kernels kernels;

  /** The definition's plan, for the first image; empty after it, or where kernels are forced. */
  private final AtomicReference<Plan> cold;

  private IntegerExecutor(QuantizedNetwork network, Kernels kernels, boolean coldStart) {
    this.preprocessing = network.preprocessing();
    this.classNames = network.classNames();
    this.logitGrid = network.logitGrid();
    this.plan = new LazyPlan(network, kernels);
    this.pixelTable = expand(network.preprocessing().table());
    this.kernels = kernels;
    this.cold =
        new AtomicReference<>(coldStart ? PlanBuilder.build(network, new ScalarKernels()) : null);
    if (!coldStart) {
      prepare();
    }
  }

  /**
   * Prepares a network for the fastest kernels that this machine runs, or those that the
   * environment variable {@code DYADIC_KERNELS} names.
   *
   * <p>Vectors are objects until Java has compiled the kernels, so that one image takes several
   * times longer by them than by plain Java. Unless kernels are named, the first image of a small
   * network is run by the definition, whose weights are given up after it; those of the kernels are
   * prepared for the second.
   */
  public static IntegerExecutor of(QuantizedNetwork network) {
    Kernels kernels = KernelChooser.chosen();
    boolean vectors = kernels.getClass() != ScalarKernels.class && !KernelChooser.forced();
    return new IntegerExecutor(network, kernels, vectors && network.weightCount() <= COLD_WEIGHTS);
  }

  /**
   * Prepares a network for certain kernels.
   *
   * @param kernels a name of {@link #available}
   * @throws IllegalArgumentException if there are none of that name here
   */
  public static IntegerExecutor of(QuantizedNetwork network, String kernels) {
    return new IntegerExecutor(network, KernelChooser.named(kernels), false);
  }

  /** The names of all kernels that run on this machine, the definition first. */
  public static List<String> available() {
    return KernelChooser.all().stream().map(Kernels::name).toList();
  }

  private static int[] expand(PixelTable table) {
    byte[] codes = table.codes();
    int[] values = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      values[i] = codes[i];
    }
    return values;
  }

  /** What becomes of an image before the network. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The names of the classes, in the order of the logits. */
  public List<String> classNames() {
    return classNames;
  }

  /** The grid of the logits: a logit's real value is the integer times its step. */
  public Grid logitGrid() {
    return logitGrid;
  }

  /** The name of its kernels. */
  public String kernels() {
    return kernels.name();
  }

  /** Prepares the weights for the kernels, if that waits for the second image. */
  public void prepare() {
    plan.get();
  }

  /**
   * Runs a call until Java has compiled it, then each step of less than a millisecond for a quarter
   * of a second: a small layer of a large network would else take thousands of images to be
   * compiled, and memory of the heap meanwhile. Takes some seconds.
   *
   * @param call that runs images by one of this executor's sessions
   * @param stretch of time of {@link WarmUp#run}
   */
  public void warmUp(Runnable call, Duration stretch) {
    cold.set(null);
    WarmUp.run(call, stretch);
    newSession().repeatSmallSteps();
  }

  /** Whether the next image is run by the definition. */
  boolean isCold() {
    return cold.get() != null;
  }

  /** Bytes that the prepared weights take. */
  public long weightBytes() {
    return plan.get().weightBytes();
  }

  /** A new session: the buffers that one thread needs. */
  public Session newSession() {
    return new Session(preprocessing.shape(), classNames.size(), plan, pixelTable, kernels, cold);
  }

  /**
   * A new session for batches.
   *
   * @param threads at least 1, the calling one included
   */
  public BatchSession newBatchSession(int threads) {
    return new BatchSession(this, threads);
  }
}
