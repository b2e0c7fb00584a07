package org.dyadic.bench;

import java.time.Duration;
import org.dyadic.inference.BatchSession;
import org.dyadic.inference.IntegerExecutor;

/** The integer executor with certain kernels; images of a batch over threads. */
public final class KernelContender implements Contender {
  private final String name;
  private final IntegerExecutor executor;
  private final BatchSession session;
  private final byte[] pixels;
  private final int[] logits;
  private final int batch;

  /** Runs a prepared network, under a name of its own. */
  public KernelContender(String name, IntegerExecutor executor, Workload workload) {
    this.name = name;
    this.batch = workload.batch();
    this.executor = executor;
    this.session = executor.newBatchSession(Math.min(workload.threads(), batch));
    this.pixels = new byte[Math.multiplyExact(batch, workload.imageSize())];
    this.logits = new int[batch * workload.network().classNames().size()];
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void load(byte[] images) {
    System.arraycopy(images, 0, pixels, 0, pixels.length);
  }

  @Override
  public void run() {
    session.logits(pixels, batch, logits);
  }

  @Override
  public void warmUp(Duration stretch) {
    executor.warmUp(this::run, stretch);
  }

  @Override
  public int[] classes() {
    int count = logits.length / batch;
    int[] classes = new int[batch];
    for (int i = 0; i < batch; i++) {
      for (int c = 1; c < count; c++) {
        if (logits[i * count + c] > logits[i * count + classes[i]]) {
          classes[i] = c;
        }
      }
    }
    return classes;
  }

  @Override
  public void close() {
    // The session has memory only.
  }
}
