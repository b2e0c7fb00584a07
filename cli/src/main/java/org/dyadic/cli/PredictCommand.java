package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dyadic.data.DatasetException;
import org.dyadic.data.ImageDecoder;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Prediction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dyadic predict}: the classes of the user's own images. */
@Command(
    name = "predict",
    description = {
      "Classifies PNG and JPEG images of any size; the model says how they become its input.",
      "An image that cannot be read is reported, the others are classified, and the exit status is"
          + " 6.",
      "",
      "Example: dyadic predict runs/cifar10/model.dyadic cat.jpg dog.png",
      ""
    })
final class PredictCommand implements Callable<Integer> {
  @Mixin private Output output;
  @Mixin private ModelArgument model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "PNG or JPEG images.")
  private List<Path> images;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many classes to show, best first (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--invert",
      description =
          "Turn dark into light and light into dark first. The digits of digits and mnist, and the"
              + " clothes of fashion-mnist, are light on black: a photo of ink on paper needs"
              + " this.")
  private boolean invert;

  /** One image and what became of it; times in milliseconds. */
  private record Result(Path image, Prediction prediction, double decoding, double inference) {}

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new IllegalArgumentException("--top %d must be at least 1".formatted(top));
    }
    Classifier classifier = Classifier.of(model.read());
    List<String> names = classifier.network().classNames();
    String format = format(names);
    output.say(
        format
            .formatted("image", "class", "score", "decode ms", "infer ms", top > 1 ? "then" : "")
            .stripTrailing());
    List<Map<String, Object>> predictions = new ArrayList<>();
    List<Map<String, Object>> failures = new ArrayList<>();
    for (Path image : images) {
      try {
        Result result = predict(classifier, image);
        output.say(line(format, result, names));
        predictions.add(json(result, names));
      } catch (DatasetException e) {
        String message = message(e);
        output.warn(message);
        failures.add(Map.of("image", image.toString(), "message", message));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.file().toString());
    json.put("predictions", predictions);
    json.put("failures", failures);
    output.result(json);
    return (failures.isEmpty() ? ExitCode.OK : ExitCode.FILE).code();
  }

  private Result predict(Classifier classifier, Path image) {
    long start = System.nanoTime();
    byte[] pixels = ImageDecoder.decode(image, classifier.network().preprocessing());
    if (invert) {
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) ~pixels[i];
      }
    }
    long decoded = System.nanoTime();
    Prediction prediction = classifier.predict(pixels);
    return new Result(
        image, prediction, (decoded - start) / 1e6, (System.nanoTime() - decoded) / 1e6);
  }

  /** A failure of the disk is said in the words of other commands. */
  private static String message(DatasetException thrown) {
    return thrown.getCause() instanceof FileSystemException cause
        ? Failure.of(cause).message()
        : thrown.getMessage();
  }

  /** Columns as wide as the widest path and class name, so that lines can be shown at once. */
  private String format(List<String> names) {
    return "%%-%ds  %%-%ds  %%6s  %%9s  %%8s  %%s"
        .formatted(widest(images, "image"), widest(names, "class"));
  }

  private static int widest(List<?> values, String title) {
    return values.stream()
        .mapToInt(value -> value.toString().length())
        .reduce(title.length(), Math::max);
  }

  private String line(String format, Result result, List<String> names) {
    Prediction prediction = result.prediction();
    double[] scores = prediction.scores();
    String others =
        ranking(prediction).stream()
            .skip(1)
            .map(i -> "%s %s".formatted(names.get(i), decimals(3, scores[i])))
            .collect(Collectors.joining(", "));
    return format
        .formatted(
            result.image(),
            prediction.className(),
            decimals(3, prediction.score()),
            decimals(2, result.decoding()),
            decimals(2, result.inference()),
            others)
        .stripTrailing();
  }

  private static String decimals(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** The best classes, best first; of equals the first, as in the prediction. */
  private List<Integer> ranking(Prediction prediction) {
    int[] logits = prediction.logits();
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingInt((Integer i) -> logits[i]).reversed())
        .limit(top)
        .toList();
  }

  private Map<String, Object> json(Result result, List<String> names) {
    double[] scores = result.prediction().scores();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image", result.image().toString());
    json.putAll(json(result.prediction().classIndex(), scores, names));
    json.put("milliseconds", result.inference());
    json.put("decode_milliseconds", result.decoding());
    json.put(
        "top", ranking(result.prediction()).stream().map(i -> json(i, scores, names)).toList());
    return json;
  }

  private static Map<String, Object> json(int label, double[] scores, List<String> names) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", names.get(label));
    json.put("label", label);
    json.put("score", scores[label]);
    return json;
  }
}
