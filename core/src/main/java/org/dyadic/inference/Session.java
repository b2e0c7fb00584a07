package org.dyadic.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.ScalarKernels;
import org.dyadic.model.Shape;

/**
 * Runs a network in one thread at a time. Its buffers are allocated once; later inferences allocate
 * nothing.
 */
public final class Session {
  /** Runs of a small step after which Java has compiled all that it calls. */
  private static final int SMALL_RUNS = 20_000;

  private static final long SMALL_NANOS = 1_000_000;
  private static final long ALL_RUNS_NANOS = 250_000_000;

  private final Shape shape;
  private final int classes;
  private final LazyPlan lazy;
  private final int[] pixelTable;
  private final Kernels kernels;
  private final AtomicReference<Plan> cold;
  private Step.Memory memory;

  Session(
      Shape shape,
      int classes,
      LazyPlan lazy,
      int[] pixelTable,
      Kernels kernels,
      AtomicReference<Plan> cold) {
    this.shape = shape;
    this.classes = classes;
    this.lazy = lazy;
    this.pixelTable = pixelTable;
    this.kernels = kernels;
    this.cold = cold;
  }

  /**
   * Runs one image.
   *
   * @param pixels holds the image: unsigned bytes, planar, of the network's input shape
   * @param offset the index of the image's first byte
   * @param logits receives one logit a class; its real value is logit * logitGrid().step()
   * @throws IndexOutOfBoundsException if pixels does not hold a whole image at offset
   * @throws IllegalArgumentException if logits does not have one entry a class
   */
  public void logits(byte[] pixels, int offset, int[] logits) {
    check(pixels, offset, logits);
    Plan first = cold.get() == null ? null : cold.getAndSet(null);
    if (first == null) {
      Plan plan = ready();
      run(plan, kernels, memory, pixels, offset, logits);
    } else {
      run(first, new ScalarKernels(), first.allocate(), pixels, offset, logits);
    }
  }

  /** The plan, with memory, which is taken when the first image comes that the kernels run. */
  private Plan ready() {
    Plan plan = lazy.get();
    if (memory == null) {
      memory = plan.allocate();
    }
    return plan;
  }

  private void run(Plan some, Kernels by, Step.Memory in, byte[] pixels, int offset, int[] logits) {
    by.lookUp(pixelTable, pixels, offset, shape.area(), in.slots()[some.input()]);
    List<Step> steps = some.steps();
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run(by, in);
    }
    System.arraycopy(in.slots()[some.output()], 0, logits, 0, classes);
  }

  private void check(byte[] pixels, int offset, int[] logits) {
    Objects.checkFromIndexSize(offset, shape.size(), pixels.length);
    if (logits.length != classes) {
      throw new IllegalArgumentException(
          "logits: length (=%d) must be the number of classes (=%d)"
              .formatted(logits.length, classes));
    }
  }

  /**
   * Times the steps of whole inferences of one image.
   *
   * @param pixels holds the image, as {@link #logits} takes it
   * @param rounds how many inferences, at least 1; let as many run before, so that Java has
   *     compiled
   */
  public List<StepTime> stepTimes(byte[] pixels, int offset, int rounds) {
    check(pixels, offset, new int[classes]);
    Plan plan = ready();
    List<Step> steps = plan.steps();
    long[][] nanos = new long[steps.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      kernels.lookUp(pixelTable, pixels, offset, shape.area(), memory.slots()[plan.input()]);
      for (int i = 0; i < steps.size(); i++) {
        long start = System.nanoTime();
        steps.get(i).run(kernels, memory);
        nanos[i][round] = System.nanoTime() - start;
      }
    }
    List<StepTime> times = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      times.add(StepTime.of(steps.get(i), nanos[i]));
    }
    return times;
  }

  /** An inference that repeats its small steps; its logits mean nothing. */
  void repeatSmallSteps() {
    Plan plan = ready();
    byte[] black = new byte[shape.size()];
    kernels.lookUp(pixelTable, black, 0, shape.area(), memory.slots()[plan.input()]);
    for (Step step : plan.steps()) {
      long start = System.nanoTime();
      long nanos = 0;
      for (int run = 0; run < SMALL_RUNS && nanos < ALL_RUNS_NANOS; run++) {
        step.run(kernels, memory);
        nanos = System.nanoTime() - start;
        if (nanos > SMALL_NANOS * (run + 1)) {
          break;
        }
      }
    }
  }
}
