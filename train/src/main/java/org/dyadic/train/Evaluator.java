package org.dyadic.train;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.dyadic.data.Augmentation;
import org.dyadic.data.BatchStream;
import org.dyadic.data.ImageSet;
import org.dyadic.data.PixelTable;
import org.dyadic.model.Network;
import org.dyadic.train.torch.TorchNetwork;

/** Passes over image sets without a gradient step. */
final class Evaluator {
  /** The most images of a batch. */
  static final int BATCH = 250;

  /** The values that a layer may give for a whole batch: 128 MiB. */
  private static final int LARGEST_TENSOR = 1 << 25;

  /** Training images that batch-norm statistics are estimated on. */
  static final int REESTIMATION_IMAGES = 10_000;

  private final TorchNetwork network;
  private final PixelTable table;
  private final int batch;
  private final boolean channelsLast;

  /**
   * An evaluator of one network.
   *
   * @param batch images a batch, which the network has room for
   */
  Evaluator(TorchNetwork network, PixelTable table, int batch, boolean channelsLast) {
    this.network = network;
    this.table = table;
    this.batch = batch;
    this.channelsLast = channelsLast;
  }

  /**
   * How many images a batch of a network should have: 250 where the images are small; else as many
   * as keep the largest tensor small, or as a training step has.
   */
  static int batch(Network network, int trainingBatch) {
    int fitting = LARGEST_TENSOR / largest(network.nodes(), network.input().size());
    return Math.min(BATCH, Math.max(fitting, trainingBatch));
  }

  /** The most values that one layer gives for one image. */
  private static int largest(List<Network.Node> nodes, int input) {
    int largest = input;
    for (Network.Node node : nodes) {
      largest = Math.max(largest, node.out().size());
      largest = largest(node.body(), largest);
      largest = largest(node.shortcut(), largest);
    }
    return largest;
  }

  /** The share of misclassified images in percent, with the parameters that the network has now. */
  double error(ImageSet images) {
    int wrong = 0;
    try (BatchStream stream = BatchStream.sequential(images, table, batch, channelsLast)) {
      while (stream.hasNext()) {
        BatchStream.Batch next = stream.next();
        float[] logits = network.logits(next.pixels(), next.size());
        int classes = logits.length / next.size();
        for (int i = 0; i < next.size(); i++) {
          wrong += best(logits, i * classes, classes) == next.labels()[i] ? 0 : 1;
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
        BatchStream.training(train, table, augmentation, batch, seed, 0, 0, channelsLast)) {
      for (int done = 0; stream.hasNext() && done * batch < REESTIMATION_IMAGES; done++) {
        BatchStream.Batch next = stream.next();
        network.reestimate(next.pixels(), next.size(), done);
      }
    }
  }

  /**
   * Shows layers' outputs on a fixed sample of the training images, see {@link
   * TorchNetwork#observe}.
   */
  void observe(
      ImageSet train,
      long seed,
      int count,
      boolean batchStatistics,
      Set<String> layers,
      BiConsumer<String, float[]> to) {
    try (BatchStream stream =
        BatchStream.training(train, table, Augmentation.NONE, batch, seed, 0, 0, channelsLast)) {
      for (int done = 0; stream.hasNext() && done < count; done += batch) {
        BatchStream.Batch next = stream.next();
        network.observe(next.pixels(), next.size(), batchStatistics, layers, to);
      }
    }
  }
}
