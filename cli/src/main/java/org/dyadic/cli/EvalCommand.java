package org.dyadic.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dyadic.data.Dataset;
import org.dyadic.data.ImageSet;
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
  @Mixin private ModelDataset dataset;

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
    Dataset images = dataset.open(network, model.file());
    if (!images.note().isEmpty()) {
      output.say("note: " + images.note());
    }
    Evaluation evaluation = Classifier.of(network).evaluate(split.of(images), threads);
    report(evaluation, images);
    output.result(json(evaluation, images));
    return ExitCode.OK.code();
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
