package org.dyadic.train.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetException;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.data.ImageSet;
import org.dyadic.inference.Classifier;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.train.RunFolder;
import org.dyadic.train.report.TestReading.Misread;

/** Classifies the test images of runs' data sets; runs of the same data share one in memory. */
final class TestSets {
  private static final int MOST_PICTURES = 128;

  private final Optional<Path> directory;
  private final int threads;
  private final Map<String, Dataset> open = new HashMap<>();

  /**
   * Sets that are looked for in a folder first.
   *
   * @param threads at least 1
   */
  TestSets(Optional<Path> directory, int threads) {
    this.directory = directory;
    this.threads = threads;
  }

  /**
   * Reads the test set of a run.
   *
   * @throws DatasetException if the set is missing, or other data than the run was trained on
   * @throws IOException if the run folder does not say where its data was found
   */
  TestReading read(RunHistory run, QuantizedNetwork network) throws IOException {
    Dataset dataset = dataset(run);
    requireFits(run, network, dataset);
    ImageSet test = dataset.test();
    int[] predictions = classify(Classifier.of(network), test);
    int classes = network.classNames().size();
    long[][] confusion = new long[classes][classes];
    Map<Integer, Deque<Misread>> pairs = new TreeMap<>();
    for (int i = 0; i < predictions.length; i++) {
      int label = test.label(i);
      confusion[label][predictions[i]]++;
      if (label != predictions[i]) {
        pairs
            .computeIfAbsent(label * classes + predictions[i], _ -> new ArrayDeque<>())
            .add(new Misread(i, label, predictions[i]));
      }
    }
    List<Misread> misread = some(pairs);
    Optional<Sprite> pictures =
        Sprite.canShow(network.preprocessing())
            ? Optional.of(
                Sprite.of(
                    test, network.preprocessing(), misread.stream().map(Misread::index).toList()))
            : Optional.empty();
    return new TestReading(network.classNames(), confusion, misread, pictures);
  }

  private Dataset dataset(RunHistory run) throws IOException {
    DatasetOptions saved = RunFolder.readDataOptions(run.folder());
    DatasetOptions options = directory.map(saved::withDataDirectory).orElse(saved);
    String name = run.config().path("dataset").asText();
    String key = name + " " + options;
    Dataset dataset = open.get(key);
    if (dataset == null) {
      dataset = Datasets.open(name, options);
      open.put(key, dataset);
    }
    String expected =
        RunHistory.readJson(run.folder().resolve("data.json")).path("sha256").asText();
    if (!dataset.sha256().equals(expected)) {
      throw new DatasetException(
          "%s is not the data that %s was trained on (SHA-256 %s, trained on %s)"
              .formatted(run.dataset(), run.name(), dataset.sha256(), expected));
    }
    return dataset;
  }

  private static void requireFits(RunHistory run, QuantizedNetwork network, Dataset dataset) {
    if (!dataset.preprocessing().shape().equals(network.preprocessing().shape())
        || dataset.classes() != network.classNames().size()) {
      throw new DatasetException(
          "%s has inputs of %s and %d classes, but the model of %s takes %s and knows %d"
              .formatted(
                  run.dataset(),
                  dataset.preprocessing().shape(),
                  dataset.classes(),
                  run.name(),
                  network.preprocessing().shape(),
                  network.classNames().size()));
    }
  }

  /** One image of every pair of classes, then a second one, and so on; frequent pairs first. */
  private static List<Misread> some(Map<Integer, Deque<Misread>> pairs) {
    List<Deque<Misread>> queues = new ArrayList<>(pairs.values());
    queues.sort(Comparator.comparingInt(Deque<Misread>::size).reversed());
    List<Misread> chosen = new ArrayList<>();
    while (!queues.isEmpty() && chosen.size() < MOST_PICTURES) {
      queues.forEach(queue -> chosen.add(queue.poll()));
      queues.removeIf(Deque::isEmpty);
    }
    return chosen.subList(0, Math.min(chosen.size(), MOST_PICTURES));
  }

  private int[] classify(Classifier classifier, ImageSet images) {
    int[] predictions = new int[images.size()];
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> workers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> work(classifier, images, next, predictions)));
      }
      await(workers, pool);
    }
    return predictions;
  }

  private static void await(List<Future<?>> workers, ExecutorService pool) {
    try {
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void work(
      Classifier classifier, ImageSet images, AtomicInteger next, int[] predictions) {
    byte[] pixels = new byte[images.shape().size()];
    for (int i = next.getAndIncrement(); i < predictions.length; i = next.getAndIncrement()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      images.read(i, pixels, 0);
      predictions[i] = classifier.classify(pixels);
    }
  }
}
