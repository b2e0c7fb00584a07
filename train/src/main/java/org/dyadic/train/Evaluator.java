package org.dyadic.train;

import java.util.Set;
import java.util.function.BiConsumer;
import org.dyadic.data.Augmentation;
import org.dyadic.data.BatchStream;
import org.dyadic.data.ImageSet;
import org.dyadic.data.PixelTable;
import org.dyadic.train.torch.TorchNetwork;

/** Passes over image sets without a gradient step. */
final class Evaluator {
  /** Images a batch; also the network's least capacity. */
  static final int BATCH = 250;

  /** Training images that batch-norm statistics are estimated on. */
  static final int REESTIMATION_IMAGES = 10_000;

  private final TorchNetwork network;
  private final PixelTable table;
  private final boolean channelsLast;

  Evaluator(TorchNetwork network, PixelTable table, boolean channelsLast) {
    this.network = network;
    this.table = table;
    this.channelsLast = channelsLast;
  }

  /** The share of misclassified images in percent, with the parameters that the network has now. */
  double error(ImageSet images) {
    int wrong = 0;
    try (BatchStream stream = BatchStream.sequential(images, table, BATCH, channelsLast)) {
      while (stream.hasNext()) {
        BatchStream.Batch batch = stream.next();
        float[] logits = network.logits(batch.pixels(), batch.size());
        int classes = logits.length / batch.size();
        for (int i = 0; i < batch.size(); i++) {
          wrong += best(logits, i * classes, classes) == batch.labels()[i] ? 0 : 1;
        }
      }
    }
    return 100.0 * wrong / images.size();
  }

  private static int best(float[] logits, int from, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (logits[from + c] > logits[from + best]) {
        best = c;
      }
    }
    return best;
  }

  /**
   * Estimates batch-norm statistics anew on a fixed sample of the training images, augmented as in
   * training: statistics of plain images would differ from those that the weights were trained
   * with.
   */
  void reestimate(ImageSet train, Augmentation augmentation, long seed) {
    try (BatchStream stream =
        BatchStream.training(train, table, augmentation, BATCH, seed, 0, 0, channelsLast)) {
      for (int done = 0; stream.hasNext() && done * BATCH < REESTIMATION_IMAGES; done++) {
        BatchStream.Batch batch = stream.next();
        network.reestimate(batch.pixels(), batch.size(), done);
      }
    }
  }

  /** Shows layers' outputs on a fixed sample of the training images. */
  void observe(
      ImageSet train, long seed, int count, Set<String> layers, BiConsumer<String, float[]> to) {
    try (BatchStream stream =
        BatchStream.training(train, table, Augmentation.NONE, BATCH, seed, 0, 0, channelsLast)) {
      for (int done = 0; stream.hasNext() && done < count; done += BATCH) {
        BatchStream.Batch batch = stream.next();
        network.observe(batch.pixels(), batch.size(), layers, to);
      }
    }
  }
}
