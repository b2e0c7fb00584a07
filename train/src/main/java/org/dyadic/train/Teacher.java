package org.dyadic.train;

import java.io.IOException;
import java.nio.file.Path;
import org.dyadic.data.BatchStream;
import org.dyadic.model.ParameterLayout;
import org.dyadic.train.torch.TorchDevice;
import org.dyadic.train.torch.TorchNetwork;

/**
 * The float network that a run started its method's phase from, as a teacher: targets are {@code (1
 * - share) * label + share * softmax(its logits)} (G. Hinton, O. Vinyals, J. Dean, arXiv
 * 1503.02531, at temperature 1).
 */
final class Teacher implements AutoCloseable {
  private final TorchNetwork network;
  private final float share;

  /**
   * Reads the float network.
   *
   * @param file the run's float weights
   */
  Teacher(Path file, ParameterLayout layout, int batchSize, double share, TorchDevice device)
      throws IOException {
    this.share = (float) share;
    this.network = new TorchNetwork(layout, batchSize, false, device);
    float[] trained = new float[layout.trainedSize()];
    float[] statistics = new float[layout.statisticsSize()];
    layout.pack(Safetensors.read(file, layout.network()), trained, statistics);
    network.setTrained(trained);
    network.setStatistics(statistics);
  }

  /** The targets of a batch: one row of probabilities an image. */
  float[] targets(BatchStream.Batch batch) {
    float[] targets = network.logits(batch.pixels(), batch.size());
    int classes = targets.length / batch.size();
    for (int i = 0; i < batch.size(); i++) {
      soften(targets, i * classes, classes);
      targets[i * classes + (int) batch.labels()[i]] += 1 - share;
    }
    return targets;
  }

  /** Replaces logits by {@code share * softmax}. */
  private void soften(float[] logits, int from, int classes) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int c = from; c < from + classes; c++) {
      largest = Math.max(largest, logits[c]);
    }
    double sum = 0;
    for (int c = from; c < from + classes; c++) {
      logits[c] = (float) Math.exp(logits[c] - largest);
      sum += logits[c];
    }
    for (int c = from; c < from + classes; c++) {
      logits[c] *= (float) (share / sum);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
