package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.data.Preprocessing;
import org.dyadic.quant.QuantizedNetwork;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The data set that a packed model is run on: {@code --dataset} and how it is read. */
final class ModelDataset {
  @Mixin private DataOptions data;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description =
          "digits, mnist, fashion-mnist, cifar10, cifar100, folder:DIR, csv:FILE or npy:DIR.")
  private String dataset;

  private Path model;

  /** For the command line, which sets the options. */
  ModelDataset() {}

  /** A data set that other options name. */
  ModelDataset(DataOptions data, String dataset) {
    this.data = data;
    this.dataset = dataset;
  }

  /**
   * Opens the data set in the form that a network takes.
   *
   * @param file of the network, for messages
   * @throws IllegalArgumentException if the network takes other images or has other classes
   * @throws IOException if a file cannot be read
   */
  Dataset open(QuantizedNetwork network, Path file) throws IOException {
    model = file;
    data.requireFor(dataset);
    requireSameKind(network.preprocessing(), Datasets.isOfValues(dataset));
    Dataset images = Datasets.open(dataset, data.over(options(network.preprocessing())));
    requireSame(network, images);
    return images;
  }

  private void requireSameKind(Preprocessing takes, boolean values) {
    require(!values || takes.scale().isPresent(), "has rows of values, but the model takes images");
    require(values || takes.scale().isEmpty(), "has images, but the model takes rows of values");
  }

  /**
   * Image folders and rows of values are read as the model takes them, rows with the model's scale;
   * other sets have a form of their own.
   */
  private DatasetOptions options(Preprocessing takes) {
    DatasetOptions defaults = DatasetOptions.defaults();
    if (takes.scale().isPresent()) {
      return defaults.withRowShape(takes.shape()).withScale(takes.scale().get());
    }
    return dataset.startsWith("folder:")
        ? defaults.withImages(
            takes.shape().channels(), takes.shape().height(), takes.shape().width(), takes.fit())
        : defaults;
  }

  /** An error rate between other classes or other pixels would mean nothing. */
  private void requireSame(QuantizedNetwork network, Dataset images) {
    Preprocessing takes = network.preprocessing();
    Preprocessing given = images.preprocessing();
    require(
        given.shape().equals(takes.shape()),
        "has images of %s, but the model takes %s",
        given.shape(),
        takes.shape());
    require(
        takes.shape().channels() == 1 || given.colorOrder() == takes.colorOrder(),
        "has the colour order %s, but the model takes %s",
        given.colorOrder(),
        takes.colorOrder());
    List<String> known = network.classNames();
    require(
        images.classes() == known.size(),
        "has %d classes, but the model has %d",
        images.classes(),
        known.size());
    for (int i = 0; i < known.size(); i++) {
      require(
          images.classNames().get(i).equals(known.get(i)),
          "calls class %d \"%s\", but the model calls it \"%s\"",
          i,
          images.classNames().get(i),
          known.get(i));
    }
  }

  private void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(
          "--dataset %s does not fit %s: it %s"
              .formatted(dataset, model, message.formatted(values)));
    }
  }
}
