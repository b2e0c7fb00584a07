package org.dyadic.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.data.ImageSet;
import org.dyadic.data.Preprocessing;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Evaluation;
import org.dyadic.quant.QuantizedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dyadic eval}: how a packed model does on a data set, in integer arithmetic. */
@Command(
    name = "eval",
    description = {
      "Classifies a data set's images with a packed model, in integer arithmetic, and counts its"
          + " errors.",
      "",
      "Example: dyadic eval runs/mnist/model.dyadic --dataset mnist",
      ""
    })
final class EvalCommand implements Callable<Integer> {

  /** Which images of a data set. */
  enum Split {
    TRAIN,
    TEST;

    private ImageSet of(Dataset dataset) {
      return this == TRAIN ? dataset.train() : dataset.test();
    }

    private String title() {
      return this == TRAIN ? "training" : "test";
    }
  }

  @Mixin private Output output;
  @Mixin private ModelArgument model;
  @Mixin private DataOptions data;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description =
          "digits, mnist, fashion-mnist, cifar10, cifar100, folder:DIR, csv:FILE or npy:DIR.")
  private String dataset;

  @Option(
      names = "--split",
      defaultValue = "test",
      description = "Which images: test or train (default: ${DEFAULT-VALUE}).")
  private Split split;

  @Option(names = "--threads", description = "Threads (default: all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws IOException {
    QuantizedNetwork network = model.read();
    data.requireFor(dataset);
    requireSameKind(network.preprocessing(), Datasets.isOfValues(dataset));
    Dataset images = Datasets.open(dataset, data.over(options(network.preprocessing())));
    requireSame(network, images);
    if (!images.note().isEmpty()) {
      output.say("note: " + images.note());
    }
    Evaluation evaluation = Classifier.of(network).evaluate(split.of(images), threads);
    report(evaluation, images);
    output.result(json(evaluation, images));
    return ExitCode.OK.code();
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
              .formatted(dataset, model.file(), message.formatted(values)));
    }
  }

  private void report(Evaluation evaluation, Dataset images) {
    output.say(
        String.format(
            Locale.ROOT,
            "error %.2f %%: %,d of the %,d %s %s of %s are taken for another class",
            evaluation.errorPercent(),
            evaluation.images() - evaluation.correct(),
            evaluation.images(),
            split.title(),
            noun(images),
            images.name()));
    output.say(
        String.format(
            Locale.ROOT,
            "%,.0f %s/s, %d %s",
            evaluation.imagesPerSecond(),
            noun(images),
            threads,
            threads == 1 ? "thread" : "threads"));
    output.say("\n" + new Confusions(evaluation.confusion(), images.classNames()).toText());
  }

  private static String noun(Dataset set) {
    return set.preprocessing().scale().isPresent() ? "rows" : "images";
  }

  private Map<String, Object> json(Evaluation evaluation, Dataset images) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.file().toString());
    json.put("dataset", images.name());
    json.put("split", split.name().toLowerCase(Locale.ROOT));
    json.put("images", evaluation.images());
    json.put("error", evaluation.errorPercent());
    json.put("images_per_second", evaluation.imagesPerSecond());
    json.put("threads", threads);
    json.put("confusion", evaluation.confusion());
    json.put("class_names", images.classNames());
    return json;
  }
}
